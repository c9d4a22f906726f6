"""Restricted records: only named people open them, nobody else learns that they are there, and nobody forgets them."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.roles import Role
from accounts.standing import stand
from audit import wall
from audit.models import Event
from careplans import queries as careplans
from patients import actions, queries
from patients.models import NamedAccess, Patient, PossibleDuplicate
from recall import queries as recall
from recall.models import Invitation
from tests import factories
from tests.conftest import NOW
from tests.patients.registers import bring_in, person, stage
from tests.recall import cast


@pytest.fixture
def lead(scheme):
    return factories.sign_in(Role.GOVERNANCE_LEAD, scheme, name="Gail Warden")


@pytest.fixture
def known(elm, elm_staff):
    """Somebody of Elm Surgery, brought in by its register as the person of line 1."""
    bring_in(elm_staff, person(0), person(1))
    return Patient.objects.get(nhs_number=factories.nhs_number(0))


@pytest.fixture
def doctor(scheme, elm):
    return factories.sign_in(Role.PRESCRIBER, scheme, elm, name="Dr Greta Ash")


def restrict(lead, patient, *named, **facts):
    with stand(lead):
        return actions.restrict_record(
            patient=patient,
            named=[user.pk for user in named],
            by=lead,
            **{"sensitivity": "staff", "reason": "Works at the pharmacy", **facts},
        )


def sees(user, patient):
    with stand(user):
        door = Patient.objects.visible_to(user).filter(pk=patient.pk).exists()
        assert door is Patient._base_manager.filter(pk=patient.pk).exists()
    return door


# --- Who opens it


def test_only_whoever_is_named_opens_it_and_the_lead_knows_of_it(known, lead, doctor, elm_staff, coordinator):
    restriction = restrict(lead, known, doctor)

    assert [sees(user, known) for user in (doctor, lead, elm_staff, coordinator)] == [True, True, False, False]

    with stand(lead):
        actions.give_named_access(restriction=restriction, user=elm_staff, reason="Keeps the register", by=lead)
    assert sees(elm_staff, known)
    with stand(lead):
        actions.withdraw_named_access(access=NamedAccess.objects.get(user=elm_staff), reason="Left", by=lead)
    assert not sees(elm_staff, known)
    with stand(lead):
        actions.lift_restriction(restriction=restriction, reason="Left the pharmacy", by=lead)
    assert sees(elm_staff, known)
    assert sees(coordinator, known)


def test_nobody_opens_the_record_that_concerns_them_named_or_not(known, lead, doctor, elm_staff):
    restriction = restrict(lead, known, doctor, concerns=elm_staff)

    with stand(lead), pytest.raises(ValidationError, match="concerns them"):
        actions.give_named_access(restriction=restriction, user=elm_staff, reason="Asked", by=lead)
    factories.NamedAccessFactory(patient=known, user=elm_staff)  # even if a row were there

    assert not sees(elm_staff, known)


def test_a_lead_neither_opens_nor_governs_the_record_that_concerns_them(scheme, known, lead, doctor):
    other = factories.sign_in(Role.GOVERNANCE_LEAD, scheme, name="Other Lead")
    restriction = restrict(lead, known, doctor, concerns=other)

    assert not sees(other, known)
    with stand(other), pytest.raises(PermissionDenied):
        actions.lift_restriction(restriction=restriction, reason="Curious", by=other)
    with pytest.raises(ValidationError, match="another information-governance lead"):
        restrict(lead, Patient.objects.exclude(pk=known.pk).first(), doctor, concerns=lead)


@pytest.mark.parametrize("who", ["nobody", "coordinator"])
def test_somebody_who_gives_care_is_always_named(who, known, lead, coordinator):
    named = [coordinator] if who == "coordinator" else []

    with pytest.raises(ValidationError, match="gives care"):
        restrict(lead, known, *named)


def test_somebody_whose_role_does_not_reach_the_person_is_not_named(known, lead, doctor, key_worker):
    with pytest.raises(ValidationError, match="whose role reaches"):
        restrict(lead, known, doctor, key_worker)


def test_the_last_who_gives_care_is_not_withdrawn(known, lead, doctor, coordinator):
    restrict(lead, known, doctor, coordinator)

    with stand(lead), pytest.raises(ValidationError, match="Nobody else"):
        actions.withdraw_named_access(access=NamedAccess.objects.get(user=doctor), reason="Left", by=lead)


def test_a_restriction_is_placed_once(known, lead, doctor):
    restrict(lead, known, doctor)

    with pytest.raises(ValidationError, match="restricted already"):
        restrict(lead, known, doctor)


def test_the_time_line_never_says_that_a_record_was_restricted(known, lead, doctor):
    restriction = restrict(lead, known, doctor)
    with stand(lead):
        actions.lift_restriction(restriction=restriction, reason="Left the pharmacy", by=lead)

    told = {event.sentence for event in Event.objects.filter(patient_id=known.pk, by=lead)}
    assert told == {"Who may open this record was decided."}


# --- Nobody is forgotten


def test_when_the_last_who_gives_care_leaves_it_comes_first_on_the_leads_list(known, lead, doctor, today):
    restrict(lead, known, doctor)
    assert queries.restricted_without_carer(lead, today) == 0

    doctor.memberships.update(ends_on=today - timedelta(days=1))

    assert queries.restricted_without_carer(lead, today) == 1
    assert careplans.restricted_shown(lead, today, "without_carer")[0].patient == known


def test_the_lead_sees_the_days_of_review_and_nothing_of_the_plan(known, lead, doctor, today, browse):
    plan = factories.CarePlanFactory(patient=known, next_review_on=today - timedelta(days=3))
    factories.ReviewFactory(plan=plan, note="Sleeping better", reviewed_on=today - timedelta(days=90))
    restrict(lead, known, doctor)

    with stand(lead):
        (row,) = careplans.restricted_shown(lead, today, "overdue")
    shown = browse(lead).get(reverse("careplans:restricted")).text

    assert (row.patient, row.last_reviewed_on) == (known, today - timedelta(days=90))
    assert "Review 3 days overdue" in shown
    assert "Sleeping better" not in shown


def test_a_restricted_person_is_not_invited_by_whoever_cannot_see_them_and_stays_on_the_lists_of_who_can(
    scheme, elm, known, lead, doctor, coordinator, today
):
    factories.CarePlanFactory(patient=known, next_review_on=cast.DUE)
    other = cast.due(scheme, elm, nhs_number=None)
    restrict(lead, known, doctor)

    with stand(coordinator):
        campaign = cast.launch(coordinator)
        assert recall.balance(campaign).cohort == 1

    assert set(Invitation.objects.values_list("patient_id", flat=True)) == {other.pk}
    with stand(doctor):
        assert known.pk in careplans.reviews_overdue(doctor, today).values_list("patient_id", flat=True)
    with stand(lead):
        assert [row.patient for row in careplans.restricted_shown(lead, today, "overdue")] == [known]


def test_a_campaign_balances_for_everybody_when_somebody_in_it_is_restricted_later(
    scheme, elm, known, lead, doctor, coordinator, browse
):
    factories.CarePlanFactory(patient=known, next_review_on=cast.DUE)
    cast.due(scheme, elm, nhs_number=None)
    with stand(coordinator):
        campaign = cast.launch(coordinator)
        assert recall.balance(campaign).cohort == 2

    restrict(lead, known, doctor)

    with stand(coordinator):
        assert recall.balance(campaign).cohort == recall.members(campaign).count() == 1
        assert recall.balances_of(recall.campaign_list(coordinator))[campaign.pk].accounted == 1
    Invitation.objects.filter(patient=known).update(campaign=cast.draft(coordinator, "Another"))
    with stand(coordinator):
        assert not recall.balance(campaign).adds_up


# --- Registers


def counts(register_import):
    names = ("to_add", "to_update", "unchanged", "to_ask", "rejected")
    return [getattr(register_import, name) for name in names]


FILES = {
    "the same again": {},
    "a new address": {"address_1": "9 Hill Road"},
    "another name and birthday": {"family_name": "Elm", "born_on": "01/01/1971"},
    "another practice": {"practice_code": "Y81002"},
    "no number": {"nhs_number": ""},
}


@pytest.mark.parametrize("cells", FILES.values(), ids=FILES)
@pytest.mark.parametrize("by", ["elm_staff", "coordinator", "doctor_s_nurse"])
def test_a_file_that_holds_a_restricted_person_reads_as_if_they_were_new(
    cells, by, scheme, elm, oak, known, lead, doctor, elm_staff, coordinator
):
    """To the practice's staff, to the co-ordinator, and to somebody who is named: a file never tells."""
    nurse = factories.sign_in(Role.PRACTICE_STAFF, scheme, elm, name="Nia Nurse")
    restrict(lead, known, doctor, nurse)
    user = {"elm_staff": elm_staff, "coordinator": coordinator, "doctor_s_nurse": nurse}[by]
    known_row, new_row = person(0, **cells), person(700, **{k: v for k, v in cells.items() if k == "practice_code"})

    with stand(user):
        of_known, of_new = stage(user, known_row), stage(user, new_row)
        rows = [list(queries.import_rows(each, "add")) for each in (of_known, of_new)]

    assert counts(of_known) == counts(of_new)
    assert [len(each) for each in rows] == [of_known.to_add, of_new.to_add]


