"""About whom nothing was exchanged for too long, what was not acknowledged in time, and who was not contacted."""

from datetime import date, timedelta

import pytest

from accounts.standing import stand
from episodes import exchange, queries
from episodes.queries import ShowExchanges
from patients.models import Patient
from tests import factories
from tests.episodes.exchanges.test_rules import SILENCES
from tests.matrix import make_world

TODAY = date(2026, 3, 16)
LONG_AGO = TODAY - timedelta(days=91)


def silent(user):
    return list(queries.exchange_list(user, ShowExchanges.SILENT, TODAY))


@pytest.mark.parametrize(("last_on", "started_on", "expected"), SILENCES)
def test_the_list_says_what_the_rule_says(patient, coordinator, practice, last_on, started_on, expected):
    episode = factories.EpisodeFactory(patient=patient, started_on=started_on)
    if last_on:
        factories.ExchangeFactory(episode=episode, sender_place_id=practice.pk, day=last_on)

    assert (silent(coordinator) == [episode]) is expected is exchange.is_silent(last_on, started_on, TODAY, 90)


@pytest.fixture
def quiet(patient, practice):
    """Last heard of 91 days ago."""
    episode = factories.EpisodeFactory(patient=patient)
    factories.ExchangeFactory(episode=episode, sender_place_id=practice.pk, day=LONG_AGO)
    return episode


def test_what_was_withdrawn_ends_no_silence(quiet, coordinator, practice):
    wrong = factories.ExchangeFactory(episode=quiet, sender_place_id=practice.pk)
    assert silent(coordinator) == []
    type(wrong).objects.filter(pk=wrong.pk).update(
        withdrawn_by=coordinator, withdrawn_at="2026-03-16T10:00Z", withdrawn_reason="About somebody else"
    )

    assert silent(coordinator) == [quiet]


def test_the_quietest_come_first_with_since_when(quiet, coordinator, scheme, practice):
    never = factories.EpisodeFactory(patient=factories.PatientFactory(scheme=scheme, practice=practice))

    assert [(each.pk, each.quiet_since, each.last_exchange_on) for each in silent(coordinator)] == [
        (never.pk, date(2025, 3, 1), None),
        (quiet.pk, LONG_AGO, LONG_AGO),
    ]


@pytest.mark.parametrize(
    "facts", [{"status": "ended", "ended_on": TODAY, "end_reason": "moved"}, {"status": "suspended"}]
)
def test_only_who_is_in_shared_care_can_be_silent(quiet, coordinator, facts):
    type(quiet).objects.filter(pk=quiet.pk).update(**facts)

    assert len(silent(coordinator)) == (facts["status"] == "suspended")


def test_the_dead_are_not_silent(quiet, coordinator):
    Patient.objects.update(status="deceased", died_on=TODAY)

    assert silent(coordinator) == []


def test_the_schemes_own_days_count(quiet, coordinator, scheme):
    factories.ProtocolFactory(scheme=scheme, number=2, starts_on=TODAY, silence_days=91)

    assert silent(coordinator) == []


def test_whoever_reads_only_their_own_part_is_shown_nobody(scheme, practice):
    world = make_world(scheme, practice)
    factories.EpisodeFactory(patient=world.patient)

    shown = {}
    for role, user in world.cast.items():
        with stand(user):
            shown[role] = len(silent(user))

    assert {role for role, count in shown.items() if count} == {
        "scheme_coordinator", "prescriber", "practice_staff", "key_worker", "specialist",
    }  # fmt: skip


def test_everybody_is_found_in_two_statements_whatever_their_number(
    scheme, practice, coordinator, django_assert_num_queries
):
    for number in range(12):
        episode = factories.EpisodeFactory(patient=factories.PatientFactory(scheme=scheme, practice=practice))
        if number % 3:
            factories.ExchangeFactory(episode=episode, sender_place_id=practice.pk, day=LONG_AGO)

    with django_assert_num_queries(2):  # the scheme's numbers, and everybody
        assert len(silent(coordinator)) == 12


def test_what_is_late_is_the_senders_and_the_coordinators(quiet, coordinator, gp, key_worker, today):
    sent = factories.ExchangeFactory(
        episode=quiet,
        sender_place_id=gp.acting.organisation_id,
        receiver_place_id=key_worker.acting.organisation_id,
        day=TODAY - timedelta(days=15),
    )
    factories.ExchangeFactory(
        episode=quiet,
        sender_place_id=gp.acting.organisation_id,
        receiver_place_id=key_worker.acting.organisation_id,
        day=TODAY - timedelta(days=14),
    )

    def late(user):
        return list(queries.exchange_list(user, ShowExchanges.LATE, today).exclude(receiver_place=None))

    assert late(gp) == late(coordinator) == [sent]
    assert late(key_worker) == []


def test_a_place_is_not_contacted_when_the_coordinator_told_it_nothing(coordinator, gp, scheme, practice, key_worker):
    service = factories.Organisation.objects.get(pk=key_worker.acting.organisation_id)
    for place in (factories.Organisation.objects.get(pk=practice.pk), service):
        factories.ParticipationFactory(scheme=scheme, organisation=place)
    new = factories.OrganisationFactory(kind="pharmacy")
    factories.ParticipationFactory(scheme=scheme, organisation=new, starts_on=TODAY - timedelta(weeks=2))
    # What two places tell one another is no contact with the co-ordinator.
    episode = factories.EpisodeFactory(patient=factories.PatientFactory(scheme=scheme, practice=practice))
    factories.ExchangeFactory(episode=episode, sender_place_id=practice.pk, receiver_place=service)
    factories.ExchangeFactory(scheme=scheme, sender_place=service, day=TODAY - timedelta(weeks=14))

    def listed():
        return [(each.name, each.contacted_on) for each in queries.exchange_list(coordinator, "places", TODAY)]

    assert listed() == [("Elm Surgery", None), ("Bridge Service", TODAY - timedelta(weeks=14))]
    factories.ExchangeFactory(scheme=scheme, receiver_place_id=practice.pk, how="telephone")
    assert listed() == [("Bridge Service", TODAY - timedelta(weeks=14))]
    assert not queries.exchange_list(gp, "places", TODAY).exists()


def test_the_panel_of_the_person_costs_one_statement(quiet, gp, django_assert_num_queries, today):
    with django_assert_num_queries(1):
        panel = queries.exchange_panel(quiet, today, gp)

    assert (panel.last_on, panel.quiet_days) == (LONG_AGO, 91)


def test_nobody_is_offered_a_panel_who_may_not_exchange(quiet, member, today, gp):
    assert queries.exchange_panel(quiet, today, member) is None
    assert queries.exchange_panel(None, today, gp) is None
