"""Putting on record what one place told another, acknowledging it, and doing what was to be done next."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from accounts.standing import stand
from audit.models import Event
from episodes import actions, queries
from episodes.exchange import Following, Side
from episodes.models import Exchange
from patients.models import Patient
from practices.models import Organisation
from tests import factories
from tests.episodes.exchanges.conftest import SAID, place_of


def logged(by, other, how="letter", direction="sent", **facts):
    return actions.log_exchange(by=by, other=other, how=how, direction=direction, **{**SAID, **facts})


def test_a_letter_waits_for_the_other_side_and_stands_on_the_timeline(letter, key_worker, gp, patient):
    assert letter.sender_place_id == key_worker.acting.organisation_id
    assert letter.sender == key_worker.professionals.get()
    assert letter.receiver == gp.professionals.get()
    assert letter.acknowledged_at is None
    event = Event.objects.get(kind="episodes.exchange_logged")
    assert event.patient_id == patient.pk
    assert event.sentence == (
        "Kit Worker, Bridge Service told Dr Greta Ash, Elm Surgery (letter), 16 March 2026: how treatment goes."
    )


def test_whoever_records_what_reached_them_has_acknowledged_it_with_that(episode, gp, key_worker):
    made = logged(gp, place_of(key_worker), direction="received", episode=episode)

    assert made.receiver_place_id == gp.acting.organisation_id
    assert made.acknowledged_by == gp


@pytest.mark.parametrize("direction", ["sent", "received"])
def test_what_is_spoken_waits_for_nobody(episode, gp, key_worker, direction):
    made = logged(gp, place_of(key_worker), how="telephone", direction=direction, episode=episode)

    assert made.standing_on(date(2026, 3, 16)) == "spoken"
    with pytest.raises(ValidationError, match="was spoken"):
        actions.acknowledge_exchange(exchange=made, by=key_worker)


def test_the_receiver_acknowledges_with_one_press_and_the_second_is_told_who_did(letter, gp, nurse):
    done = actions.acknowledge_exchange(exchange=letter, by=gp)

    assert done.acknowledged_by == gp
    with pytest.raises(ValidationError, match="Dr Greta Ash acknowledged this already, on 16 March 2026 at 10am"):
        actions.acknowledge_exchange(exchange=letter, by=nurse)


def test_for_others_the_sender_says_who_told_them(letter, key_worker, coordinator):
    for by in (key_worker, coordinator):
        with pytest.raises(ValidationError, match="Say who told you"):
            actions.acknowledge_exchange(exchange=letter, by=by)

    done = actions.acknowledge_exchange(exchange=letter, by=key_worker, told_how="The receptionist, by telephone")

    assert done.told_how == "The receptionist, by telephone"


def test_nobody_else_acknowledges(letter, patient, scheme):
    elsewhere = factories.OrganisationFactory(kind="specialist_service")
    other = factories.sign_in("key_worker", scheme, elsewhere)
    factories.CareLinkFactory(scheme=scheme, patient=patient, organisation=elsewhere)

    with pytest.raises(PermissionDenied):
        actions.acknowledge_exchange(exchange=letter, by=other, told_how="I heard it")


def test_the_scheme_itself_may_be_told_and_acknowledges(episode, key_worker, coordinator):
    made = logged(key_worker, Side(), episode=episode)

    assert actions.acknowledge_exchange(exchange=made, by=coordinator).acknowledged_by == coordinator


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"day": date(2026, 3, 17)}, "today or in the past"),
        ({"day": date(2025, 2, 28)}, "Shared care began on 1 March 2025"),
        ({"what": ""}, "cannot be blank"),
        ({"kind": "made up"}, "is not a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_in_words(episode, key_worker, surgery, facts, refusal):
    with pytest.raises(ValidationError, match=refusal):
        logged(key_worker, surgery, episode=episode, **facts)


def test_within_one_place_nothing_is_logged(episode, key_worker, coordinator):
    with pytest.raises(ValidationError, match="this is your own"):
        logged(key_worker, place_of(key_worker), episode=episode)
    with pytest.raises(ValidationError, match="this is your own"):
        logged(coordinator, Side(), episode=episode)


def test_what_ended_can_be_completed_and_nothing_after_it(episode, key_worker, surgery):
    type(episode).objects.filter(pk=episode.pk).update(
        status="ended", ended_on=date(2026, 3, 1), end_reason="completed"
    )
    episode.refresh_from_db()

    assert logged(key_worker, surgery, episode=episode, day=date(2026, 3, 1))
    with pytest.raises(ValidationError, match="ended on 1 March 2026"):
        logged(key_worker, surgery, episode=episode)


def test_who_died_may_still_be_told_about(episode, key_worker, surgery, patient):
    Patient.objects.filter(pk=patient.pk).update(status="deceased", died_on=date(2026, 3, 15))

    assert logged(key_worker, surgery, episode=episode, kind="concern")


def test_a_next_action_is_for_somebody_near_and_is_done_once(episode, key_worker, gp, coordinator, surgery):
    with pytest.raises(ValidationError, match="a colleague of your place"):
        logged(key_worker, surgery, episode=episode, following=Following("Ring", gp, date(2026, 3, 20)))
    following = Following("Ring their sister", coordinator, date(2026, 3, 20))

    made = logged(key_worker, surgery, episode=episode, following=following)

    assert actions.finish_next_action(exchange=made, by=coordinator).done_by == coordinator
    with pytest.raises(ValidationError, match="Casey Coordinator did this already"):
        actions.finish_next_action(exchange=made, by=key_worker)


def test_nothing_is_done_where_nothing_was_to_be(letter, key_worker):
    with pytest.raises(ValidationError, match="Nothing was to be done"):
        actions.finish_next_action(exchange=letter, by=key_worker)


def test_a_mistake_is_withdrawn_kept_and_counts_no_more(letter, key_worker, gp):
    with pytest.raises(PermissionDenied):
        actions.withdraw_exchange(exchange=letter, reason="About somebody else", by=gp)
    with pytest.raises(ValidationError, match="Say what was wrong"):
        actions.withdraw_exchange(exchange=letter, reason=" ", by=key_worker)

    actions.withdraw_exchange(exchange=letter, reason="About somebody else", by=key_worker)

    assert not Exchange.objects.valid().exists()
    for again in (
        lambda: actions.acknowledge_exchange(exchange=letter, by=gp),
        lambda: actions.withdraw_exchange(exchange=letter, reason="Again", by=key_worker),
    ):
        with pytest.raises(ValidationError, match="withdrawn as a mistake: About somebody else"):
            again()


def test_a_contact_about_nobody_is_logged_by_and_with_the_scheme(coordinator, surgery, practice, scheme):
    made = logged(coordinator, surgery, how="meeting", kind="arrangements")

    assert (made.sender_place, made.receiver_place_id, made.patient) == (None, practice.pk, None)
    event = Event.objects.get(kind="episodes.exchange_logged")
    assert event.sentence.startswith("the scheme’s co-ordination told Elm Surgery (meeting)")


@pytest.mark.parametrize(
    "broken",
    [
        {"what": "Something else"},
        {"day": date(2026, 3, 1)},
        {"receiver": None},
        {"next_action": "Ring"},
    ],
)
def test_the_database_keeps_what_was_put_on_record_as_it_was(letter, broken):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Exchange.objects.filter(pk=letter.pk).update(**broken)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"receiver_place": None}, "between_two_places"),
        ({"receiver_place": "sender"}, "between_two_places"),
        ({"sender_place": None, "sender": "gp", "receiver_place": "sender"}, "named_somebody_at_a_place"),
        ({"patient": None}, "about_an_episode_or_nobody"),
        ({"next_action": "Ring"}, "next_action_is_whole"),
        ({"told_how": "By telephone"}, "acknowledged_has_who_and_when"),
        ({"withdrawn_reason": "Wrong"}, "withdrawn_has_who_when_and_why"),
        ({"what": ""}, "words_are_known"),
    ],
)
def test_the_database_refuses_what_must_never_be(episode, gp, key_worker, facts, name):
    places = {"sender": Organisation.objects.get(pk=key_worker.acting.organisation_id), "gp": gp.professionals.get()}
    given = {field: places.get(value, value) for field, value in facts.items()}
    whole = {"sender_place": places["sender"], "receiver_place_id": gp.acting.organisation_id}
    if "receiver_place" in given:
        whole.pop("receiver_place_id")
        if given["receiver_place"] is None:
            given["sender_place"] = None

    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        factories.ExchangeFactory(episode=episode, **{**whole, **given})


def test_a_pharmacist_reads_what_came_to_the_pharmacy_and_nothing_else(letter, episode, patient, pharmacist, gp):
    pharmacy = place_of(pharmacist)
    factories.CareLinkFactory(scheme=patient.scheme, patient=patient, organisation=pharmacy.place)
    own = logged(gp, pharmacy, episode=episode)

    with stand(pharmacist):
        assert list(Exchange.objects.visible_to(pharmacist)) == [own]
        assert list(Exchange._base_manager.all()) == [own]
        assert actions.acknowledge_exchange(exchange=own, by=pharmacist).acknowledged_by == pharmacist


def test_what_is_about_nobody_is_seen_by_the_places_it_was_between(coordinator, surgery, gp, key_worker, pharmacist):
    made = logged(coordinator, surgery, how="telephone")

    assert list(Exchange.objects.visible_to(gp)) == [made]
    assert list(Exchange.objects.visible_to(coordinator)) == [made]
    assert not Exchange.objects.visible_to(key_worker).exists()
    with stand(pharmacist):
        assert not Exchange._base_manager.exists()


def test_roles_that_see_nobody_find_no_exchange(coordinator, surgery, member, scheme, practice):
    logged(coordinator, surgery, how="telephone")
    speaker = factories.sign_in("practice_representative", scheme, practice)

    for by in (member, speaker):
        with stand(by):
            assert not Exchange._base_manager.exists()
            assert not Exchange.objects.visible_to(by).exists()


def test_an_owner_who_has_left_is_known_from_the_list(letter, coordinator, key_worker, today, episode, surgery):
    following = Following("Ring", key_worker, date(2026, 3, 16))
    logged(key_worker, surgery, episode=episode, following=following)
    key_worker.memberships.update(ends_on=today - timedelta(days=1))

    found = queries.exchange_list(coordinator, queries.ShowExchanges.ACTIONS, today).get()

    assert found.owner_left