def test_what_it_says_of_them_is_brought_in_all_the_same(elm, known, lead, doctor, elm_staff, browse):
    restrict(lead, known, doctor)
    with stand(elm_staff):
        made = bring_in(elm_staff, person(0, address_1="9 Hill Road"), person(1))

    with wall.widened("a test reads what was written"):
        known.refresh_from_db()
    assert known.address[0] == "9 Hill Road"
    assert Patient.objects.count() == 2
    assert (made.to_add, made.unchanged) == (1, 1)
    assert Event.objects.filter(kind="patients.restricted_in_register", patient_id=known.pk).count() == 1
    assert "1 " in browse(elm_staff).get(reverse("patients:import_preview", args=[made.pk])).text


@pytest.mark.parametrize("cells", [FILES["another name and birthday"], FILES["another practice"], FILES["no number"]])
def test_what_it_asks_of_them_is_asked_of_the_lead_alone(cells, elm, oak, known, lead, doctor, coordinator):
    restrict(lead, known, doctor)
    with stand(coordinator):
        bring_in(coordinator, person(0, **cells))
        assert not queries.open_questions(coordinator).exists()

    with stand(lead):
        question = queries.open_questions(lead).get()
        actions.resolve_duplicate(duplicate=question, same=True, by=lead, reason="Rang the practice")
        assert not queries.open_questions(lead).exists()
    with stand(coordinator), pytest.raises((PermissionDenied, PossibleDuplicate.DoesNotExist)):
        actions.resolve_duplicate(duplicate=question, same=True, by=coordinator)


