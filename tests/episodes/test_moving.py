"""Moves between services: whoever sends answers until the other has accepted, to the second."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import Notice
from accounts.roles import Role
from accounts.standing import stand
from audit.models import Event, RecordView
from episodes import actions, delivery, queries
from episodes import transition as rules
from episodes.lifecycle import TRANSITION
from episodes.models import Episode, Responsibility, Transition
from episodes.queries import ShowTransitions
from patients import actions as patients
from patients.models import CareLink, Patient
from tests import factories

DAY = timedelta(days=1)
ASH, SPECIALIST = "Dr Greta Ash", "Dr Sol Specialist"


@pytest.fixture
def aspects(scheme):
    return {aspect.code: aspect for aspect in factories.care_aspects(scheme)}


@pytest.fixture
def ash(gp):
    return gp.professionals.get()


@pytest.fixture
def clinic(scheme):
    return factories.OrganisationFactory(kind="specialist_service", name="Hill Clinic")


@pytest.fixture
def specialist(scheme, clinic):
    """A specialist doctor at Hill Clinic, who signs in."""
    user = factories.sign_in(Role.SPECIALIST, scheme, clinic, name=SPECIALIST)
    factories.ProfessionalFactory(
        scheme_id=scheme.pk, user=user, name=user.name, profession="specialist", organisation=clinic
    )
    return user


@pytest.fixture
def sol(specialist):
    return specialist.professionals.get()


@pytest.fixture
def episode(patient, gp, ash, aspects):
    """Dr Ash prescribes and co-ordinates."""
    return actions.start_episode(
        patient=patient,
        started_on=date(2026, 3, 2),
        complexity="chaotic",
        by=gp,
        holders={aspects["prescribing"]: ash},
    )


@pytest.fixture
def offer(episode, sol, clinic, gp):
    return offered(episode, sol, clinic, gp)


def offered(episode, receiver, place, by, **given):
    given = {
        "direction": "step_up",
        "reason": "Injects again",
        "information": ["letter", "risk"],
        "answer_by": date(2026, 3, 30),
        **given,
    }
    return actions.offer_transition(episode=episode, receiver=receiver, to_place=place, by=by, **given)


def at(delta):
    return time_machine.travel(timezone.now() + delta, tick=False)


def prescriber(episode, aspects, moment=None):
    found = queries.holder_at(episode, aspects["prescribing"], moment or timezone.now())
    return found and found.name


def text(response):
    return " ".join(response.content.decode().split())


# --- The rules --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("direction", "to_practice", "to_specialist", "said"),
    [
        ("step_up", False, True, ""),
        ("step_up", True, True, ""),
        ("step_up", True, False, "leads to a specialist"),
        ("step_up", False, False, "leads to a specialist"),
        ("step_down", True, False, ""),
        ("step_down", True, True, ""),
        ("step_down", False, True, "leads to a GP practice"),
        ("step_down", False, False, "leads to a GP practice"),
        ("transfer", False, False, ""),
        ("transfer", True, False, ""),
        ("transfer", False, True, ""),
        ("transfer", True, True, ""),
    ],
)
def test_which_way_leads_where(direction, to_practice, to_specialist, said):
    if not said:
        return rules.check_direction(direction, to_practice=to_practice, to_specialist=to_specialist)
    with pytest.raises(ValidationError, match=said):
        rules.check_direction(direction, to_practice=to_practice, to_specialist=to_specialist)


def test_only_what_waits_moves_and_every_answer_is_final():
    assert set(TRANSITION.moves_from("offered")) == {"accept", "decline", "withdraw"}
    for final in ("accepted", "declined", "withdrawn"):
        assert list(TRANSITION.moves_from(final)) == []


# --- Offering ---------------------------------------------------------------------------------------------------------


def test_whoever_sends_answers_until_the_other_accepts_to_the_second(offer, episode, aspects, specialist):
    with at(3 * DAY):
        moment = timezone.now()
        assert prescriber(episode, aspects) == ASH
        with stand(specialist):
            actions.accept_transition(transition=offer, by=specialist)

        assert prescriber(episode, aspects, moment - timedelta(microseconds=1)) == ASH
        assert prescriber(episode, aspects, moment) == SPECIALIST
        rows = Responsibility.objects.believed().filter(aspect=aspects["prescribing"]).order_by("held")
        assert [row.held.upper for row in rows] == [moment, None]
        assert rows[1].held.lower == moment
        assert rows[1].organisation == offer.to_place
        assert queries.holder_at(episode, aspects["coordination"], moment).name == ASH


def test_the_receiver_and_the_sender_are_told_without_a_word_about_the_person(
    episode, sol, clinic, specialist, gp, nurse, patient
):
    offer = offered(episode, sol, clinic, nurse)

    assert set(Notice.objects.values_list("to", flat=True)) == {specialist.email, gp.email}
    for notice in Notice.objects.all():
        assert str(offer.pk) in notice.body
        for word in (patient.family_name, "prescri", "specialist", "drug"):
            assert word not in (notice.subject + notice.body).lower()

    Notice.objects.all().delete()
    with at(DAY):
        actions.accept_transition(transition=offer, by=specialist)
    assert set(Notice.objects.values_list("to", flat=True)) == {nurse.email, gp.email}


def test_the_other_service_sees_the_person_while_it_is_asked_and_for_good_once_it_accepts(offer, patient, specialist):
    assert CareLink.objects.get(patient=patient).ends_on == timezone.localdate() + rules.SEEN_FOR
    with stand(specialist):
        assert Patient.objects.visible_to(specialist).filter(pk=patient.pk).exists()

    with at(DAY):
        actions.accept_transition(transition=offer, by=specialist)

    assert CareLink.objects.get(patient=patient).ends_on is None


@pytest.mark.parametrize("ends", ["decline", "withdraw", "end", "assign"])
def test_what_the_offer_let_them_see_ends_with_it(offer, episode, patient, aspects, gp, nurse, specialist, ends):
    with at(DAY):
        if ends == "decline":
            actions.decline_transition(transition=offer, reason="Full", by=specialist)
        elif ends == "withdraw":
            actions.withdraw_transition(transition=offer, reason="Better again", by=gp)
        elif ends == "end":
            actions.move_episode(episode=episode, move="end", end_reason="died", by=gp)
        else:
            other = factories.ProfessionalFactory(scheme_id=episode.scheme_id, organisation=patient.practice)
            actions.assign_responsibility(episode=episode, aspect=aspects["prescribing"], holder=other, by=gp)

        assert CareLink.objects.get(patient=patient).ends_on == timezone.localdate()


def test_who_has_come_to_answer_for_something_meanwhile_goes_on_seeing_the_person(
    offer, episode, aspects, sol, gp, patient, specialist
):
    with at(DAY):
        actions.assign_responsibility(episode=episode, aspect=aspects["drug_testing"], holder=sol, by=gp)
        actions.decline_transition(transition=offer, reason="Full", by=specialist)

        assert CareLink.objects.get(patient=patient).ends_on is None


def test_where_nobody_prescribes_it_is_care_coordination_that_moves(patient, gp, aspects, sol, clinic, specialist):
    episode = actions.start_episode(patient=patient, started_on=date(2026, 3, 2), complexity="complex", by=gp)
    offer = offered(episode, sol, clinic, gp)
    with at(DAY):
        actions.accept_transition(transition=offer, by=specialist)

        assert offer.aspect == aspects["coordination"]
        assert queries.care_coordinator(episode).holder == sol


def test_a_step_up_may_lead_to_a_gp_with_a_special_interest_at_another_practice(episode, scheme, gp):
    elsewhere = factories.PracticeFactory(name="Oak Surgery")
    oak = factories.ProfessionalFactory(scheme_id=scheme.pk, name="Dr Oak", organisation=elsewhere)
    with pytest.raises(ValidationError, match="leads to a specialist service"):
        offered(episode, oak, elsewhere, gp)

    factories.TierAwardFactory(scheme_id=scheme.pk, professional=oak, tier="gpwsi")

    assert offered(episode, oak, elsewhere, gp).receiver == oak


def test_one_move_waits_at_a_time_and_the_database_holds_to_it(offer, episode, aspects, sol, clinic, gp):
    with pytest.raises(ValidationError, match=f"offered to {SPECIALIST} already"):
        offered(episode, sol, clinic, gp)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.TransitionFactory(
            episode=episode, aspect=offer.aspect, sender=offer.sender, from_place=offer.from_place,
            receiver=sol, to_place=clinic,
        )  # fmt: skip


@pytest.mark.parametrize(
    "broken",
    [
        {"direction": "sideways"},
        {"information": ["gossip"]},
        {"information": [], "information_other": ""},
        {"status": "declined", "decline_reason": ""},
        {"status": "withdrawn"},
        {"answered_at": "2026-03-16T10:00Z"},
        {"decline_reason": "No"},
        {"end_reason": "Enough"},
    ],
)
def test_the_database_refuses_a_move_that_contradicts_itself(offer, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Transition.objects.filter(pk=offer.pk).update(**broken)


def test_a_move_and_a_hand_over_of_the_same_care_do_not_wait_at_once(episode, aspects, sol, clinic, gp, key_worker):
    terms = {"aspect": aspects["prescribing"], "receiver": key_worker.professionals.get()}
    handover = actions.offer_handover(episode=episode, expires_at=timezone.now() + DAY, by=gp, **terms)
    with pytest.raises(ValidationError, match="as a hand-over"):
        offered(episode, sol, clinic, gp)

    actions.recall_handover(handover=handover, by=gp)
    offered(episode, sol, clinic, gp)

    with pytest.raises(ValidationError, match="waits for an answer"):
        actions.offer_handover(episode=episode, expires_at=timezone.now() + DAY, by=gp, **terms)


def test_what_cannot_be_offered_is_refused_in_words(episode, scheme, practice, ash, sol, clinic, gp):
    partner = factories.ProfessionalFactory(scheme_id=scheme.pk, name="Dr Partner", organisation=practice)
    for refused, said in (
        ((partner, practice), "Offer a hand-over instead"),
        ((ash, clinic), "Offer a hand-over instead"),
        ((sol, factories.OrganisationFactory(kind="specialist_service")), "no post at"),
    ):
        with pytest.raises(ValidationError, match=said):
            offered(episode, *refused, gp)
    with pytest.raises(ValidationError, match="Say what information goes"):
        offered(episode, sol, clinic, gp, information=[])
    with pytest.raises(ValidationError, match="until today or a later day"):
        offered(episode, sol, clinic, gp, answer_by=date(2026, 3, 15))
    with pytest.raises(ValidationError, match="leads to a GP practice"):
        offered(episode, sol, clinic, gp, direction="step_down")


def test_somebody_for_whom_nobody_answers_is_sent_by_nobody(patient, sol, clinic, gp, aspects):
    with pytest.raises(ValidationError, match="Nobody prescribes for this person"):
        offered(factories.EpisodeFactory(patient=patient), sol, clinic, gp)


def test_a_delegate_does_not_send_the_person_on(episode, aspects, sol, clinic, gp, key_worker):
    delegation = actions.offer_handover(
        episode=episode, aspect=aspects["prescribing"], receiver=key_worker.professionals.get(), by=gp,
        expires_at=timezone.now() + DAY, kind="delegation", returns_at=timezone.now() + 9 * DAY,
    )  # fmt: skip
    with at(timedelta(hours=1)):
        actions.accept_handover(handover=delegation, by=key_worker)

        with pytest.raises(ValidationError, match="prescribes only until 25 March 2026"):
            offered(episode, sol, clinic, gp)


# --- Answering --------------------------------------------------------------------------------------------------------


def test_only_the_receiver_answers_when_they_sign_in(offer, gp, coordinator):
    for somebody_else in (gp, coordinator):
        with pytest.raises(PermissionDenied):
            actions.accept_transition(transition=offer, by=somebody_else)
        with pytest.raises(PermissionDenied):
            actions.decline_transition(transition=offer, reason="No", by=somebody_else)


def test_for_somebody_who_does_not_sign_in_it_is_put_on_record_who_told_it_and_how(episode, scheme, clinic, gp):
    quiet = factories.ProfessionalFactory(scheme_id=scheme.pk, profession="specialist", organisation=clinic)
    offer = offered(episode, quiet, clinic, gp)

    with at(DAY):
        with pytest.raises(ValidationError, match="Say who told you"):
            actions.accept_transition(transition=offer, by=gp)
        actions.accept_transition(transition=offer, by=gp, told_how="Their secretary rang")

    answered = Transition.objects.get()
    assert (answered.status, answered.answered_by, answered.told_how) == ("accepted", gp, "Their secretary rang")


def test_of_two_who_answer_at_once_one_does_and_the_other_reads_who_did(offer, specialist):
    """Each had opened the page before the other was done; the episode's row makes one wait for the other."""
    as_one_read, as_the_other_read = Transition.objects.get(), Transition.objects.get()
    with at(DAY):
        actions.accept_transition(transition=as_one_read, by=specialist)

        said = f"{SPECIALIST} accepted this for {SPECIALIST} already, on 17 March 2026 at 10:00"
        with pytest.raises(ValidationError, match=said):
            actions.accept_transition(transition=as_the_other_read, by=specialist)
        with pytest.raises(ValidationError, match=said):
            actions.decline_transition(transition=as_the_other_read, reason="Full", by=specialist)
    assert Responsibility.objects.believed().filter(holder=offer.receiver).count() == 1


