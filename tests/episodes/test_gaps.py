"""When nobody can answer: one table of cases for the rule in Python and for the statement that asks it of everybody."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from accounts import actions as accounts
from episodes import actions, gaps, queries
from episodes.gaps import Holder, Stretch, Why
from tests import factories

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 16, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
UNTIL = TODAY + timedelta(days=28)


@dataclass(frozen=True)
class Told:
    """Somebody who answers from a day to a day, counted from today, and what is known of them."""

    begins: int = -100
    ends: int | None = None
    last_post: int | None = None
    away: tuple[tuple[int, int | None], ...] = field(default=())
    expires: int | None = None


def day(number):
    return None if number is None else TODAY + timedelta(days=number)


def moment(number):
    return None if number is None else datetime.combine(day(number), datetime.min.time(), LONDON)


CASES = [
    ([], (Why.NOBODY, 0)),
    ([Told()], None),
    ([Told(ends=5)], (Why.NOBODY, 5)),
    ([Told(ends=5), Told(begins=5)], None),
    ([Told(ends=5), Told(begins=6)], (Why.NOBODY, 5)),
    ([Told(ends=40)], None),
    ([Told(begins=3)], (Why.NOBODY, 0)),
    ([Told(last_post=-1)], (Why.LEFT, 0)),
    ([Told(last_post=0)], (Why.LEFT, 1)),
    ([Told(last_post=27)], (Why.LEFT, 28)),
    ([Told(last_post=28)], None),
    ([Told(ends=5, last_post=4), Told(begins=5)], None),
    ([Told(ends=5, last_post=3), Told(begins=5)], (Why.LEFT, 4)),
    ([Told(ends=5), Told(begins=5, last_post=2)], (Why.LEFT, 5)),
    ([Told(away=((0, 3),))], (Why.AWAY, 0)),
    ([Told(away=((-9, -1),))], None),
    ([Told(away=((-9, None),))], (Why.AWAY, 0)),
    ([Told(away=((20, 40),))], (Why.AWAY, 20)),
    ([Told(away=((29, 40),))], None),
    ([Told(ends=20, away=((20, 40),)), Told(begins=20)], None),
    ([Told(expires=-1)], (Why.LAPSED, 0)),
    ([Told(expires=10)], (Why.LAPSED, 11)),
    ([Told(expires=28)], None),
    ([Told(expires=9, away=((10, 12),))], (Why.AWAY, 10)),
    ([Told(last_post=9, away=((10, 12),))], (Why.LEFT, 10)),
]


def facts_of(told):
    return Holder(
        gone_on=day(told.last_post) + timedelta(days=1) if told.last_post is not None else None,
        away=[(day(begins), day(ends)) for begins, ends in told.away],
        lapses_on=day(told.expires) + timedelta(days=1) if told.expires is not None else None,
    )


@pytest.mark.parametrize(("stretches", "expected"), CASES)
def test_the_rule_finds_the_first_day_on_which_nobody_can_answer(stretches, expected):
    given = [Stretch(moment(told.begins), moment(told.ends), facts_of(told)) for told in stretches]

    found = gaps.first_gap(given, now=NOW, until=UNTIL, zone=LONDON, needs_tier=True)

    assert (found and (found.why, found.on)) == (expected and (expected[0], day(expected[1])))


@pytest.fixture
def aspect(scheme):
    return next(each for each in factories.care_aspects(scheme) if each.code == "prescribing")


@pytest.fixture
def episode(patient):
    return factories.EpisodeFactory(patient=patient)


def put_on_record(told, episode, aspect):
    scheme_id, place = episode.scheme_id, episode.patient.practice
    holder = factories.ProfessionalFactory(scheme_id=scheme_id, name="Dr Held")
    factories.PostFactory(
        scheme_id=scheme_id, professional=holder, organisation_id=place.pk, ends_on=day(told.last_post)
    )
    for begins, ends in told.away:
        factories.AbsenceFactory(scheme=episode.scheme, professional=holder, starts_on=day(begins), ends_on=day(ends))
    if told.expires is not None:
        factories.QualificationFactory(scheme_id=scheme_id, professional=holder, expires_on=day(told.expires))
        factories.TierAwardFactory(scheme_id=scheme_id, professional=holder)
    factories.ResponsibilityFactory(
        episode=episode,
        aspect=aspect,
        holder=holder,
        organisation=place,
        held=TimestamptzRange(moment(told.begins), moment(told.ends)),
    )
    return holder


def found_for(user, aspect, show=""):
    found = queries.gaps_for(user, show, timezone.now(), aspect=aspect)
    return [(line.why, line.on) for each in found[:25] for line in each.lines]


@pytest.mark.parametrize(("stretches", "expected"), CASES)
def test_the_statement_finds_the_same_for_everybody_at_once(stretches, expected, episode, aspect, coordinator):
    for told in stretches:
        put_on_record(told, episode, aspect)

    assert found_for(coordinator, aspect) == ([(expected[0], day(expected[1]))] if expected else [])
    lists = [len(queries.gaps_for(coordinator, show, timezone.now(), aspect=aspect)) for show in ("now", "coming")]
    assert lists == ([int(expected[1] == 0), int(expected[1] > 0)] if expected else [0, 0])


# --- Who stands in ----------------------------------------------------------------------------------------------------


@pytest.fixture
def held(episode, aspect):
    return put_on_record(Told(), episode, aspect)


def away(held, coordinator, first, last, deputy=None):
    return actions.record_absence(
        professional=held, starts_on=day(first), ends_on=day(last), deputy=deputy, by=coordinator
    )


@pytest.fixture
def deputy(scheme, practice):
    return factories.ProfessionalFactory(scheme_id=scheme.pk, name="Dr Deputy", organisation=practice)


def test_a_deputy_makes_leave_no_gap(held, deputy, aspect, coordinator):
    away(held, coordinator, 2, 9, deputy)

    assert found_for(coordinator, aspect) == []


def test_a_deputy_who_is_away_too_stands_in_for_nobody_on_those_days(held, deputy, aspect, coordinator):
    away(held, coordinator, 2, 9, deputy)
    away(deputy, coordinator, 5, 20)

    assert found_for(coordinator, aspect) == [(Why.AWAY, day(5))]


def test_a_deputy_who_leaves_stands_in_no_longer(held, deputy, aspect, coordinator):
    away(held, coordinator, 2, 9, deputy)
    deputy.posts.update(ends_on=day(6))

    assert found_for(coordinator, aspect) == [(Why.AWAY, day(7))]


def test_leave_that_is_called_off_is_no_gap(held, aspect, coordinator):
    absence = away(held, coordinator, 2, 9)
    assert found_for(coordinator, aspect) == [(Why.AWAY, day(2))]

    actions.cancel_absence(absence=absence, by=coordinator)

    assert found_for(coordinator, aspect) == []


# --- Leavers ----------------------------------------------------------------------------------------------------------


def test_a_leaver_is_on_the_list_from_that_moment_and_before_their_last_day(gp, episode, aspect, coordinator, practice):
    holder = gp.professionals.get()
    factories.ResponsibilityFactory(episode=episode, aspect=aspect, holder=holder, organisation=practice)
    gp.memberships.update(ends_on=day(10))
    assert found_for(coordinator, aspect) == [(Why.LEFT, day(11))]

    accounts.record_leaver(user=gp, reason="Retired.", by=coordinator)

    assert found_for(coordinator, aspect) == [(Why.LEFT, TODAY)]


def test_a_closed_account_answers_for_nobody(gp, episode, aspect, coordinator, practice):
    holder = gp.professionals.get()
    factories.ResponsibilityFactory(episode=episode, aspect=aspect, holder=holder, organisation=practice)
    gp.is_active = False
    gp.save()

    assert found_for(coordinator, aspect) == [(Why.LEFT, TODAY)]


def test_a_delegation_that_comes_back_to_somebody_who_has_left_by_then_is_known_beforehand(
    gp, key_worker, patient, aspect, coordinator
):
    episode = actions.start_episode(
        patient=patient,
        started_on=date(2026, 3, 2),
        complexity="stable",
        holders={aspect: gp.professionals.get()},
        by=gp,
    )
    offer = actions.offer_handover(
        episode=episode,
        aspect=aspect,
        receiver=key_worker.professionals.get(),
        kind="delegation",
        expires_at=moment(7),
        returns_at=moment(20),
        by=gp,
    )
    actions.accept_handover(handover=offer, by=key_worker)
    gp.memberships.update(ends_on=day(15))

    assert found_for(coordinator, aspect) == [(Why.LEFT, day(20))]


# --- The pages --------------------------------------------------------------------------------------------------------


def text(response):
    return " ".join(response.content.decode().split())


def test_what_is_coming_is_said_with_its_day_and_counted_on_today(held, aspect, coordinator, browse):

    away(held, coordinator, 2, 9)
    client = browse(coordinator)

    page = text(client.get("/episodes/gaps/", {"show": "coming", "aspect": aspect.pk}))

    assert "from 18 March 2026 Dr Held goes away, without a deputy" in page
    assert "person with care that nobody will answer for" in text(client.get("/"))


def test_somebody_puts_their_own_leave_on_record_and_calls_it_off(gp, browse):
    client = browse(gp)
    page = client.get("/episodes/absences/new/")
    own = page.context["form"].initial["professional"]
    dates = {"starts_on_day": 23, "starts_on_month": 3, "starts_on_year": 2026}

    client.post("/episodes/absences/new/", {"professional": own.pk, "kind": "leave", **dates})
    listed = client.get("/episodes/absences/")
    absence = listed.context["absences"][0]
    client.post(f"/episodes/absences/{absence.pk}/cancel/")

    assert "Dr Greta Ash" in text(listed)
    assert "Nobody is away" in text(client.get("/episodes/absences/"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"starts_on": TODAY, "ends_on": TODAY - timedelta(days=1)}, "days are over"),
        ({"starts_on": TODAY - timedelta(days=9), "ends_on": TODAY - timedelta(days=1)}, "days are over"),
    ],
)
def test_an_absence_that_is_over_is_not_recorded(held, coordinator, given, said):
    with pytest.raises(ValidationError, match=said):
        actions.record_absence(professional=held, by=coordinator, **given)


def test_nobody_is_away_twice_at_once(held, deputy, coordinator):
    away(held, coordinator, 2, 9)

    with pytest.raises(ValidationError, match="already away"):
        away(held, coordinator, 9, 12, deputy)