def test_a_number_of_a_restricted_person_is_not_told_when_a_question_about_another_is_answered(
    elm, known, lead, doctor, coordinator
):
    """Somebody of the same name as an open record, with the number of a closed one."""
    other = Patient.objects.exclude(pk=known.pk).get()
    restrict(lead, known, doctor)
    same_name = person(0, family_name=other.family_name, given_name=other.given_name)
    with stand(coordinator):
        bring_in(coordinator, same_name)
        question = queries.open_questions(coordinator).get()

        actions.resolve_duplicate(duplicate=question, same=True, by=coordinator, reason="Rang")

        assert not queries.open_questions(coordinator).exists()
    with stand(lead):
        assert queries.open_questions(lead).get().patient == known


def test_a_file_brought_in_before_shows_the_same_counts_and_rows_after(known, lead, doctor, elm_staff):
    with stand(elm_staff):
        again = bring_in(elm_staff, person(0), person(1))
        before = list(queries.import_rows(again, "unchanged").values_list("line", "verdict", "words"))

    restrict(lead, known, doctor)

    with stand(elm_staff):
        after = list(queries.import_rows(again, "unchanged").values_list("line", "verdict", "words"))
    assert before == after
    assert len(after) == again.unchanged == 2


def test_a_file_checked_before_and_confirmed_after_is_refused_like_any_stale_one(known, lead, doctor, elm_staff):
    with stand(elm_staff):
        made = stage(elm_staff, person(0, address_1="9 Hill Road"))
    restrict(lead, known, doctor)

    with stand(elm_staff), pytest.raises(ValidationError, match="has changed since this file was checked"):
        actions.confirm_register_import(register_import=made, by=elm_staff)


# --- Everywhere else


def test_no_number_and_no_word_on_any_page_of_the_coordinator_or_the_practice_changes_with_them(
    scheme, elm, known, lead, doctor, elm_staff, coordinator, browse
):
    """Each page reads as it would if the person were not on the register at all."""
    plan = factories.CarePlanFactory(patient=known, next_review_on=cast.DUE)
    restrict(lead, known, doctor)
    practice = reverse("practice", args=[elm.pk])
    for user in (elm_staff, coordinator):
        client = browse(user)
        for page in ("/", reverse("patients:list"), reverse("careplans:worklist"), reverse("episodes:gaps"), practice):
            assert known.family_name + "," not in client.get(page).text
        assert "1 person" in client.get(reverse("patients:list")).text
        found = client.post(reverse("patients:search"), {"q": known.nhs_number}, follow=True).text
        assert "Nobody found. You may not have access to everyone." in found
        for page in (known.get_absolute_url(), reverse("careplans:plan", args=[plan.pk])):
            answer = client.get(page)
            assert answer.status_code == 404
            assert "You may not have access to everyone" in answer.text.replace("you may", "You may")


def test_the_pages_of_the_lead_restrict_name_withdraw_and_lift(known, lead, doctor, elm_staff, browse):
    client = browse(lead)
    page = reverse("patients:restrict", args=[known.pk])
    assert "Noor Nurse" in client.get(page).text
    typed = {"sensitivity": "staff", "reason": "Works here", "named": [str(doctor.pk)]}

    assert "Nobody signs in with this e-mail address" in client.post(page, {**typed, "concerns": "x@example.org"}).text
    assert client.post(page, {**typed, "concerns": ""}).status_code == 302
    restriction = queries.restriction_of(known)
    shown = client.get(known.get_absolute_url()).text
    assert "Dr Greta Ash" in shown
    name = reverse("patients:name", args=[restriction.pk])
    assert client.post(name, {"user": str(elm_staff.pk), "reason": "Keeps the register"}).status_code == 302
    withdraw = reverse("patients:name_withdraw", args=[NamedAccess.objects.get(user=elm_staff).pk])
    assert "Noor Nurse" in client.get(withdraw).text
    assert client.post(withdraw, {"reason": "Left"}).status_code == 302
    lift = reverse("patients:restriction_lift", args=[restriction.pk])
    assert client.post(lift, {"reason": "Moved on"}).status_code == 302
    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        assert queries.restriction_of(known) is None
