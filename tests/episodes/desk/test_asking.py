"""A clinical query from being asked to being closed, and everything that can come between."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import Notice
from accounts.standing import stand
from audit.models import Event
from episodes import actions, desk, queries
from episodes.desk import Finding
from episodes.models import ClinicalQuery, ClinicalQueryStatusChange
from episodes.queries.clinical_queries import where
from patients.models import CareLink, Patient
from practices.models import GpwsiAppointment, Post, Qualification, TierAward
from schemes import actions as schemes
from tests import factories
from tests.conftest import NOW
from tests.episodes.desk.conftest import ANSWER, QUESTION, a_specialist, listed, train
from tests.episodes.test_desk_rules import FINDINGS


def shown(user, show, now=NOW):
    return list(queries.clinical_queries(user, show, now))


# --- Asking ----------------------------------------------------------------------------------------------------------


def test_a_query_is_due_within_the_hours_of_the_scheme(patient, gp, coordinator):
    urgent = actions.ask_query(patient=patient, question="?", urgency="urgent", by=gp)
    schemes.adopt_protocol(starts_on=NOW.date(), source="Group", by=coordinator, query_hours_routine=24)
    routine = actions.ask_query(question="How long does naloxone keep?", urgency="routine", by=gp)

    assert urgent.answer_by == NOW + timedelta(hours=4)
    assert routine.answer_by == NOW + timedelta(hours=24)
    assert (urgent.status, routine.patient) == ("asked", None)


def test_an_urgent_query_reaches_the_coordinator_at_once_and_a_routine_one_waits_on_today(patient, gp, coordinator):
    actions.ask_query(patient=patient, question="?", urgency="routine", by=gp)
    assert not Notice.objects.exists()

    actions.ask_query(patient=patient, question=QUESTION, urgency="urgent", by=gp)

    assert [each.to for each in Notice.objects.all()] == [coordinator.email]


def test_a_question_about_nobody_must_not_hold_an_nhs_number(gp, coordinator):
    with pytest.raises(ValidationError, match="may be an NHS number"):
        actions.ask_query(question="What of 999 000 0018?", urgency="routine", by=gp)


def test_nothing_is_asked_about_somebody_who_has_died(patient, gp, coordinator):
    Patient.objects.filter(pk=patient.pk).update(status="deceased", died_on=date(2026, 3, 1))

    with pytest.raises(ValidationError, match="has died"):
        actions.ask_query(patient=patient, question=QUESTION, urgency="routine", by=gp)


def test_a_query_that_would_reach_nobody_is_refused_in_words(patient, gp, coordinator):
    """The co-ordinator does not see a restricted record, so nobody would ever send it on."""
    factories.RestrictionFactory(patient=patient)
    factories.NamedAccessFactory(patient=patient, user=gp)

    with stand(gp), pytest.raises(ValidationError, match="would reach nobody"):
        actions.ask_query(patient=patient, question=QUESTION, urgency="urgent", by=gp)


def test_somebody_here_in_an_emergency_asks_nothing_that_outlasts_it(patient, scheme, coordinator):
    elsewhere = factories.sign_in("prescriber", scheme, factories.PracticeFactory())
    factories.EmergencyAccessFactory(patient=patient, user=elsewhere)

    with pytest.raises(PermissionDenied):
        actions.ask_query(patient=patient, question=QUESTION, urgency="urgent", by=elsewhere)


# --- Sending on ------------------------------------------------------------------------------------------------------


def test_the_coordinator_sends_a_query_to_a_clinician_who_is_told_nothing_that_gives_it_away(
    asked, coordinator, specialist, patient
):
    Notice.objects.all().delete()

    routed = actions.route_query(query=asked, clinician=listed(specialist), by=coordinator)

    assert (routed.status, routed.routed_to, routed.routed_by) == ("routed", listed(specialist), coordinator)
    told = Notice.objects.get()
    assert told.to == specialist.email
    said = f"{told.subject} {told.body}".lower()
    for word in (
        patient.given_name,
        patient.family_name,
        "drug",
        "recovery",
        "dose",
        "alcohol",
        "treatment",
        "clinic ",
    ):
        assert word.lower() not in said


def test_only_competent_clinicians_are_on_the_list(patient, specialist, gpwsi, gp, nurse, key_worker, coordinator):
    offered = queries.choices(patient, NOW.date())

    assert [each.professional.name for each in offered] == ["Dr Ines Interest", "Dr Sasha Specialist"]
    assert {each.professional.name: each.newcomer is None for each in offered} == {
        "Dr Ines Interest": False,
        "Dr Sasha Specialist": True,
    }


def test_whoever_is_not_competent_is_refused_with_what_is_lacking(asked, coordinator, gpwsi, scheme, practice):
    other = factories.ProfessionalFactory(scheme_id=scheme.pk, name="Dr Other", organisation=practice)

    with pytest.raises(ValidationError, match="Dr Other does not hold the tier of a GP with a special interest today"):
        actions.route_query(query=asked, clinician=other, by=coordinator)


def test_nobody_answers_their_own_question(patient, specialist, coordinator):
    own = actions.ask_query(patient=patient, question=QUESTION, urgency="routine", by=specialist)

    with pytest.raises(ValidationError, match="asked this"):
        actions.route_query(query=own, clinician=listed(specialist), by=coordinator)


def test_a_clinician_of_elsewhere_sees_the_person_until_the_query_is_closed(asked, coordinator, gpwsi, gp, patient):
    assert not ClinicalQuery.objects.visible_to(gpwsi).exists()

    routed = actions.route_query(query=asked, clinician=listed(gpwsi), by=coordinator)
    with stand(gpwsi):
        answered = actions.answer_query(query=routed, answer=ANSWER, by=gpwsi)
    actions.close_query(query=answered, by=gp)

    link = CareLink.objects.get(organisation_id=gpwsi.acting.organisation_id)
    assert (link.starts_on, link.ends_on) == (NOW.date(), NOW.date())
    with time_machine.travel(NOW + timedelta(days=1)):
        assert not Patient.objects.visible_to(gpwsi).exists()


def test_sending_it_to_somebody_else_ends_what_the_first_one_saw(asked, coordinator, gpwsi, specialist):
    first = actions.route_query(query=asked, clinician=listed(gpwsi), by=coordinator)

    second = actions.route_query(query=first, clinician=listed(specialist), by=coordinator)

    assert second.link is None
    assert CareLink.objects.get(organisation_id=gpwsi.acting.organisation_id).ends_on == NOW.date()
    assert {each.clinician.name for each in second.changes.all()} == {"Dr Ines Interest", "Dr Sasha Specialist"}


def test_of_two_who_send_it_on_at_once_the_second_is_told(asked, coordinator, specialist, gpwsi):
    page = asked.version
    actions.route_query(query=asked, clinician=listed(specialist), by=coordinator, version=page)

    with pytest.raises(ValidationError, match="Somebody else changed this"):
        actions.route_query(query=asked, clinician=listed(gpwsi), by=coordinator, version=page)


def test_a_clinician_sends_back_what_they_cannot_answer(routed, specialist, coordinator):
    with pytest.raises(ValidationError, match="Say why"):
        actions.send_query_back(query=routed, reason=" ", by=specialist)

    back = actions.send_query_back(query=routed, reason="I am on leave from tomorrow", by=specialist)

    assert (back.status, back.routed_to) == ("asked", None)
    assert Notice.objects.filter(to=coordinator.email, subject__contains="sent back").count() == 1
    assert back.changes.get(move="send_back").clinician == listed(specialist)


# --- Answering -------------------------------------------------------------------------------------------------------


def test_the_named_clinician_answers_and_whoever_asked_is_told(routed, specialist, gp):
    answered = actions.answer_query(query=routed, answer=ANSWER, by=specialist)

    assert (answered.status, answered.answered_by, answered.answered_as) == (
        "answered",
        listed(specialist),
        "specialist",
    )
    assert Notice.objects.filter(to=gp.email).count() == 1
    sentence = Event.objects.filter(kind="episodes.query_answered").get().sentence
    assert sentence == "Dr Sasha Specialist answered a clinical query (Specialist doctor at the specialist service)."


def test_a_coordinator_who_is_not_competent_is_refused_in_the_action(routed, asked, coordinator, scheme, service):
    """Even where the query was sent to them while they were."""
    own = factories.ProfessionalFactory(
        scheme_id=scheme.pk, user=coordinator, name=coordinator.name, profession="nurse", organisation=service
    )
    ClinicalQuery.objects.filter(pk=routed.pk).update(routed_to=own)
    routed.refresh_from_db()

    with stand(coordinator), pytest.raises(PermissionDenied, match="neither as a specialist doctor nor as a GP"):
        actions.answer_query(query=routed, answer=ANSWER, by=coordinator)


def test_a_coordinator_who_is_competent_may_be_asked(asked, coordinator, scheme, practice):
    train(factories.ProfessionalFactory(scheme_id=scheme.pk, user=coordinator, name="Casey", organisation=practice))

    routed = actions.route_query(query=asked, clinician=listed(coordinator), by=coordinator)
    answered = actions.answer_query(query=routed, answer=ANSWER, by=coordinator)

    assert answered.answered_as == "gpwsi"


@pytest.mark.parametrize("model", [Qualification, GpwsiAppointment, TierAward])
def test_what_somebody_put_on_their_own_record_proves_nothing(model, coordinator, scheme, practice):
    own = factories.ProfessionalFactory(scheme_id=scheme.pk, user=coordinator, name="Casey", organisation=practice)
    train(own)
    assert queries.competence_of(coordinator, NOW.date()).is_competent

    by = "awarded_by" if model is TierAward else "recorded_by"
    model.objects.filter(professional=own).update(**{by: coordinator})

    assert not queries.competence_of(coordinator, NOW.date()).is_competent


@pytest.mark.parametrize(
    "facts",
    [
        {"rcgp_part_2": {"expires_on": date(2026, 3, 15)}},
        {"rcgp_part_1": {"awarded_on": date(2026, 3, 17)}},
        {"appointment": {"ends_on": date(2026, 3, 15)}},
        {"tier": {"ends_on": date(2026, 3, 15)}},
    ],
    ids=["part 2 expired yesterday", "part 1 is awarded tomorrow", "appointment is over", "tier is over"],
)
def test_evidence_that_does_not_hold_today_does_not_count(facts, scheme, practice):
    user = factories.sign_in("prescriber", scheme, practice)
    train(factories.ProfessionalFactory(scheme_id=scheme.pk, user=user, organisation=practice), **facts)

    assert not queries.competence_of(user, NOW.date()).is_competent


def test_nobody_answers_for_the_clinician_it_was_sent_to(routed, gpwsi, scheme, service, patient):
    other = a_specialist(scheme, service, name="Dr Otto Other")

    with pytest.raises(ValidationError, match="sent to Dr Sasha Specialist meanwhile"):
        actions.answer_query(query=routed, answer=ANSWER, by=other)


def test_the_database_takes_no_answer_of_anybody_else(routed, gpwsi):
    with pytest.raises(IntegrityError), transaction.atomic():
        ClinicalQuery.objects.filter(pk=routed.pk).update(
            status="answered", answer="Yes", answered_by=listed(gpwsi), answered_at=NOW, answered_as="gpwsi"
        )


def test_the_database_keeps_what_was_asked_and_answered(answered):
    later = NOW + timedelta(hours=1)
    for changed in ({"question": "Something else"}, {"answer": "Something else"}, {"answered_at": later}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ClinicalQuery.objects.filter(pk=answered.pk).update(**changed)


def test_an_answer_is_given_once(answered, specialist):
    with pytest.raises(ValidationError, match="it is answered"):
        actions.answer_query(query=answered, answer="Again", by=specialist)


# --- Closing and withdrawing -----------------------------------------------------------------------------------------


def test_whoever_asked_closes_it_and_somebody_of_elsewhere_does_not(answered, gp, specialist):
    with pytest.raises(PermissionDenied):
        actions.close_query(query=answered, by=specialist)

    assert actions.close_query(query=answered, by=gp).status == "closed"


def test_a_query_is_withdrawn_with_a_reason_and_never_once_answered(asked, answered, gp):
    with pytest.raises(ValidationError):
        actions.withdraw_query(query=answered, reason="Not needed", by=gp)
    other = actions.ask_query(question="?", urgency="routine", by=gp)
    with pytest.raises(ValidationError, match="Say why"):
        actions.withdraw_query(query=other, reason="", by=gp)

    assert actions.withdraw_query(query=other, reason="Found it", by=gp).status == "withdrawn"


def test_the_last_move_and_the_query_agree(routed, specialist, gp):
    with time_machine.travel(NOW + timedelta(hours=1)):
        answered = actions.answer_query(query=routed, answer=ANSWER, by=specialist)
    with time_machine.travel(NOW + timedelta(hours=2)):
        closed = actions.close_query(query=answered, by=gp)

    assert [each.move for each in closed.changes.all()] == ["route", "answer", "close"]
    assert ClinicalQueryStatusChange.objects.filter(query=closed).last().status == closed.status


# --- Bad days --------------------------------------------------------------------------------------------------------


def test_a_clinician_who_leaves_strands_the_query_and_the_coordinator_finds_it(routed, specialist, coordinator, scheme):
    assert shown(coordinator, "to_send") == []

    admin = factories.sign_in("scheme_administrator", scheme)
    accounts.record_leaver(user=specialist, reason="Retired", by=admin)

    assert shown(coordinator, "to_send") == [routed]
    page = queries.query_page(routed, coordinator, NOW)
    assert page.findings == [Finding.STRANDED]
    assert page.may["route"]


def test_a_clinician_whose_evidence_lapses_meanwhile_may_not_answer_any_more(asked, coordinator, gpwsi):
    routed = actions.route_query(query=asked, clinician=listed(gpwsi), by=coordinator)
    Qualification.objects.filter(evidence="rcgp_part_2").update(expires_on=date(2026, 3, 16))

    with time_machine.travel(NOW + timedelta(days=1)):
        with pytest.raises(PermissionDenied, match="lacks evidence for that tier"):
            actions.answer_query(query=routed, answer=ANSWER, by=gpwsi)
        page = queries.query_page(routed, gpwsi, timezone.now())
        assert not page.may["answer"]
        assert "lacks evidence" in page.why_not
        assert shown(coordinator, "to_send", timezone.now()) == [routed]


def test_about_somebody_who_dies_nothing_is_late_and_nothing_is_sent_on(asked, coordinator, specialist, patient):
    Patient.objects.filter(pk=patient.pk).update(status="deceased", died_on=date(2026, 3, 15))
    later = NOW + timedelta(days=2)

    assert shown(coordinator, "late", later) == []
    assert shown(coordinator, "to_send", later) == [asked]
    asked.refresh_from_db()
    assert queries.query_page(asked, coordinator, later).findings == [Finding.DIED]
    with pytest.raises(ValidationError, match="has died"):
        actions.route_query(query=asked, clinician=listed(specialist), by=coordinator)
    assert actions.withdraw_query(query=asked, reason="Died", by=coordinator).status == "withdrawn"


def test_a_clinician_may_still_answer_about_somebody_who_has_died(routed, specialist, patient):
    Patient.objects.filter(pk=patient.pk).update(status="deceased", died_on=date(2026, 3, 15))

    assert actions.answer_query(query=routed, answer=ANSWER, by=specialist).status == "answered"


def test_whoever_asked_and_has_left_is_not_written_to_and_the_coordinator_closes(
    routed, specialist, gp, coordinator, scheme
):
    accounts.record_leaver(user=gp, reason="Retired", by=factories.sign_in("scheme_administrator", scheme))
    Notice.objects.all().delete()

    answered = actions.answer_query(query=routed, answer=ANSWER, by=specialist)

    assert not Notice.objects.filter(to=gp.email).exists()
    assert shown(coordinator, "answered") == [answered]
    assert actions.close_query(query=answered, by=coordinator).status == "closed"


@pytest.mark.parametrize(("facts", "expected"), FINDINGS)
def test_the_lists_ask_the_database_what_the_rule_says(facts, expected, patient, specialist, gp, scheme):
    """The same cases for the pure rule and for the statement behind the lists."""
    clinician = listed(specialist)
    with_clinician = facts.status in ("routed", "answered", "closed")
    query = factories.ClinicalQueryFactory(
        patient=patient,
        status=facts.status,
        asked_at=NOW - timedelta(days=3),
        answer_by=facts.answer_by,
        **({"routed_to": clinician, "routed_by": gp, "routed_at": NOW} if with_clinician else {}),
        **(
            {"answer": ANSWER, "answered_by": clinician, "answered_at": NOW, "answered_as": "specialist"}
            if facts.status in ("answered", "closed")
            else {}
        ),
    )
    if not facts.clinician_may_answer:
        Post.objects.filter(professional=clinician).update(ends_on=date(2026, 3, 15))
    if facts.person_died:
        Patient.objects.filter(pk=patient.pk).update(status="deceased", died_on=date(2026, 3, 15))
    competent = queries.competent_now(NOW.date())

    asked = [each for each in Finding if ClinicalQuery.objects.filter(where(each, NOW, competent)).exists()]

    assert asked == expected
    fresh = ClinicalQuery.objects.select_related("patient").get(pk=query.pk)
    assert desk.findings(queries.query_facts(fresh, competent), NOW) == expected


# --- Who sees what ---------------------------------------------------------------------------------------------------


def test_a_query_is_seen_by_whoever_sees_its_person_and_by_the_pharmacy_that_asked(
    asked, patient, scheme, gp, coordinator, specialist, pharmacist, gpwsi, member, stranger
):
    factories.CareLinkFactory(scheme=scheme, patient=patient, organisation_id=pharmacist.acting.organisation_id)
    theirs = actions.ask_query(patient=patient, question="Came in unsteady", urgency="routine", by=pharmacist)

    seen = {}
    for user in (gp, coordinator, specialist, pharmacist, gpwsi, member, stranger):
        with stand(user):
            wall = set(ClinicalQuery.objects.values_list("pk", flat=True))
            seen[user.name] = set(ClinicalQuery.objects.visible_to(user).values_list("pk", flat=True))
            assert seen[user.name] == wall  # door and wall agree
    both = {asked.pk, theirs.pk}
    assert seen == {
        "Dr Greta Ash": both,
        "Casey Coordinator": both,
        "Dr Sasha Specialist": both,
        "Pat Pharmacist": {theirs.pk},
        "Dr Ines Interest": set(),
        "Mo Member": set(),
        "Sam Stranger": set(),
    }


def test_a_query_about_nobody_is_read_by_the_whole_team_and_by_no_group_member(gp, gpwsi, pharmacist, member):
    about_nobody = actions.ask_query(question="How long does naloxone keep?", urgency="routine", by=gp)

    for user, expected in ((gpwsi, [about_nobody]), (pharmacist, [about_nobody]), (member, [])):
        with stand(user):
            assert list(ClinicalQuery.objects.visible_to(user)) == expected
            assert list(ClinicalQuery.objects.all()) == expected