def test_a_withdrawal_and_an_acceptance_at_once_leave_one_of_them(offer, gp, specialist, episode, aspects):
    as_read = Transition.objects.get()
    actions.withdraw_transition(transition=offer, reason="Better again", by=gp)

    with pytest.raises(ValidationError, match=r"This was withdrawn on 16 March 2026 at 10:00.*: Better again"):
        actions.accept_transition(transition=as_read, by=specialist)
    assert prescriber(episode, aspects) == ASH


def test_declining_needs_a_reason_and_leaves_the_person_where_they_were(offer, episode, aspects, specialist):
    with pytest.raises(ValidationError, match="Say why"):
        actions.decline_transition(transition=offer, reason="", by=specialist)

    actions.decline_transition(transition=offer, reason="The list is closed", by=specialist)

    assert prescriber(episode, aspects) == ASH
    assert Transition.objects.get().decline_reason == "The list is closed"
    assert Event.objects.filter(
        sentence=f"{SPECIALIST} of Hill Clinic declined the move (step up to a specialist); "
        f"{ASH} goes on answering for substitute prescribing."
    ).exists()


def test_after_an_answer_the_person_may_be_offered_again(offer, episode, sol, clinic, gp, specialist):
    actions.decline_transition(transition=offer, reason="Not before Monday", by=specialist)

    assert offered(episode, sol, clinic, gp).status == "offered"


