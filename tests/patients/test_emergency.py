"""Breaking the glass: a record out of reach, opened for an hour, told at once and looked at afterwards."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.models import Notice
from accounts.roles import Role
from accounts.standing import stand
from audit import actions as audit
from audit.models import Event
from patients import actions, emergency, permissions, queries
from patients.models import EmergencyAccess, EmergencyAttempt, EmergencyReview, Patient
from patients.queries import Named
from patients.views.emergency import NOTHING_OPENED
from tests import factories
from tests.conftest import NOW

REASON = "They collapsed at the counter and cannot say what they take"


@pytest.fixture
def lead(scheme):
    return factories.sign_in(Role.GOVERNANCE_LEAD, scheme, name="Gail Warden")


@pytest.fixture
def elsewhere(scheme):
    """Somebody of a practice with which no key worker has to do."""
    return factories.PatientFactory(
        scheme=scheme, practice=factories.PracticeFactory(), family_name="O’Hara", given_name="Kim"
    )


def named(patient, **other):
    return Named(**{"born_on": patient.born_on, "nhs_number": patient.nhs_number, **other})


def opens(user, patient, category="here_now", **other):
    return actions.open_in_emergency(named=named(patient, **other), category=category, reason=REASON, by=user)


def sees(user, patient):
    """Whether door and wall both show the person; that they agree is part of every question."""
    with stand(user):
        door = Patient.objects.visible_to(user).filter(pk=patient.pk).exists()
        wall_ = Patient._base_manager.filter(pk=patient.pk).exists()
    assert door is wall_
    return door


# --- Opening


def test_a_record_out_of_reach_opens_for_an_hour_to_the_second(key_worker, lead, elsewhere):
    assert not sees(key_worker, elsewhere)
    with stand(key_worker):
        access = opens(key_worker, elsewhere)

    assert access.ends_at - access.starts_at == timedelta(minutes=60)
    for seconds, open_ in ((0, True), (3599, True), (3600, False)):
        with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
            assert sees(key_worker, elsewhere) is open_


@pytest.mark.parametrize("family_name", ["O’Hara", "o’hara", "O’HARA"])
def test_somebody_without_a_number_is_named_by_both_names_and_birth_date(key_worker, elsewhere, family_name):
    with stand(key_worker):
        assert opens(key_worker, elsewhere, nhs_number="", family_name=family_name, given_name="Kim")


def test_it_opens_to_nobody_else_of_the_same_place(scheme, key_worker, elsewhere):
    place = factories.Organisation.objects.get(pk=key_worker.acting.organisation_id)
    colleague = factories.sign_in(Role.KEY_WORKER, scheme, place)
    with stand(key_worker):
        opens(key_worker, elsewhere)

    assert not sees(colleague, elsewhere)


@pytest.mark.parametrize("role", [Role.PRESCRIBER, Role.KEY_WORKER, Role.COMMISSIONER])
def test_it_opens_in_no_other_role_of_the_same_person(scheme, key_worker, elsewhere, role):
    with stand(key_worker):
        opens(key_worker, elsewhere)
    place = factories.PracticeFactory() if role != Role.COMMISSIONER else None
    other = factories.MembershipFactory(
        user=key_worker, role=role, scheme_id=scheme.pk, organisation_id=place and place.pk, place_label="Elsewhere"
    )
    held = key_worker.acting

    assert not sees(key_worker.act_as(other), elsewhere)
    assert sees(key_worker.act_as(held), elsewhere)


def test_it_ends_with_the_role(key_worker, elsewhere, today):
    with stand(key_worker):
        opens(key_worker, elsewhere)
    key_worker.memberships.update(ends_on=today - timedelta(days=1))

    assert not sees(key_worker.act_as(None), elsewhere)


def test_whoever_opened_it_may_be_done_before_the_hour_is_over(key_worker, elsewhere):
    with stand(key_worker):
        access = opens(key_worker, elsewhere)
        actions.end_emergency_access(access=access, by=key_worker)
        with pytest.raises(ValidationError, match="closed already"):
            actions.end_emergency_access(access=access, by=key_worker)

    assert not sees(key_worker, elsewhere)


@pytest.mark.parametrize("reason", ["", "short", "x" * 19, " " * 40])
def test_without_a_reason_in_ones_own_words_nothing_opens(key_worker, elsewhere, reason):
    with stand(key_worker), pytest.raises(ValidationError, match="own words"):
        actions.open_in_emergency(named=named(elsewhere), category="here_now", reason=reason, by=key_worker)

    assert not EmergencyAccess.objects.exists()


@pytest.mark.parametrize("by", ["coordinator", "member", "lead"])
def test_neither_coordinator_nor_group_member_nor_lead_breaks_the_glass(by, elsewhere, request):
    user = request.getfixturevalue(by)

    with stand(user), pytest.raises(PermissionDenied):
        opens(user, elsewhere)


def test_in_an_emergency_nobody_decides_who_takes_part(key_worker, elsewhere):
    """Otherwise an hour would become for ever, by linking one's own organisation."""
    with stand(key_worker):
        opens(key_worker, elsewhere)

        assert not permissions.can_link_organisation(key_worker, elsewhere)
        assert permissions.can_record_preference(key_worker, elsewhere)


