"""Erasing a record: two people, nothing left of the person anywhere, and a hold that even the database keeps."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from accounts.standing import stand
from audit.models import Event
from careplans.models import Handout
from governance import actions
from governance.models import Erasure, LegalHold, RightsRequest
from patients import actions as patients
from patients.models import Patient
from patients.models.rights import number_hash
from recall.models import CohortFileRow, Invitation, InvitationAttempt, PrintRun
from tests import factories
from tests.access.world import furnish
from tests.matrix import Role
from tests.patients.registers import file_of, person
from tests.recall import cast

CANARY = "zqown"
COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'
AND (data_type IN ('text', 'character varying', 'jsonb', 'bytea', 'ARRAY'))
"""


def places_of(word: str) -> list[str]:
    """Every column of every table in which the word stands, as the application sees them in this scheme."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, column in cursor.fetchall():
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [f'"{table}"'])
            if not cursor.fetchone()[0]:
                continue
            cast = f"encode(\"{column}\", 'escape')" if is_bytes(table, column) else f'"{column}"::text'
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" WHERE {cast} ILIKE %s)', [f"%{word}%"])
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return found


def is_bytes(table: str, column: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT data_type FROM information_schema.columns WHERE table_name = %s AND column_name = %s",
            [table, column],
        )
        return bool(cursor.fetchone()[0] == "bytea")


@pytest.fixture
def proposal(patient, lead):
    return actions.propose_erasure(patient=patient, ground="duty", reason="A court requires it", by=lead)


def test_nothing_of_an_erased_person_is_left_anywhere(scheme, practice):
    full = furnish(scheme, practice)
    lead, second = full.own.cast[Role.GOVERNANCE_LEAD], full.own.cast[Role.SCHEME_ADMINISTRATOR]
    patient = Patient.objects.get(pk=full.keys["own"]["patient"])
    word, number = CANARY, patient.nhs_number
    for hold in LegalHold.objects.standing().filter(patient=patient):
        actions.lift_hold(hold=hold, by=lead)
    fill_rights(patient, word, lead, full.own.cast[Role.SCHEME_COORDINATOR])
    patient.plans.get().episode.__class__.objects.filter(patient=patient).update(
        status="ended", ended_on=date(2026, 3, 1), end_reason="completed"
    )
    RightsRequest.objects.filter(patient=patient).update(
        status="withdrawn", answer=f"{word} took it back", closed_on=date(2026, 3, 2), closed_by=lead
    )
    CohortFileRow.objects.create(
        scheme=patient.scheme, cohort_id=full.keys["own"]["cohort"], line=2, nhs_number=number, trouble="outside"
    )
    assert "patients_patient.family_name" in places_of(word)
    assert "recall_cohortmember.reason" in places_of(word)
    erasure = Erasure.objects.get(patient=patient)

    with stand(second):
        actions.approve_erasure(erasure=erasure, by=second)

    assert places_of(word) == []
    assert places_of(number) == []
    assert Handout.objects.get(patient=patient).sha256 == "0" * 64
    erasure.refresh_from_db()
    assert erasure.status == "erased"
    assert Patient.objects.get(pk=patient.pk).erased_number == number_hash(number)


def fill_rights(patient, word, lead, coordinator):
    patients.add_statement(patient=patient, about=f"{word} visit", words=f"{word} was there", by=lead)
    restriction = patients.restrict_processing(
        patient=patient, ground="claim", reason=f"{word} claims", care_agreed=True, by=lead
    )
    patients.release_processing(restriction=restriction, told_on=date(2026, 3, 16), by=lead)
    patients.record_share_consent(
        patient=patient,
        recipient="family",
        recipient_name=f"{word} sister",
        scope="plan",
        starts_on=date(2026, 3, 1),
        by=coordinator,
    )
    patient.refresh_from_db()
    patients.correct_identity(
        patient=patient, version=patient.version, reason=f"{word} said so", given_name=f"{word}given", by=lead
    )
    hold = actions.place_hold(patient=patient, reason=f"{word} claims", by=lead)
    actions.lift_hold(hold=hold, by=lead)
    actions.keep_longer(patient=patient, keep_until=date(2030, 1, 1), reason=f"{word} asked", by=lead)
    actions.record_request(
        patient=patient,
        kind="objection",
        received_on=date(2026, 3, 2),
        identity_checked=f"{word} passport",
        asked_for=f"{word} objects",
        by=lead,
    )


def test_whoever_proposed_may_not_decide(proposal, lead, scheme):
    both = factories.sign_in(Role.SCHEME_ADMINISTRATOR, scheme)
    Erasure.objects.filter(pk=proposal.pk).update(proposed_by=both)

    with pytest.raises(ValidationError, match="Somebody else must decide"):
        actions.approve_erasure(erasure=proposal, by=both)


def test_a_hold_stops_an_erasure(proposal, patient, lead, administrator):
    actions.place_hold(patient=patient, reason="A claim", by=lead)

    with pytest.raises(ValidationError, match="legal hold"):
        actions.approve_erasure(erasure=proposal, by=administrator)


def test_a_record_whose_use_is_restricted_is_kept_as_it_is(proposal, patient, lead, administrator):
    patients.restrict_processing(patient=patient, ground="unlawful", reason="Keep it", care_agreed=False, by=lead)

    with pytest.raises(ValidationError, match="use of this record is restricted"):
        actions.approve_erasure(erasure=proposal, by=administrator)


def test_what_a_person_asked_a_copy_of_is_not_erased_before_they_have_it(proposal, patient, lead, administrator):
    asked = factories.RightsRequestFactory(patient=patient)

    with pytest.raises(ValidationError, match="waits for a copy"):
        actions.approve_erasure(erasure=proposal, by=administrator)

    actions.close_request(request=asked, move="withdraw", answer="They took it back", by=lead)
    actions.approve_erasure(erasure=proposal, by=administrator)


def test_a_record_is_past_its_time_only_when_it_is(patient, lead, administrator):
    with pytest.raises(ValidationError, match="not past its time yet"):
        actions.propose_erasure(patient=patient, ground="not_needed", reason="Old", by=lead)

    Patient.objects.filter(pk=patient.pk).update(added_at="2005-06-01T10:00Z")
    proposal = actions.propose_erasure(patient=patient, ground="not_needed", reason="Old", by=lead)
    actions.keep_longer(patient=patient, keep_until=date(2026, 3, 17), reason="An inquiry", by=lead)
    with pytest.raises(ValidationError, match="not past its time yet"):
        actions.approve_erasure(erasure=proposal, by=administrator)


@pytest.fixture
def printed_together(patient, coordinator):
    """A letter to the person, and one to somebody else, in one print file."""
    other = factories.PatientFactory(scheme=patient.scheme, practice=patient.practice)
    campaign = cast.draft(coordinator)
    rows = {"scheme": patient.scheme, "campaign": campaign}
    run = PrintRun.objects.create(number=1, content=b"%PDF", sha256="0" * 64, letters=2, pages=2, **rows)
    for position, each in enumerate((patient, other), start=1):
        invitation = Invitation.objects.create(
            patient=each, practice=each.practice, state="waiting", reason="to_print", **rows
        )
        InvitationAttempt.objects.create(
            **rows,
            invitation=invitation,
            sequence=1,
            channel="letter",
            state="printed",
            print_run=run,
            position=position,
            pages=1,
        )
    return run, other


def test_a_hold_keeps_the_print_file_that_two_people_share(proposal, patient, lead, administrator, printed_together):
    run, other = printed_together
    hold = actions.place_hold(patient=other, reason="A claim", by=lead)

    with pytest.raises(ValidationError, match="one print file"):
        actions.approve_erasure(erasure=proposal, by=administrator)
    actions.lift_hold(hold=hold, by=lead)
    actions.approve_erasure(erasure=proposal, by=administrator)
    assert bytes(PrintRun.objects.get(pk=run.pk).content) == b""


def test_the_database_keeps_a_shared_print_file_whoever_asks(proposal, patient, lead, administrator, printed_together):
    _, other = printed_together
    actions.place_hold(patient=other, reason="A claim", by=lead)
    Erasure.objects.filter(pk=proposal.pk).update(
        status="erased", decided_by=administrator, decided_at="2026-03-16T10:00Z"
    )

    with pytest.raises(DatabaseError, match="in this print file"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT erase_person(%s, %s)", [proposal.pk, ""])


def test_the_database_keeps_a_hold_whoever_asks(proposal, patient, lead, administrator):
    LegalHold.objects.create(scheme=patient.scheme, patient=patient, reason="A claim", placed_by=lead)
    Erasure.objects.filter(pk=proposal.pk).update(
        status="erased", decided_by=administrator, decided_at="2026-03-16T10:00Z"
    )

    with pytest.raises(DatabaseError, match="legal hold"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT erase_person(%s, %s)", [proposal.pk, ""])


def test_the_database_erases_nobody_before_a_second_person_said_so(proposal):
    with pytest.raises(DatabaseError, match="not been approved"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT erase_person(%s, %s)", [proposal.pk, ""])


def test_the_application_cannot_pretend_to_be_erasing(patient, lead):
    statement = patients.add_statement(patient=patient, about="A visit", words="I was there", by=lead)
    goal = factories.GoalFactory(version=factories.PlanVersionFactory(plan=factories.CarePlanFactory(patient=patient)))

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.erasing', 'yes', true)")

    with pytest.raises(DatabaseError), transaction.atomic():
        type(statement).objects.filter(pk=statement.pk).update(words="")
    with pytest.raises(DatabaseError), transaction.atomic():
        type(goal).objects.filter(pk=goal.pk).update(own_words="Another's words")


def test_nobody_in_treatment_is_erased(patient, lead):
    factories.CarePlanFactory(patient=patient)

    with pytest.raises(ValidationError, match="in shared care"):
        actions.propose_erasure(patient=patient, ground="duty", reason="A court requires it", by=lead)


def test_a_declined_erasure_leaves_the_record(proposal, patient, administrator):
    actions.decline_erasure(erasure=proposal, by=administrator)

    patient.refresh_from_db()
    assert patient.status == "registered"
    assert Event.objects.filter(kind="governance.erasure_declined").exists()


def test_a_register_that_brings_an_erased_person_again_is_noticed(
    proposal, patient, practice, administrator, coordinator, lead
):
    factories.ParticipationFactory(scheme=patient.scheme, organisation=practice)
    file = file_of(person(0, nhs_number=patient.nhs_number, practice_code=practice.ods_code))
    actions.approve_erasure(erasure=proposal, by=administrator)

    noticed = patients.stage_register(content=file, filename="register.csv", by=coordinator)
    row = noticed.rows.get()
    assert (row.verdict, row.reason, row.cells, row.family_name) == ("reject", "erased", "", "")
    assert str(patient.pk) in row.words

    actions.let_return(erasure=proposal, by=lead)
    again = patients.stage_register(content=file, filename="register.csv", by=coordinator)
    assert again.rows.get().verdict == "add"