def test_withdrawing_is_for_whoever_sent_offered_or_coordinates(episode, sol, clinic, gp, nurse, coordinator):
    offer = offered(episode, sol, clinic, nurse)
    another = factories.sign_in(Role.PRACTICE_STAFF, episode.scheme, episode.patient.practice)
    with pytest.raises(PermissionDenied):
        actions.withdraw_transition(transition=offer, reason="No", by=another)
    with pytest.raises(ValidationError, match="Say why"):
        actions.withdraw_transition(transition=offer, reason="", by=gp)

    for by in (gp, nurse, coordinator):
        actions.withdraw_transition(transition=Transition.objects.get(status="offered"), reason="No", by=by)
        offered(episode, sol, clinic, nurse)


def test_a_sender_who_answers_no_more_sends_nobody_on(offer, episode, aspects, scheme, practice, gp, specialist):
    """Put right for the past only, the offer stands; whoever answers now did not make it."""
    other = factories.ProfessionalFactory(scheme_id=scheme.pk, organisation=practice)
    Responsibility.objects.filter(aspect=aspects["prescribing"]).update(holder=other)

    with at(DAY), pytest.raises(ValidationError, match=f"{ASH} does not answer for this any more"):
        actions.accept_transition(transition=offer, by=specialist)


def test_a_receiver_who_has_left_the_service_cannot_take_the_person_on(offer, sol, specialist):
    sol.posts.update(ends_on=date(2026, 3, 16))

    with at(DAY), pytest.raises(ValidationError, match="no post at Hill Clinic any more"):
        actions.accept_transition(transition=offer, by=specialist)