# --- Nothing opened


def nobody(scheme, elsewhere):
    return Named(born_on=date(1970, 1, 1), nhs_number=factories.nhs_number(777))


def another_birthday(scheme, elsewhere):
    return named(elsewhere, born_on=elsewhere.born_on + timedelta(days=1))


def two_of_a_name(scheme, elsewhere):
    factories.PatientFactory(
        scheme=scheme, practice=elsewhere.practice, family_name=elsewhere.family_name, given_name=elsewhere.given_name
    )
    return named(elsewhere, nhs_number="", family_name=elsewhere.family_name, given_name=elsewhere.given_name)


def restricted(scheme, elsewhere):
    factories.RestrictionFactory(patient=elsewhere)
    return named(elsewhere)


def of_another_scheme(scheme, elsewhere):
    from audit import wall

    other = factories.SchemeFactory()
    with wall.within(other.pk):
        return named(factories.PatientFactory(scheme=other, practice=elsewhere.practice))


NOT_OPENED = [nobody, another_birthday, two_of_a_name, restricted, of_another_scheme]


@pytest.mark.parametrize("given", NOT_OPENED)
def test_whoever_was_meant_the_answer_is_the_same_and_the_attempt_is_known(
    given, scheme, key_worker, elsewhere, django_assert_num_queries
):
    meant = given(scheme, elsewhere)

    with stand(key_worker), django_assert_num_queries(15):
        found = actions.open_in_emergency(named=meant, category="life", reason=REASON, by=key_worker)

    assert found is None
    assert EmergencyAttempt.objects.get().user == key_worker
    assert Event.objects.get(kind="patients.emergency_failed").sentence == (
        "Tried to open a record in an emergency; none was opened."
    )
    assert not EmergencyAccess.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.parametrize("given", NOT_OPENED)
def test_the_page_says_the_same_words_whoever_was_meant(given, scheme, key_worker, elsewhere, browse):
    meant = given(scheme, elsewhere)
    born = {f"born_on_{part}": getattr(meant.born_on, part) for part in ("day", "month", "year")}
    typed = {**born, "category": "here_now", "reason": REASON}
    typed |= {name: getattr(meant, name) for name in ("nhs_number", "family_name", "given_name")}

    answer = browse(key_worker).post(reverse("patients:emergency"), typed)

    assert answer.status_code == 422
    assert NOTHING_OPENED in answer.text
    assert REASON in answer.text
    assert EmergencyAttempt.objects.count() == 1


def test_the_restricted_record_that_was_meant_is_known_to_the_lead_only(scheme, key_worker, lead, elsewhere):
    with stand(key_worker):
        actions.open_in_emergency(named=restricted_later(elsewhere), category="life", reason=REASON, by=key_worker)
        assert not EmergencyAttempt.objects.exists()
    with stand(lead):
        assert queries.attempts(lead, NOW).get().patient == elsewhere


def restricted_later(elsewhere):
    from audit import wall

    with wall.widened("a test's own facts"):
        factories.RestrictionFactory(patient=elsewhere)
    return named(elsewhere)


def test_after_five_failed_attempts_within_an_hour_one_waits(key_worker, elsewhere):
    wrong = named(elsewhere, born_on=date(1950, 1, 1))
    with stand(key_worker):
        for _ in range(emergency.MOST_FAILED):
            assert not actions.open_in_emergency(named=wrong, category="life", reason=REASON, by=key_worker)
        with pytest.raises(ValidationError, match="5 times"):
            opens(key_worker, elsewhere)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False), stand(key_worker):
        assert opens(key_worker, elsewhere)


def test_somebody_within_reach_is_linked_to_and_nobody_is_told(nurse, lead, patient, browse):
    born = {f"born_on_{part}": getattr(patient.born_on, part) for part in ("day", "month", "year")}
    typed = {"nhs_number": patient.nhs_number, **born, "category": "here_now", "reason": REASON}

    answer = browse(nurse).post(reverse("patients:emergency"), typed, follow=True)

    assert answer.redirect_chain[-1][0] == patient.get_absolute_url()
    assert "You can see this person already" in answer.text
    assert not EmergencyAccess.objects.exists()


