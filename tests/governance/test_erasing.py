"""Erasing a record: two people, nothing left of the person anywhere, and a hold that even the database keeps."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from accounts.standing import stand
from audit.models import Event
from careplans.models import Handout
from governance import actions
from governance.models import Erasure, LegalHold
from patients import actions as patients
from patients.models import Patient
from patients.models.rights import number_hash
from tests import factories
from tests.access.world import furnish
from tests.matrix import Role
from tests.patients.registers import file_of, person

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
    return actions.propose_erasure(patient=patient, ground="not_needed", reason="Past its time", by=lead)


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
    assert "patients_patient.family_name" in places_of(word)
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
        actions.propose_erasure(patient=patient, ground="not_needed", reason="Past its time", by=lead)


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
