"""Starting, moving and ending shared care, and who answers for what."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from audit.models import Event
from episodes import actions, queries
from episodes.lifecycle import Move, Status
from episodes.models import Episode, EpisodeStatusChange, Responsibility
from patients.models import CareLink
from tests import factories


@pytest.fixture
def aspects(scheme):
    return {aspect.code: aspect for aspect in factories.care_aspects(scheme)}


@pytest.fixture
def ash(gp):
    return gp.professionals.get()


@pytest.fixture
def kit(key_worker):
    return key_worker.professionals.get()


@pytest.fixture
def episode(patient, gp, aspects):
    return actions.start_episode(patient=patient, started_on=date(2026, 3, 2), complexity="stable", by=gp)


def kinds():
    return list(Event.objects.order_by("at").values_list("kind", flat=True))


# --- Starting ---------------------------------------------------------------------------------------------------------


def test_shared_care_starts_with_the_gp_as_care_coordinator(patient, gp, ash, aspects):
    factories.ProfessionalFactory(scheme_id=patient.scheme_id, name="Dr Aaron", organisation=patient.practice)

    episode = actions.start_episode(patient=patient, started_on=date(2026, 3, 2), complexity="stable", by=gp)

    held = Responsibility.objects.get()
    assert (held.aspect, held.holder, held.organisation_id) == (aspects["coordination"], ash, patient.practice_id)
    assert held.held == TimestamptzRange(timezone.make_aware(datetime(2026, 3, 2)), None)
    assert episode.status == Status.ACTIVE
    assert {"episodes.episode_started", "episodes.responsibilities_named"} == set(kinds())


def test_somebody_else_who_starts_it_makes_the_practices_first_gp_the_coordinator(patient, coordinator, ash, aspects):
    aaron = factories.ProfessionalFactory(scheme_id=patient.scheme_id, name="Dr Aaron", organisation=patient.practice)
    factories.ProfessionalFactory(
        scheme_id=patient.scheme_id, name="A Nurse", profession="nurse", organisation=patient.practice
    )

    actions.start_episode(patient=patient, started_on=date(2026, 3, 2), complexity="stable", by=coordinator)

    assert Responsibility.objects.get().holder == aaron


def test_holders_are_named_aspect_by_aspect_and_the_rest_is_left_to_nobody(patient, gp, ash, kit, aspects):
    holders = {aspects["coordination"]: kit, aspects["prescribing"]: ash, aspects["safeguarding"]: None}

    episode = actions.start_episode(
        patient=patient, started_on=date(2026, 3, 2), complexity="complex", holders=holders, by=gp
    )

    now = {line.aspect.code: line.holder for line in queries.responsibilities_now(episode)}
    assert (now["coordination"], now["prescribing"], now["safeguarding"]) == (kit, ash, None)
    assert queries.gaps_for(gp, "now", timezone.now())[0].episode == episode


def test_a_holders_organisation_sees_the_person_from_that_day(patient, gp, kit, key_worker, aspects):
    actions.start_episode(
        patient=patient,
        started_on=date(2026, 3, 2),
        complexity="stable",
        holders={aspects["key_work"]: kit, aspects["drug_testing"]: kit},
        by=gp,
    )

    link = CareLink.objects.get()
    assert (link.organisation_id, link.starts_on) == (key_worker.acting.organisation_id, date(2026, 3, 2))


def test_a_scheme_without_the_aspect_of_coordination_starts_without_a_coordinator(patient, gp, aspects):
    aspects["coordination"].ends_on = date(2026, 1, 1)
    aspects["coordination"].save()

    actions.start_episode(patient=patient, started_on=date(2026, 3, 2), complexity="stable", by=gp)

    assert not Responsibility.objects.exists()


def test_a_practice_without_a_gp_on_the_schemes_list_is_told_so(patient, coordinator, aspects):
    with pytest.raises(ValidationError, match="Elm Surgery has no GP on the scheme's list"):
        actions.start_episode(patient=patient, started_on=date(2026, 3, 2), complexity="stable", by=coordinator)


def test_shared_care_starts_once(patient, gp, episode):
    with pytest.raises(ValidationError, match="already in shared care"):
        actions.start_episode(patient=patient, started_on=date(2026, 3, 9), complexity="stable", by=gp)

    with pytest.raises(IntegrityError), transaction.atomic():
        factories.EpisodeFactory(patient=patient)


def test_shared_care_does_not_start_in_the_future(patient, gp, aspects):
    with pytest.raises(ValidationError, match="cannot start in the future"):
        actions.start_episode(patient=patient, started_on=date(2026, 3, 17), complexity="stable", by=gp)


def test_shared_care_does_not_start_for_somebody_who_left_the_register(patient, gp, aspects):
    patient.status = "moved"
    patient.save()

    with pytest.raises(ValidationError, match="no longer on the register"):
        actions.start_episode(patient=patient, started_on=date(2026, 3, 2), complexity="stable", by=gp)


# --- Who answers ------------------------------------------------------------------------------------------------------


def test_taking_over_ends_one_and_begins_the_other_at_the_same_moment(episode, aspects, gp, ash, kit):
    moment, aspect = timezone.now(), aspects["coordination"]

    made = actions.assign_responsibility(episode=episode, aspect=aspect, holder=kit, by=gp)

    before, after = Responsibility.objects.filter(aspect=aspect).order_by("held")
    assert (before.holder, before.held.upper, after.held.lower, after.holder) == (ash, moment, moment, kit)
    assert after == made
    assert queries.holder_at(episode, aspect, moment - timedelta(seconds=1)) == ash
    assert queries.holder_at(episode, aspect, moment) == kit
    assert queries.holder_at(episode, aspects["safeguarding"], moment) is None
    assert "Kit Worker of Bridge Service answers for care co-ordination; before, Dr Greta Ash did." in (
        Event.objects.values_list("sentence", flat=True)
    )


def test_the_database_refuses_two_holders_of_one_aspect_at_a_time(episode, aspects, kit):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.ResponsibilityFactory(
            episode=episode,
            aspect=aspects["coordination"],
            holder=kit,
            organisation=kit.posts.get().organisation,
            held=TimestamptzRange(timezone.now(), None),
        )


def test_somebody_is_not_made_responsible_twice(episode, aspects, gp, ash):
    with pytest.raises(ValidationError, match="answers for this already"):
        actions.assign_responsibility(episode=episode, aspect=aspects["coordination"], holder=ash, by=gp)


def test_somebody_without_a_post_cannot_be_made_responsible(episode, aspects, gp):
    retired = factories.ProfessionalFactory(scheme_id=episode.scheme_id, name="Dr Gone")

    with pytest.raises(ValidationError, match="Dr Gone has no post in the scheme on 16 March 2026"):
        actions.assign_responsibility(episode=episode, aspect=aspects["safeguarding"], holder=retired, by=gp)


def test_an_old_page_does_not_overwrite_a_newer_hand_over(episode, aspects, gp, kit):
    seen = episode.version
    actions.assign_responsibility(episode=episode, aspect=aspects["key_work"], holder=kit, version=seen, by=gp)

    with pytest.raises(ValidationError, match="Somebody else changed this"):
        actions.assign_responsibility(episode=episode, aspect=aspects["safeguarding"], holder=kit, version=seen, by=gp)


# --- Moving -----------------------------------------------------------------------------------------------------------


def last_change(episode):
    return EpisodeStatusChange.objects.filter(episode=episode).order_by("-at", "-pk").first()


def test_an_episode_is_suspended_and_taken_up_again(episode, gp):
    suspended = actions.move_episode(episode=episode, move=Move.SUSPEND, reason="In hospital", by=gp)
    assert (suspended.status, last_change(episode).status, last_change(episode).reason) == (
        Status.SUSPENDED,
        Status.SUSPENDED,
        "In hospital",
    )

    with_time = actions.move_episode(episode=episode, move=Move.RESUME, version=suspended.version, by=gp)

    assert with_time.status == Status.ACTIVE
    assert set(episode.changes.values_list("move", "status")) == {("suspend", "suspended"), ("resume", "active")}
    assert {"episodes.episode_suspended", "episodes.episode_resumed"} <= set(kinds())


def test_the_last_change_and_the_row_always_agree(episode, gp):
    for move, facts in [
        (Move.SUSPEND, {"reason": "Away"}),
        (Move.RESUME, {}),
        (Move.END, {"end_reason": "completed"}),
    ]:
        moved = actions.move_episode(episode=episode, move=move, by=gp, **facts)

        assert EpisodeStatusChange.objects.get(episode=episode, move=move).status == moved.status
        assert Episode.objects.get(pk=episode.pk).status == moved.status


def test_ending_closes_every_responsibility_with_the_last_day(episode, aspects, gp, ash):
    ended = actions.move_episode(
        episode=episode, move=Move.END, ended_on=date(2026, 3, 10), end_reason="completed", by=gp
    )

    assert (ended.status, ended.ended_on, ended.end_reason) == (Status.ENDED, date(2026, 3, 10), "completed")
    midnight = timezone.make_aware(datetime(2026, 3, 11))
    assert [row.held.upper for row in Responsibility.objects.believed()] == [midnight]
    assert not queries.gaps_for(gp, "now", timezone.now())
    known = timezone.now() - timedelta(seconds=1)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert queries.holder_at(episode, aspects["coordination"], midnight) is None
        assert queries.holder_at(episode, aspects["coordination"], midnight, known) is None  # started today, too


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"move": Move.SUSPEND}, "Say why"),
        ({"move": Move.RESUME}, "in shared care"),
        ({"move": Move.END}, "Choose why"),
        ({"move": Move.END, "end_reason": "completed", "ended_on": date(2026, 2, 1)}, "still made responsible"),
        ({"move": Move.END, "end_reason": "nonsense"}, "not a valid choice"),
        ({"move": Move.SUSPEND, "reason": "Away", "version": 7}, "Somebody else changed this"),
    ],
)
def test_a_move_that_cannot_be_made_is_refused_in_words(episode, gp, facts, said):
    with pytest.raises(ValidationError, match=said):
        actions.move_episode(episode=episode, by=gp, **facts)


def test_nothing_more_happens_in_an_ended_episode(episode, aspects, gp, kit):
    actions.move_episode(episode=episode, move=Move.END, end_reason="completed", by=gp)

    with pytest.raises(ValidationError, match="it is ended"):
        actions.move_episode(episode=episode, move=Move.RESUME, by=gp)
    with pytest.raises(ValidationError, match="Shared care has ended"):
        actions.assign_responsibility(episode=episode, aspect=aspects["key_work"], holder=kit, by=gp)


def test_a_practice_may_start_again_after_an_end(episode, patient, gp):
    actions.move_episode(episode=episode, move=Move.END, end_reason="completed", by=gp)

    again = actions.start_episode(patient=patient, started_on=date(2026, 3, 16), complexity="stable", by=gp)

    assert again.pk != episode.pk


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "lost"},
        {"complexity": "odd"},
        {"end_reason": "completed"},
        {"status": "ended", "ended_on": date(2025, 1, 1), "end_reason": "completed"},
        {"status": "ended", "ended_on": date(2026, 1, 1), "end_reason": "bored"},
    ],
)
def test_the_database_refuses_an_episode_that_cannot_be(patient, changed):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.EpisodeFactory(patient=patient, **changed)


def test_the_database_refuses_a_change_that_is_not_a_move(episode, gp):
    with pytest.raises(IntegrityError), transaction.atomic():
        EpisodeStatusChange.objects.create(
            scheme=episode.scheme, episode=episode, move="jump", status=Status.ACTIVE, by=gp
        )


def test_a_responsibility_that_never_begins_is_refused(episode, aspects, kit):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.ResponsibilityFactory(
            episode=episode,
            aspect=aspects["key_work"],
            holder=kit,
            organisation=kit.posts.get().organisation,
            held=TimestamptzRange(None, None),
        )