def test_nobody_takes_a_person_on_in_the_moment_the_sender_began(patient, gp, aspects, ash, sol, clinic, specialist):
    episode = factories.EpisodeFactory(patient=patient)
    actions.assign_responsibility(episode=episode, aspect=aspects["prescribing"], holder=ash, by=gp)
    offer = offered(episode, sol, clinic, gp)

    with pytest.raises(ValidationError, match="only after the one before them began"):
        actions.accept_transition(transition=offer, by=specialist)


# --- Overtaken --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end_reason", "said"), [("died", "Shared care ended: died."), ("moved", "Shared care ended: moved away.")]
)
def test_the_end_of_shared_care_withdraws_what_waits_and_says_why(offer, episode, gp, specialist, end_reason, said):
    with at(DAY):
        actions.move_episode(episode=episode, move="end", end_reason=end_reason, by=gp)

        with pytest.raises(ValidationError, match=said):
            actions.accept_transition(transition=offer, by=specialist)
    withdrawn = Transition.objects.get()
    assert (withdrawn.status, withdrawn.end_reason, withdrawn.ended_by) == ("withdrawn", said, gp)


@pytest.mark.parametrize(("status", "said"), [("deceased", "The person died."), ("moved", "The person moved away.")])
def test_somebody_who_died_or_moved_is_sent_nowhere_and_by_night_the_move_is_withdrawn(
    offer, patient, coordinator, specialist, status, said
):
    patients.record_departure(patient=patient, status=status, on=date(2026, 3, 15), by=coordinator)
    assert not queries.transitions(coordinator, ShowTransitions.WAITING, timezone.now()).exists()
    with pytest.raises(ValidationError, match="no longer on the register"):
        actions.accept_transition(transition=offer, by=specialist)

    delivery.sweep(scheme_ids=[patient.scheme_id])
    delivery.sweep(scheme_ids=[patient.scheme_id])

    withdrawn = Transition.objects.get()
    assert (withdrawn.status, withdrawn.end_reason, withdrawn.ended_by) == ("withdrawn", said, None)
    assert Event.objects.filter(kind="episodes.transition_withdrawn", process="episodes.sweep").count() == 1
    assert CareLink.objects.get(patient=patient).ends_on == timezone.localdate()


