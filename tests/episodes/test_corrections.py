"""A correction changes what we believe, and never what we believed."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from audit.models import Event
from episodes import actions, queries
from episodes.models import Responsibility, ResponsibilityCorrection
from tests import factories


@pytest.fixture
def aspect(scheme):
    return factories.care_aspects(scheme)[0]


@pytest.fixture
def ash(gp):
    return gp.professionals.get()


@pytest.fixture
def kit(key_worker):
    return key_worker.professionals.get()


@pytest.fixture
def episode(patient, gp, aspect):
    return actions.start_episode(patient=patient, started_on=date(2026, 3, 2), complexity="stable", by=gp)


@pytest.fixture
def later(episode):
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        yield timezone.now()


def of_march(day, hour=0):
    return timezone.make_aware(datetime(2026, 3, day, hour))


def correct(episode, aspect, holder, by, first, last=None, reason="Found in the letters"):
    return actions.correct_responsibility(
        episode=episode, aspect=aspect, holder=holder, from_moment=first, until_moment=last, reason=reason, by=by
    )


def answers(episode, aspect, known_on=None):
    days = [of_march(day, 12) for day in (3, 8, 12)]
    found = [queries.holder_at(episode, aspect, moment, known_on) for moment in days]
    return [holder and holder.name for holder in found]


ASH, KIT = "Dr Greta Ash", "Kit Worker"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (of_march(2), None, [KIT, KIT, KIT]),
        (of_march(5), None, [ASH, KIT, KIT]),
        (of_march(5), of_march(10), [ASH, KIT, ASH]),
        (of_march(2), of_march(5), [KIT, ASH, ASH]),
    ],
)
def test_what_is_believed_changes_and_what_was_believed_stays(later, episode, aspect, gp, kit, first, last, expected):
    correct(episode, aspect, kit, gp, first, last)

    assert answers(episode, aspect) == expected
    assert answers(episode, aspect, known_on=later - timedelta(seconds=1)) == [ASH, ASH, ASH]
    assert answers(episode, aspect, known_on=later) == expected


def test_that_nobody_answered_can_be_put_on_record_too(later, episode, aspect, gp):
    correct(episode, aspect, None, gp, of_march(5), of_march(10))

    assert answers(episode, aspect) == [ASH, None, ASH]
    assert (
        "The record of who answers for care co-ordination was corrected: from 5 March 2026 at 00:00 until "
        "10 March 2026 at 00:00 it was nobody." in Event.objects.values_list("sentence", flat=True)
    )


def test_a_second_correction_keeps_the_first_as_it_was_known(later, episode, aspect, gp, kit):
    correct(episode, aspect, kit, gp, of_march(5))

    with time_machine.travel(later + timedelta(days=1), tick=False):
        correct(episode, aspect, None, gp, of_march(2), of_march(10))

        assert answers(episode, aspect) == [None, None, KIT]
        assert answers(episode, aspect, known_on=later) == [ASH, KIT, KIT]
        assert answers(episode, aspect, known_on=later - timedelta(days=1)) == [ASH, ASH, ASH]


def test_nothing_is_rewritten(later, episode, aspect, gp, ash, kit):
    before = Responsibility.objects.get()

    correction = correct(episode, aspect, kit, gp, of_march(5))

    kept = Responsibility.objects.get(pk=before.pk)
    assert (kept.holder, kept.held, kept.known.upper) == (ash, before.held, later)
    assert correction.reason == "Found in the letters"
    assert Responsibility.objects.believed().get(holder=kit).correction == correction


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reason": ""}, "Say why the record was wrong"),
        ({"first": of_march(1)}, "before shared care began"),
        ({"first": of_march(30)}, "about the past"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_in_words(later, episode, aspect, gp, kit, changed, said):
    with pytest.raises(ValidationError, match=said):
        correct(episode, aspect, kit, gp, **{"first": of_march(5), **changed})

    assert not ResponsibilityCorrection.objects.exists()


def test_the_database_refuses_two_beliefs_at_once(later, episode, aspect, kit):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.ResponsibilityFactory(
            episode=episode,
            aspect=aspect,
            holder=kit,
            organisation=kit.posts.get().organisation,
            held=TimestamptzRange(of_march(5), of_march(6)),
        )


def test_an_end_in_the_past_keeps_what_was_believed_since(later, episode, aspect, gp):
    actions.move_episode(episode=episode, move="end", ended_on=date(2026, 3, 10), end_reason="moved", by=gp)

    assert answers(episode, aspect) == [ASH, ASH, None]
    assert answers(episode, aspect, known_on=later - timedelta(seconds=1)) == [ASH, ASH, ASH]


def test_a_case_manager_is_a_gap_only_where_care_is_complex(scheme, practice, gp):
    aspects = factories.care_aspects(scheme)
    for complexity in ("stable", "complex"):
        episode = factories.EpisodeFactory(
            patient=factories.PatientFactory(scheme=scheme, practice=practice), complexity=complexity
        )
        gaps = {line.aspect.code for line in queries.responsibilities_now(episode) if line.is_gap}
        listed = {line.aspect for line in queries.gaps_in(episode, timezone.now()).values()}

        assert ("case_management" in gaps, "Case management" in listed) == (complexity == "complex",) * 2
        assert len(gaps) == len(aspects) - (complexity == "stable")