# --- The second of a day


def test_the_second_of_a_day_waits_for_the_lead(scheme, key_worker, lead, elsewhere):
    other = factories.PatientFactory(scheme=scheme, practice=elsewhere.practice)
    with stand(key_worker):
        opens(key_worker, elsewhere)
        access = opens(key_worker, other)
        assert access.starts_at is None
        assert opens(key_worker, other) == access
    assert not sees(key_worker, other)

    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        with stand(lead):
            actions.decide_emergency_access(access=access, approve=True, by=lead)
            with pytest.raises(ValidationError, match="decided already"):
                actions.decide_emergency_access(access=access, approve=False, by=lead)
        assert sees(key_worker, other)
    with time_machine.travel(NOW + timedelta(minutes=70), tick=False):
        assert not sees(key_worker, other)
    assert Notice.objects.filter(to=key_worker.email, subject="Your request has an answer").count() == 1


def test_a_no_leaves_the_record_closed(scheme, key_worker, lead, elsewhere):
    access = factories.EmergencyAccessFactory(patient=elsewhere, user=key_worker, waiting=True)
    with stand(lead):
        actions.decide_emergency_access(access=access, approve=False, by=lead)

    assert not sees(key_worker, elsewhere)


def test_a_request_lapses_after_a_day(key_worker, lead, elsewhere):
    access = factories.EmergencyAccessFactory(patient=elsewhere, user=key_worker, waiting=True)

    a_day_later = NOW + timedelta(hours=24)
    with time_machine.travel(a_day_later, tick=False), stand(lead), pytest.raises(ValidationError, match="lapsed"):
        actions.decide_emergency_access(access=access, approve=True, by=lead)


def test_where_a_life_may_be_at_risk_nobody_waits(scheme, key_worker, lead, elsewhere):
    other = factories.PatientFactory(scheme=scheme, practice=elsewhere.practice)
    with stand(key_worker):
        opens(key_worker, elsewhere)
        assert opens(key_worker, other, category="life").starts_at

    first, second = queries.emergencies(lead, queries.Show.UNREVIEWED, NOW)
    assert (first.patient, second.patient) == (other, elsewhere)


def test_the_next_day_begins_anew(key_worker, scheme, elsewhere):
    other = factories.PatientFactory(scheme=scheme, practice=elsewhere.practice)
    with stand(key_worker):
        opens(key_worker, elsewhere)
    with time_machine.travel(NOW + timedelta(days=1), tick=False), stand(key_worker):
        assert opens(key_worker, other).starts_at


@pytest.mark.parametrize(
    ("category", "asked_today", "at_once"),
    [("here_now", 0, True), ("here_now", 1, False), ("harm", 1, False), ("life", 1, True), ("life", 9, True)],
)
def test_what_opens_at_once(category, asked_today, at_once):
    assert emergency.opens_at_once(category, asked_today) is at_once


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        (date(2026, 3, 16), date(2026, 3, 19)),  # Monday to Thursday
        (date(2026, 3, 19), date(2026, 3, 24)),  # over a weekend
        (date(2026, 3, 21), date(2026, 3, 25)),  # a Saturday
    ],
)
def test_a_review_is_due_after_three_working_days(opened, due):
    assert emergency.review_due_on(opened) == due


# --- Being told


def test_every_lead_is_told_at_once_and_neither_person_nor_staff_is_named(scheme, key_worker, lead, elsewhere):
    factories.sign_in(Role.GOVERNANCE_LEAD, scheme, name="Second Lead")
    with stand(key_worker):
        access = opens(key_worker, elsewhere)

    notices = list(Notice.objects.all())
    assert len(notices) == 2
    for notice in notices:
        told = notice.subject + notice.body
        assert access.reference in told
        for word in (elsewhere.family_name, elsewhere.given_name, elsewhere.nhs_number, key_worker.name, "Bridge"):
            assert word not in told


def test_the_banner_stands_on_every_page_while_it_lasts(key_worker, elsewhere, browse):
    with stand(key_worker):
        access = opens(key_worker, elsewhere)
    client = browse(key_worker)

    for page in (reverse("today"), elsewhere.get_absolute_url(), reverse("patients:list")):
        shown = client.get(page).text
        assert "Opened in an emergency:" in shown
        assert "60 minutes left" in shown

    client.post(reverse("patients:emergency_done", args=[access.pk]))
    assert "Opened in an emergency:" not in client.get(reverse("today")).text
    assert client.get(elsewhere.get_absolute_url()).status_code == 404