def test_somebody_who_left_the_register_is_not_offered(episode, sol, clinic, gp):
    Patient.objects.update(status="moved")

    with pytest.raises(ValidationError, match="no longer on the register"):
        offered(episode, sol, clinic, gp)


def test_a_move_of_somebody_with_a_new_prescriber_is_withdrawn(offer, episode, aspects, scheme, practice, gp):
    other = factories.ProfessionalFactory(scheme_id=scheme.pk, name="Dr New", organisation=practice)
    with at(DAY):
        actions.assign_responsibility(episode=episode, aspect=aspects["drug_testing"], holder=other, by=gp)
        assert Transition.objects.get().status == "offered"

        actions.assign_responsibility(episode=episode, aspect=aspects["prescribing"], holder=other, by=gp)
        assert (Transition.objects.get().status, Transition.objects.get().end_reason) == (
            "withdrawn",
            "Dr New was made responsible.",
        )


# --- Lists and pages --------------------------------------------------------------------------------------------------


def test_each_reads_what_waits_for_them(offer, gp, specialist, coordinator, browse):
    now = timezone.now()
    with stand(specialist):
        assert [each.pk for each in queries.transitions(specialist, ShowTransitions.MINE, now)] == [offer.pk]
    assert not queries.transitions(gp, ShowTransitions.MINE, now).exists()
    assert [each.pk for each in queries.transitions(coordinator, ShowTransitions.WAITING, now)] == [offer.pk]

    page = text(browse(specialist).get(reverse("episodes:transitions"), {"show": "mine"}))

    assert offer.patient.name in page
    assert "Answer due in 14 days" in page


def test_a_pharmacist_and_whoever_knows_people_by_their_particulars_read_nothing_of_it(
    offer, patient, scheme, pharmacist, browse
):
    factories.CareLinkFactory(scheme=scheme, patient=patient, organisation_id=pharmacist.acting.organisation_id)
    lead = factories.sign_in(Role.GOVERNANCE_LEAD, scheme)
    for reader in (pharmacist, lead):
        browser = browse(reader)
        assert browser.get(reverse("episodes:transition", args=[offer.pk])).status_code == 404
        assert offer.patient.name not in text(browser.get(reverse("episodes:transitions")))


