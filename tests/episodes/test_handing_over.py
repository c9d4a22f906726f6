"""Handing care over: whoever gives answers for it until the other has accepted, to the second."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import Notice
from accounts.standing import stand
from audit.models import Event
from episodes import actions, queries
from episodes.models import Handover, Responsibility
from patients.models import CareLink, Patient
from practices.models import Organisation
from tests import factories

DAY = timedelta(days=1)


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
def offer(episode, aspect, kit, gp):
    return offered(episode, aspect, kit, gp)


@pytest.fixture
def quiet_worker(scheme, kit):
    """Somebody who works there and does not sign in."""
    return factories.ProfessionalFactory(
        scheme_id=scheme.pk, name="Quin Quiet", profession="key_worker", organisation=kit.posts.get().organisation
    )


def offered(episode, aspect, receiver, by, **terms):
    terms = {"expires_at": timezone.now() + 7 * DAY, **terms}
    return actions.offer_handover(episode=episode, aspect=aspect, receiver=receiver, by=by, **terms)


def delegated(episode, aspect, receiver, by):
    return offered(episode, aspect, receiver, by, kind="delegation", returns_at=timezone.now() + 21 * DAY)


def at(delta):
    return time_machine.travel(timezone.now() + delta, tick=False)


def holder(episode, aspect, moment=None):
    found = queries.holder_at(episode, aspect, moment or timezone.now())
    return found and found.name


ASH, KIT = "Dr Greta Ash", "Kit Worker"


# --- Offering ---------------------------------------------------------------------------------------------------------


def test_whoever_offers_answers_until_the_other_accepts_to_the_second(offer, episode, aspect, key_worker):
    with at(3 * DAY):
        moment = timezone.now()
        assert holder(episode, aspect) == ASH
        actions.accept_handover(handover=offer, by=key_worker)

        assert holder(episode, aspect, moment - timedelta(microseconds=1)) == ASH
        assert holder(episode, aspect, moment) == KIT
        assert Handover.objects.get().status == "accepted"


def test_the_receiver_is_told_without_a_word_about_the_person(offer, key_worker, patient):
    notice = Notice.objects.get(to=key_worker.email)

    assert str(offer.pk) in notice.body
    assert patient.family_name not in notice.subject + notice.body


def test_the_receivers_place_sees_the_person_while_the_offer_stands(offer, patient, key_worker):
    link = CareLink.objects.get(patient=patient)
    assert link.ends_on == timezone.localdate(offer.expires_at)
    with stand(key_worker):
        assert Patient.objects.visible_to(key_worker).filter(pk=patient.pk).exists()

    actions.accept_handover(handover=offer, by=key_worker)

    assert CareLink.objects.get(patient=patient).ends_on is None


def test_a_declined_offer_ends_what_it_let_them_see(offer, patient, key_worker):
    actions.decline_handover(handover=offer, reason="My list is full", by=key_worker)

    assert CareLink.objects.get(patient=patient).ends_on == timezone.localdate()


def test_a_place_goes_on_seeing_whom_it_answers_for_though_another_offer_was_declined(
    offer, episode, scheme, ash, kit, gp, key_worker, patient
):
    """The first of two offers let the place see the person; the second was accepted, and so it must go on."""
    another = factories.care_aspects(scheme)[1]
    factories.ResponsibilityFactory(episode=episode, aspect=another, holder=ash, organisation=patient.practice)
    second = offered(episode, another, kit, gp)

    with at(DAY):
        actions.accept_handover(handover=second, by=key_worker)
        actions.decline_handover(handover=offer, reason="One is enough", by=key_worker)

        assert CareLink.objects.get(patient=patient).ends_on is None


def test_a_place_where_somebody_is_named_goes_on_seeing_the_person_when_the_offer_runs_out(
    offer, episode, scheme, kit, gp, patient
):
    with at(DAY):
        another = factories.care_aspects(scheme)[1]
        actions.assign_responsibility(episode=episode, aspect=another, holder=kit, by=gp)

    assert CareLink.objects.get(patient=patient).ends_on is None


def test_one_aspect_is_offered_to_one_person_at_a_time(offer, episode, aspect, quiet_worker, gp):
    with pytest.raises(ValidationError, match="offered to Kit Worker already"):
        offered(episode, aspect, quiet_worker, gp)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.HandoverFactory(
            episode=episode,
            aspect=aspect,
            giver=offer.giver,
            receiver=quiet_worker,
            organisation=offer.organisation,
        )


def test_an_offer_that_ran_out_makes_room_for_another(offer, episode, aspect, quiet_worker, gp):
    with at(8 * DAY):
        offered(episode, aspect, quiet_worker, gp)

    offer.refresh_from_db()
    assert (offer.status, offer.ended_at) == ("expired", offer.expires_at)


@pytest.mark.parametrize("departed", ["moved", "deceased"])
def test_nothing_is_offered_or_accepted_for_somebody_who_left_the_register(
    offer, episode, scheme, quiet_worker, gp, key_worker, departed
):
    Patient.objects.update(status=departed)

    with pytest.raises(ValidationError, match="no longer on the register"):
        actions.accept_handover(handover=offer, by=key_worker)
    with pytest.raises(ValidationError, match="no longer on the register"):
        offered(episode, factories.care_aspects(scheme)[1], quiet_worker, gp)


def test_what_cannot_be_offered_is_refused_in_words(episode, scheme, aspect, ash, gp):
    nobody_holds = factories.care_aspects(scheme)[1]
    unposted = factories.ProfessionalFactory(scheme_id=scheme.pk, name="Dr Gone")

    for refused, said in (
        ((nobody_holds, ash), "Nobody answers for this"),
        ((aspect, ash), "answers for this already"),
        ((aspect, unposted), "no post in the scheme now"),
    ):
        with pytest.raises(ValidationError, match=said):
            offered(episode, *refused, gp)


# --- Answering --------------------------------------------------------------------------------------------------------


def test_only_the_receiver_answers_when_they_sign_in(offer, gp, coordinator):
    for somebody_else in (gp, coordinator):
        with pytest.raises(PermissionDenied):
            actions.accept_handover(handover=offer, by=somebody_else)
        with pytest.raises(PermissionDenied):
            actions.decline_handover(handover=offer, reason="No", by=somebody_else)


def test_a_pharmacist_answers_for_what_they_are_offered(episode, aspect, gp, pharmacist):
    pat = factories.ProfessionalFactory(
        scheme_id=episode.scheme_id, user=pharmacist, name=pharmacist.name, profession="pharmacist",
        organisation=Organisation.objects.get(pk=pharmacist.acting.organisation_id),
    )  # fmt: skip
    offer = offered(episode, aspect, pat, gp)

    with stand(pharmacist):
        actions.accept_handover(handover=offer, by=pharmacist)

    assert holder(episode, aspect) == pharmacist.name


def test_for_somebody_who_does_not_sign_in_it_is_put_on_record_who_told_it_and_how(episode, aspect, quiet_worker, gp):
    offer = offered(episode, aspect, quiet_worker, gp)

    with at(DAY):
        with pytest.raises(ValidationError, match="Say who told you"):
            actions.accept_handover(handover=offer, by=gp)
        actions.accept_handover(handover=offer, by=gp, told_how="Quin rang me at noon")

    answered = Handover.objects.get()
    assert (answered.status, answered.answered_by, answered.told_how) == ("accepted", gp, "Quin rang me at noon")
    assert Responsibility.objects.believed().get(holder=quiet_worker).assigned_by == gp


def test_declining_needs_a_reason_and_leaves_the_care_where_it_was(offer, episode, aspect, key_worker):
    with pytest.raises(ValidationError, match="Say why"):
        actions.decline_handover(handover=offer, reason="", by=key_worker)

    with at(DAY):
        actions.decline_handover(handover=offer, reason="My list is full", by=key_worker)

        assert holder(episode, aspect) == ASH
        assert Handover.objects.get().reason == "My list is full"
    assert "Kit Worker declined care co-ordination; Dr Greta Ash goes on answering for it." in (
        Event.objects.values_list("sentence", flat=True)
    )


def test_an_offer_cannot_be_accepted_from_the_moment_it_runs_out(offer, episode, aspect, key_worker):
    with time_machine.travel(offer.expires_at, tick=False):
        with pytest.raises(ValidationError, match="This offer ran out on 23 March 2026 at 10:00"):
            actions.accept_handover(handover=offer, by=key_worker)
        assert holder(episode, aspect) == ASH
    with at(7 * DAY - timedelta(seconds=1)):
        actions.accept_handover(handover=offer, by=key_worker)


def test_whoever_answers_second_reads_who_did(offer, key_worker):
    with at(DAY):
        actions.accept_handover(handover=offer, by=key_worker)

        with pytest.raises(ValidationError, match="Kit Worker accepted this for Kit Worker already, on 17 March 2026"):
            actions.decline_handover(handover=offer, reason="Too late", by=key_worker)


@pytest.mark.parametrize("ends", ["end", "assign", "correct"])
def test_an_offer_is_overtaken_by_what_makes_it_pointless(offer, episode, aspect, quiet_worker, gp, key_worker, ends):
    with at(DAY):
        if ends == "end":
            actions.move_episode(episode=episode, move="end", end_reason="died", by=gp)
        elif ends == "assign":
            actions.assign_responsibility(episode=episode, aspect=aspect, holder=quiet_worker, by=gp)
        else:
            actions.correct_responsibility(
                episode=episode, aspect=aspect, holder=quiet_worker, from_moment=timezone.now() - DAY,
                reason="Found in the letters", by=gp,
            )  # fmt: skip

        with pytest.raises(ValidationError, match="overtaken"):
            actions.accept_handover(handover=offer, by=key_worker)

    said = {"end": "Shared care ended: died.", "assign": "Quin Quiet was made", "correct": "was corrected"}
    assert said[ends] in Handover.objects.get().end_reason


# --- For a time -------------------------------------------------------------------------------------------------------


def test_a_delegation_comes_back_by_itself(episode, aspect, kit, gp, key_worker):
    offer = delegated(episode, aspect, kit, gp)
    with at(DAY):
        actions.accept_handover(handover=offer, by=key_worker)
        assert holder(episode, aspect) == KIT

    back = offer.returns_at
    assert holder(episode, aspect, back - timedelta(microseconds=1)) == KIT
    assert holder(episode, aspect, back) == ASH
    assert holder(episode, aspect, back + 999 * DAY) == ASH


def test_a_delegate_hands_on_only_for_as_long_as_they_have_it(episode, aspect, kit, gp, key_worker, quiet_worker):
    offer = delegated(episode, aspect, kit, gp)
    with at(DAY):
        actions.accept_handover(handover=offer, by=key_worker)
        with pytest.raises(ValidationError, match="comes back to somebody else"):
            offered(episode, aspect, quiet_worker, key_worker)
        onwards = offered(
            episode, aspect, quiet_worker, key_worker, kind="delegation", returns_at=timezone.now() + 10 * DAY
        )
    with at(2 * DAY):
        actions.accept_handover(handover=onwards, by=key_worker, told_how="In the corridor")

    days = (1.5, 3, 12, 22)
    seen = [holder(episode, aspect, offer.offered_at + day * DAY) for day in days]
    assert seen == [KIT, "Quin Quiet", KIT, ASH]


@pytest.mark.parametrize("who", ["giver", "coordinator"])
def test_a_delegation_in_course_is_taken_back(episode, aspect, kit, gp, key_worker, coordinator, who):
    offer = delegated(episode, aspect, kit, gp)
    with at(DAY):
        actions.accept_handover(handover=offer, by=key_worker)
    with at(4 * DAY):
        with pytest.raises(PermissionDenied):
            actions.recall_handover(handover=offer, by=key_worker)
        actions.recall_handover(handover=offer, by=gp if who == "giver" else coordinator, reason="Back early")

        assert holder(episode, aspect, timezone.now() - timedelta(seconds=1)) == KIT
        assert holder(episode, aspect) == ASH
        assert holder(episode, aspect, offer.returns_at) == ASH


def test_what_was_handed_over_for_good_is_not_taken_back(offer, gp, key_worker):
    with at(DAY):
        actions.accept_handover(handover=offer, by=key_worker)

        with pytest.raises(ValidationError, match="hand it back"):
            actions.recall_handover(handover=offer, by=gp)


def test_an_offer_that_was_taken_back_cannot_be_accepted(offer, episode, aspect, gp, key_worker):
    actions.recall_handover(handover=offer, by=gp, reason="Offered by mistake")

    with pytest.raises(ValidationError, match="taken back"):
        actions.accept_handover(handover=offer, by=key_worker)


def test_naming_somebody_in_the_middle_of_a_delegation_ends_it(episode, aspect, kit, gp, key_worker, quiet_worker):
    offer = delegated(episode, aspect, kit, gp)
    with at(DAY):
        actions.accept_handover(handover=offer, by=key_worker)
    with at(2 * DAY):
        actions.assign_responsibility(episode=episode, aspect=aspect, holder=quiet_worker, by=gp)

    assert holder(episode, aspect, offer.returns_at + DAY) == "Quin Quiet"
    assert Handover.objects.get().status == "overtaken"


def test_a_delegate_who_leaves_is_a_finding_and_the_care_still_comes_back(
    episode, aspect, kit, gp, key_worker, coordinator, today
):
    offer = delegated(episode, aspect, kit, gp)
    with at(DAY):
        actions.accept_handover(handover=offer, by=key_worker)
        accounts.record_leaver(user=key_worker, reason="Moved on.", by=coordinator)

        assert queries.held_by_leavers(coordinator, timezone.localdate()).get().holder == kit
    assert holder(episode, aspect, offer.returns_at) == ASH


# --- The clocks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("last_day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_an_offer_stands_to_the_end_of_a_day_that_is_shorter_or_longer(
    browse, gp, kit, episode, aspect, last_day, hours
):
    with time_machine.travel(timezone.make_aware(datetime(*last_day.timetuple()[:3], 9)) - 3 * DAY, tick=False):
        client = browse(gp)
        url = reverse("episodes:offer", args=[episode.pk])
        dated = zip(("day", "month", "year"), (last_day.day, last_day.month, last_day.year), strict=True)
        client.post(
            url,
            {"aspect": aspect.pk, "receiver": kit.pk, "kind": "for_good", "version": 1}
            | {f"expires_on_{part}": value for part, value in dated},
        )

    begins = timezone.make_aware(datetime(*last_day.timetuple()[:3]))
    assert Handover.objects.get().expires_at - begins == timedelta(hours=hours)