# --- Review


def reviewed(lead, access, outcome="justified", **other):
    with stand(lead):
        return actions.review_emergency_access(access=access, outcome=outcome, note="Asked", by=lead, **other)


def test_the_lead_sees_who_whose_why_and_what_was_looked_at(key_worker, lead, elsewhere, browse):
    with stand(key_worker):
        access = opens(key_worker, elsewhere)
        audit.record_view(by=key_worker, patient_ids=[elsewhere.pk], page="Person")
    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        audit.record_view(by=key_worker, patient_ids=[elsewhere.pk], page="Afterwards")

        shown = browse(lead).get(reverse("patients:emergency_access", args=[access.pk])).text

    for words in (key_worker.name, elsewhere.family_name, REASON, "Person"):
        assert words in shown
    assert "Afterwards" not in shown


def test_more_to_ask_leaves_it_on_the_list_and_a_settled_one_is_settled_once(key_worker, lead, elsewhere):
    access = factories.EmergencyAccessFactory(patient=elsewhere, user=key_worker)
    reviewed(lead, access, "more_to_ask")
    assert queries.emergencies(lead, queries.Show.UNREVIEWED, NOW).count() == 1

    reviewed(lead, access)

    assert queries.emergencies(lead, queries.Show.UNREVIEWED, NOW).count() == 0
    with pytest.raises(ValidationError, match="reviewed already"):
        reviewed(lead, access)
    assert [month.justified for month in queries.monthly(lead)] == [1]


def test_not_justified_says_what_is_done_about_it(key_worker, lead, elsewhere):
    access = factories.EmergencyAccessFactory(patient=elsewhere, user=key_worker)

    with pytest.raises(ValidationError, match="what is done"):
        reviewed(lead, access, "not_justified")
    reviewed(lead, access, "not_justified", what_is_done="Told their manager")

    assert EmergencyReview.objects.get().what_is_done == "Told their manager"


def test_nobody_reviews_or_approves_what_they_opened_themselves(scheme, key_worker, elsewhere):
    lead_too = factories.MembershipFactory(
        user=key_worker, role=Role.GOVERNANCE_LEAD, scheme_id=scheme.pk, place_label="Wolds"
    )
    access = factories.EmergencyAccessFactory(patient=elsewhere, user=key_worker)
    key_worker.act_as(lead_too)

    with pytest.raises(PermissionDenied, match="Somebody else"):
        reviewed(key_worker, access)


def test_a_review_is_late_after_its_last_day(key_worker, lead, elsewhere):
    factories.EmergencyAccessFactory(patient=elsewhere, user=key_worker)

    for days, late in ((3, 0), (4, 1)):
        moment = NOW + timedelta(days=days)
        assert queries.emergencies(lead, queries.Show.LATE, moment).count() == late


def test_the_pages_of_the_lead_are_nobody_elses(key_worker, coordinator, elsewhere, browse):
    access = factories.EmergencyAccessFactory(patient=elsewhere, user=key_worker)

    for user in (key_worker, coordinator):
        client = browse(user)
        assert client.get(reverse("patients:emergencies")).status_code == 403
        assert client.get(reverse("patients:emergency_access", args=[access.pk])).status_code == 404


def test_the_lead_answers_reviews_and_lists_on_pages(key_worker, lead, elsewhere, browse):
    waiting = factories.EmergencyAccessFactory(patient=elsewhere, user=key_worker, waiting=True)
    client, page = browse(lead), reverse("patients:emergency_access", args=[waiting.pk])
    assert "Somebody waits for your answer" in client.get(page).text

    done = client.post(reverse("patients:emergency_decide", args=[waiting.pk]), {"answer": "yes"}, follow=True)
    assert "The record is open to them." in done.text
    again = client.post(reverse("patients:emergency_decide", args=[waiting.pk]), {"answer": "no"}, follow=True)
    assert "This has been decided already." in again.text
    refused = client.post(page, {"outcome": "not_justified", "note": "No need"})
    assert "Enter what is done about it" in refused.text
    client.post(page, {"outcome": "justified", "note": "Rang the service"})

    for show in ("waiting", "unreviewed", "late", "all", "nonsense"):
        assert client.get(reverse("patients:emergencies"), {"show": show}).status_code == 200
    assert EmergencyReview.objects.get().outcome == "justified"


def test_a_scheme_without_a_lead_is_a_finding(coordinator, today, scheme):
    assert queries.schemes_without_lead(coordinator, today) == 1

    factories.sign_in(Role.GOVERNANCE_LEAD, scheme)

    assert queries.schemes_without_lead(coordinator, today) == 0