def test_a_person_is_offered_from_their_page_and_what_went_with_them_is_shown(
    episode, sol, clinic, gp, specialist, browse
):
    browser = browse(gp)
    person = reverse("person", args=[episode.patient_id])
    url = reverse("episodes:transition_new", args=[episode.pk])
    assert url in browser.get(person).text
    form = browser.get(url).context["form"]
    post = sol.posts.get()
    assert form.fields["receiver"].choices[1] == (
        "Hill Clinic",
        [(str(post.pk), f"{SPECIALIST} (Specialist doctor), Hill Clinic")],
    )
    given = {
        "direction": "step_up", "receiver": post.pk, "reason": "Injects again", "version": episode.version,
        "answer_by_day": "30", "answer_by_month": "3", "answer_by_year": "2026",
    }  # fmt: skip

    bare = browser.post(url, given)
    shown = browser.post(url, {**given, "information": ["risk", "letter"], "information_other": "A map"}, follow=True)

    assert bare.status_code == 422
    assert "Say what information goes with the person" in text(bare)
    assert "Injects again" in text(bare)
    assert f"{ASH} answers for substitute prescribing until {SPECIALIST} accepts." in text(shown)
    for went in ("Letter that says why", "Risk assessment", "A map"):
        assert went in text(shown)
    assert f"Step up to a specialist: {SPECIALIST}, Hill Clinic" in text(browser.get(person))
    assert url not in browser.get(person).text
    assert RecordView.objects.filter(page="Moves between services", user=gp).count() >= 2


def test_the_specialist_accepts_on_the_page_and_the_persons_page_says_who_is_responsible(offer, specialist, gp, browse):
    page = reverse("episodes:transition", args=[offer.pk])
    accept = reverse("episodes:transition_accept", args=[offer.pk])
    assert accept not in browse(gp).get(page).text
    with at(DAY):
        browser = browse(specialist)
        assert accept in browser.get(page).text
        assert "Take this person on" in text(browser.get(accept))

        done = text(browser.post(accept, follow=True))

        assert f"{SPECIALIST} answers for substitute prescribing from now on." in done
        person = text(browser.get(reverse("person", args=[offer.patient_id])))
        assert SPECIALIST in person
        history = text(browser.get(reverse("episodes:history", args=[offer.episode_id])))
        assert "Moves between services" in history
        again = browser.post(accept)
        assert again.status_code == 422
        assert "accepted this for" in text(again)


def test_declining_and_withdrawing_ask_why(offer, episode, sol, clinic, gp, specialist, browse):
    decline = reverse("episodes:transition_decline", args=[offer.pk])
    browser = browse(specialist)
    assert browser.post(decline).status_code == 422
    assert "Why declined" in text(browser.post(decline, {"reason": "Full"}, follow=True))

    with at(DAY):
        browser = browse(gp)
        again = offered(episode, sol, clinic, gp)
        withdraw = reverse("episodes:transition_withdraw", args=[again.pk])
        assert withdraw in browser.get(reverse("episodes:transition", args=[again.pk])).text
        assert browser.post(withdraw).status_code == 422
        assert "Withdrawn. Dr Greta Ash goes on" in text(browser.post(withdraw, {"reason": "Settled"}, follow=True))

    answered = text(browse(gp).get(reverse("episodes:transitions"), {"show": "answered"}))
    assert "Declined" in answered


def test_accepting_for_somebody_asks_who_told_it(episode, scheme, clinic, gp, browse):
    quiet = factories.ProfessionalFactory(scheme_id=scheme.pk, profession="specialist", organisation=clinic)
    offer = offered(episode, quiet, clinic, gp)
    url = reverse("episodes:transition_accept", args=[offer.pk])

    with at(DAY):
        browser = browse(gp)
        assert "Who told you, and how?" in text(browser.get(url))
        assert browser.post(url).status_code == 422
        assert "By telephone" in text(browser.post(url, {"told_how": "By telephone"}, follow=True))


def test_receivers_are_at_services_at_the_own_practice_and_of_special_interest(episode, scheme, practice, sol, gp):
    oak = factories.PracticeFactory(name="Oak Surgery")
    appointed, plain = (factories.ProfessionalFactory(scheme_id=scheme.pk, organisation=oak) for _ in range(2))
    factories.TierAwardFactory(scheme_id=scheme.pk, professional=appointed, tier="gpwsi")
    worker = factories.ProfessionalFactory(
        scheme_id=scheme.pk, profession="key_worker", organisation=sol.posts.get().organisation
    )
    today = timezone.localdate()

    def receivers(from_place):
        groups = queries.transition_receivers(episode, from_place, today)
        return {post.professional for _, posts in groups for post in posts}

    assert receivers(practice.pk) == {sol, appointed}
    assert receivers(sol.posts.get().organisation_id) == {gp.professionals.get(), appointed}
    assert plain not in receivers(None)
    assert worker not in receivers(None)


def test_people_are_counted_by_month_as_they_went_into_and_out_of_primary_care(
    episode, aspects, sol, clinic, ash, practice, coordinator, browse
):
    for direction, when in (
        ("step_up", "2026-03-01T00:30Z"),
        ("step_up", "2026-02-10T12:00Z"),
        ("step_down", "2026-02-28T23:30Z"),
        ("transfer", "2025-04-01T12:00Z"),
        ("step_up", "2025-03-31T12:00Z"),
    ):
        factories.TransitionFactory(
            episode=episode, aspect=aspects["prescribing"], direction=direction, sender=ash, from_place=practice,
            receiver=sol, to_place=clinic, status="accepted", answered_at=when, answered_by=coordinator,
        )  # fmt: skip

    found = queries.flow(coordinator, date(2026, 3, 16))

    assert len(found) == 12
    assert [
        (each.month, each.out, each.into, each.across) for each in found if each.out or each.into or each.across
    ] == [
        (date(2026, 3, 1), 1, 0, 0),
        (date(2026, 2, 1), 1, 1, 0),
        (date(2025, 4, 1), 0, 0, 1),
    ]
    assert "Down to primary care" in text(browse(coordinator).get(reverse("episodes:match")))


def test_a_year_is_counted_by_the_pathway_on_record_on_the_day(
    episode, aspects, sol, clinic, ash, practice, coordinator
):
    """Who came before the pathway was on record counts for the first that was; a later one changes no earlier move."""
    facts = {"episode": episode, "led_by": clinic, "support": "not_known"}
    factories.ArrangementFactory(**facts, pathway="outreach", starts_on=date(2026, 1, 20), ends_on=date(2026, 2, 28))
    factories.ArrangementFactory(**facts, pathway="criminal_justice", starts_on=date(2026, 3, 1))
    Episode.objects.filter(pk=episode.pk).update(started_on=date(2026, 1, 5))
    for direction, when in (("step_up", "2026-02-10T12:00Z"), ("step_down", "2026-03-05T12:00Z")):
        factories.TransitionFactory(
            episode=episode, aspect=aspects["prescribing"], direction=direction, sender=ash, from_place=practice,
            receiver=sol, to_place=clinic, status="accepted", answered_at=when, answered_by=coordinator,
        )  # fmt: skip

    found = queries.flow_by_pathway(coordinator, date(2026, 3, 16))

    assert [(each.pathway, each.came, each.out, each.into, each.across, each.left) for each in found] == [
        ("none", 0, 0, 0, 0, 0),
        ("criminal_justice", 0, 0, 1, 0, 0),
        ("outreach", 1, 1, 0, 0, 0),
    ]


def test_a_receiver_who_left_does_not_hold_the_move_fast(offer, specialist, gp, administrator_of, episode):
    """Whoever may name holders answers for them then."""
    accounts.record_leaver(user=specialist, reason="Moved on", by=administrator_of(episode.scheme))

    with at(DAY):
        actions.decline_transition(transition=offer, reason="Has left", by=gp, told_how="The clinic rang")

    assert Transition.objects.get().status == "declined"


@pytest.fixture
def administrator_of():
    return lambda scheme: factories.sign_in(Role.SCHEME_ADMINISTRATOR, scheme)
