"""Bringing a register in: what each row would do, and that it is done whole or not at all."""

import csv
import io
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.roles import Role
from audit import wall
from audit.models import Event
from patients import actions, queries
from patients.lifecycle import LIFE, ImportStatus, Verdict
from patients.models import DemographicChange, Patient, PossibleDuplicate, RegisterImport, RegisterImportRow
from patients.queries import merging, staging
from patients.register_row import Reason
from tests import factories
from tests.patients.registers import bring_in, file_of, person, stage

NOTHING = {"to_add": 0, "to_update": 0, "unchanged": 0, "to_ask": 0, "rejected": 0}


def counts(made) -> dict[str, int]:
    return {name: getattr(made, name) for name in NOTHING if getattr(made, name)}


def verdicts(made) -> list[tuple[str, str]]:
    return [(row.verdict, row.reason) for row in made.rows.order_by("line")]


# --- the first time


def test_staging_says_what_would_be_done_and_writes_nobody(elm, coordinator):
    made = stage(coordinator, person(0), person(1), person(2, born_on="31/02/1990"))

    assert counts(made) == {"to_add": 2, "rejected": 1}
    assert made.status == ImportStatus.STAGED
    assert not Patient.objects.exists()


def test_good_rows_go_in_while_bad_rows_come_back_with_a_reason(elm, coordinator):
    made = bring_in(coordinator, person(0, sex="", format=""), person(1, nhs_number="9990000027"))

    assert made.status == ImportStatus.CONFIRMED
    patient = Patient.objects.get()
    assert (patient.nhs_number, patient.name, patient.born_on) == ("9990000018", "Jo Ash0", date(1980, 5, 17))
    assert (patient.practice_id, patient.sex, patient.format) == (elm.pk, "unknown", "standard")
    assert (patient.address, patient.mobile) == (["1 Mill Lane", "Woldham"], "07700900123")
    headings, rows = queries.rejected_rows(made)
    assert headings[:3] == ["Line in the file", "Reason", "NHS number"]
    assert rows[0][:3] == [
        "3",
        "NHS number: This is not a real NHS number. Check each digit against the source.",
        "9990000027",
    ]


def test_rejected_rows_put_right_are_brought_in_as_a_file_of_their_own(elm, coordinator):
    made = bring_in(coordinator, person(0), person(1, born_on="31/02/1990", given_name="=HYPERLINK(1)"))
    headings, rows = queries.rejected_rows(made)
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])

    put_right = text.getvalue().replace("31/02/1990", "28/02/1990").encode()
    again = actions.stage_register(content=put_right, filename="again.csv", by=coordinator)

    assert counts(again) == {"to_add": 1}
    assert again.ignored_headings == ["Line in the file", "Reason"]
    wrong_again = actions.stage_register(content=text.getvalue().encode(), filename="again.csv", by=coordinator)
    assert queries.rejected_rows(wrong_again)[0] == headings


def test_a_row_of_a_practice_that_does_not_take_part_is_not_taken(elm, coordinator):
    factories.PracticeFactory(ods_code="Y81009")

    made = stage(
        coordinator,
        person(0, practice_code="Y81009"),
        person(1, practice_code="Y77777"),
        person(2, practice_code="V81997"),
        person(3, practice_code=" y81001 "),
    )

    assert verdicts(made) == [
        ("reject", Reason.NOT_TAKING_PART),
        ("reject", Reason.PRACTICE),
        ("reject", Reason.PRACTICE),
        ("add", ""),
    ]


def test_practice_staff_bring_in_their_own_people_only(elm, oak, elm_staff):
    made = stage(elm_staff, person(0), person(1, practice_code="Y81002"))

    assert verdicts(made) == [("add", ""), ("reject", Reason.NOT_YOURS)]
    assert made.organisation_id == elm.pk


def test_staff_of_a_place_without_a_code_bring_in_nobody(elm, scheme):
    place = factories.PracticeFactory(ods_code=None)
    staff = factories.sign_in(Role.PRACTICE_STAFF, scheme, place)

    assert verdicts(stage(staff, person(0))) == [("reject", Reason.NOT_YOURS)]


# --- once more


def test_the_same_register_again_changes_nothing(elm, coordinator):
    people = [person(n) for n in range(5)] + [person(9, nhs_number="")]
    bring_in(coordinator, *people)
    before = list(Patient.objects.values())

    made = bring_in(coordinator, *people)

    assert counts(made) == {"unchanged": 6}
    assert list(Patient.objects.values()) == before
    assert not DemographicChange.objects.exists()


def test_a_later_register_updates_who_changed_and_keeps_what_stood_there(elm, coordinator):
    bring_in(coordinator, person(0), person(1))

    made = bring_in(coordinator, person(0), person(1, family_name="Birch", address_1="9 New Road", mobile=""))

    assert counts(made) == {"unchanged": 1, "to_update": 1}
    changed = Patient.objects.get(family_name="Birch")
    assert (changed.address, changed.mobile, changed.version) == (["9 New Road", "Woldham"], "07700900123", 2)
    change = DemographicChange.objects.get()
    assert change.patient_id == changed.pk
    assert change.before == {"family_name": "Ash1", "address": ["2 Mill Lane", "Woldham"]}
    assert change.after == {"family_name": "Birch", "address": ["9 New Road", "Woldham"]}
    assert Patient.objects.count() == 2


def test_the_same_details_written_otherwise_are_nothing_new(elm, coordinator):
    bring_in(coordinator, person(0, email="jo@example.org"))

    made = stage(coordinator, person(0, born_on="1980-05-17", mobile="+447700900123", email=""))

    assert counts(made) == {"unchanged": 1}


def test_an_address_and_its_postcode_are_replaced_together(elm, coordinator):
    bring_in(coordinator, person(0))

    bring_in(coordinator, person(0, address_1="9 New Road", address_3="", postcode=""))

    patient = Patient.objects.get()
    assert (patient.address, patient.postcode) == (["9 New Road"], "")


def test_what_somebody_told_us_here_stands_against_a_file(elm, coordinator):
    bring_in(coordinator, person(0))
    actions.record_contact_preference(
        patient=Patient.objects.get(), version=1, by=coordinator, mobile="07700900999", safe_to_text=True
    )

    made = stage(coordinator, person(0, mobile="07700900111"))
    moved_house = bring_in(coordinator, person(0, mobile="07700900111", address_1="9 New Road"))

    assert counts(made) == {"unchanged": 1}
    assert made.rows.get().words == staging.KEPT_WORDS
    assert counts(moved_house) == {"to_update": 1}
    assert Patient.objects.get().mobile == "07700900999"
    assert Patient.objects.get().address[0] == "9 New Road"


def test_that_a_way_is_not_safe_always_counts(elm, coordinator):
    bring_in(coordinator, person(0))
    actions.record_contact_preference(patient=Patient.objects.get(), version=1, by=coordinator, safe_to_post=False)

    bring_in(coordinator, person(0, safe_to_post="Y", safe_to_text="N"))

    patient = Patient.objects.get()
    assert (patient.safe_to_post, patient.safe_to_text, patient.safe_to_email) == (False, False, True)


def test_before_anybody_asked_the_person_a_file_may_make_a_way_safe_again(elm, coordinator):
    bring_in(coordinator, person(0, safe_to_text="N"))

    bring_in(coordinator, person(0, safe_to_text="Y"))

    assert Patient.objects.get().safe_to_text


# --- the file against itself


def test_a_row_that_repeats_another_is_taken_once(elm, coordinator):
    made = bring_in(coordinator, person(0), person(0), person(1, nhs_number=""), person(1, nhs_number=""))

    assert verdicts(made) == [("add", ""), ("reject", "repeated"), ("add", ""), ("reject", "repeated")]
    assert made.rows.get(line=3).words == "This row repeats line 2. Nothing needs to be done."
    assert Patient.objects.count() == 2


def test_one_nhs_number_with_two_sets_of_details_is_not_taken_at_all(elm, coordinator):
    made = stage(coordinator, person(0), person(0, family_name="Birch"))

    assert verdicts(made) == [("reject", "number_twice"), ("reject", "number_twice")]
    assert "first in line 2" in made.rows.get(line=3).words
    assert queries.rejected_rows(made)[1][0][2] == "9990000018"


def test_a_bad_row_does_not_spoil_the_good_one_with_its_number(elm, coordinator):
    made = stage(coordinator, person(0, born_on="x"), person(0))

    assert verdicts(made) == [("reject", "born_on"), ("add", "")]


def test_two_new_people_with_one_name_and_birthday_are_put_to_a_human(elm, coordinator):
    made = bring_in(coordinator, person(0), person(1, family_name="ASH-0"))

    assert verdicts(made) == [("add", ""), ("ask", "same_name")]
    question = PossibleDuplicate.objects.get()
    assert question.patient == Patient.objects.get()
    assert question.row.nhs_number == "9990000026"


# --- questions


def asked(made) -> list[str]:
    return [row.reason for row in made.rows.filter(verdict=Verdict.ASK)]


def test_the_same_name_and_birthday_with_another_number_is_asked(elm, coordinator):
    bring_in(coordinator, person(0))

    assert asked(stage(coordinator, person(1, family_name="Ash0"))) == ["same_name"]
    assert asked(stage(coordinator, person(1, family_name="Ash0", nhs_number=""))) == ["same_name"]


def test_a_number_that_arrives_later_is_asked(elm, coordinator):
    bring_in(coordinator, person(0, nhs_number=""))

    assert asked(stage(coordinator, person(0))) == ["same_name"]


def test_the_same_number_with_another_name_and_birthday_is_never_taken_over(elm, coordinator):
    bring_in(coordinator, person(0))

    made = bring_in(coordinator, person(0, family_name="Birch", born_on="01/01/1970"))

    assert asked(made) == ["same_number"]
    assert Patient.objects.get().family_name == "Ash0"


@pytest.mark.parametrize("change", [{"family_name": "Birch"}, {"born_on": "18/05/1980"}])
def test_the_same_number_with_only_a_new_name_or_a_corrected_birthday_is_an_update(elm, coordinator, change):
    bring_in(coordinator, person(0))

    assert counts(stage(coordinator, person(0, **change))) == {"to_update": 1}


def test_another_practice_is_a_proposed_move(elm, oak, coordinator):
    bring_in(coordinator, person(0))

    made = bring_in(coordinator, person(0, practice_code="Y81002"))

    assert asked(made) == ["move"]
    assert Patient.objects.get().practice_id == elm.pk


def test_somebody_who_moved_away_and_is_on_the_register_again_is_asked(elm, coordinator):
    bring_in(coordinator, person(0))
    actions.record_departure(patient=Patient.objects.get(), status="moved", on=date(2026, 3, 1), by=coordinator)

    made = stage(coordinator, person(0))

    assert asked(made) == ["return"]


def test_a_question_is_open_once_and_goes_on_with_the_newer_row(elm, oak, coordinator):
    bring_in(coordinator, person(0))
    bring_in(coordinator, person(0, practice_code="Y81002"))
    bring_in(coordinator, person(0, practice_code="Y81002"))

    newer = bring_in(coordinator, person(0, practice_code="Y81002", address_1="9 New Road"))

    assert PossibleDuplicate.objects.get().row.register_import_id == newer.pk


# --- whole or not at all


def test_a_second_confirmation_is_refused_and_changes_nothing(elm, coordinator):
    made = bring_in(coordinator, person(0))

    with pytest.raises(ValidationError, match="it is brought in"):
        actions.confirm_register_import(register_import=made, by=coordinator)

    assert Patient.objects.count() == 1
    assert Event.objects.filter(kind="patients.register_confirmed").count() == 1


def test_what_is_set_aside_brings_nobody_in_and_keeps_nobodys_details(elm, coordinator):
    made = actions.discard_register_import(register_import=stage(coordinator, person(0)), by=coordinator)

    assert made.status == ImportStatus.DISCARDED
    assert not RegisterImportRow.objects.exists()
    with pytest.raises(ValidationError, match="it is set aside"):
        actions.confirm_register_import(register_import=made, by=coordinator)
    assert Event.objects.filter(kind="patients.register_discarded").count() == 1


@pytest.mark.parametrize("n_number", ["9990000018", ""])
def test_two_files_that_would_add_the_same_person_never_both_do(elm, coordinator, n_number):
    first = stage(coordinator, person(0, nhs_number=n_number))
    second = stage(coordinator, person(0, nhs_number=n_number))
    actions.confirm_register_import(register_import=first, by=coordinator)

    with pytest.raises(ValidationError, match="The register has changed since"):
        actions.confirm_register_import(register_import=second, by=coordinator)

    assert Patient.objects.count() == 1


def test_a_file_does_not_write_over_what_was_changed_since_it_was_checked(elm, coordinator):
    bring_in(coordinator, person(0), person(1))
    made = stage(coordinator, person(0, family_name="Birch"), person(1, family_name="Elder"))
    changed = Patient.objects.get(nhs_number="9990000018")
    actions.record_contact_preference(patient=changed, version=1, by=coordinator, needs="Interpreter")

    with pytest.raises(ValidationError, match="The register has changed since"):
        actions.confirm_register_import(register_import=made, by=coordinator)

    assert set(Patient.objects.values_list("family_name", flat=True)) == {"Ash0", "Ash1"}
    assert not DemographicChange.objects.filter(register_import__isnull=False).exists()


def test_a_confirmation_that_dies_midway_leaves_nothing(elm, coordinator, monkeypatch):
    bring_in(coordinator, person(0))
    made = stage(coordinator, person(0, family_name="Birch"), person(1), person(2, family_name="Ash1"))
    monkeypatch.setattr(merging, "ASK", "SELECT 1 / 0")

    with pytest.raises(DatabaseError), transaction.atomic():
        actions.confirm_register_import(register_import=made, by=coordinator)

    assert list(Patient.objects.values_list("family_name", flat=True)) == ["Ash0"]
    assert not PossibleDuplicate.objects.exists()
    made.refresh_from_db()
    assert made.status == ImportStatus.STAGED


def test_a_staging_that_dies_midway_leaves_nothing(elm, coordinator, monkeypatch):
    monkeypatch.setattr(staging, "COUNTS", "SELECT 1 / 0")

    with pytest.raises(DatabaseError), transaction.atomic():
        stage(coordinator, person(0))

    assert not RegisterImport.objects.exists()
    assert not RegisterImportRow.objects.exists()


def test_the_database_refuses_a_move_the_life_cycle_does_not_know(elm, coordinator):
    made = bring_in(coordinator, person(0))

    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        RegisterImport.objects.filter(pk=made.pk).update(status="staged", decided_by=None, decided_at=None)


def test_every_status_but_the_final_ones_can_move():
    stuck = {status for status in ImportStatus if not LIFE.moves_from(status)}

    assert stuck == {ImportStatus.CONFIRMED, ImportStatus.DISCARDED}


def test_what_was_changed_is_never_rewritten(elm, coordinator):
    bring_in(coordinator, person(0))
    bring_in(coordinator, person(0, family_name="Birch"))

    with pytest.raises(DatabaseError), transaction.atomic():
        DemographicChange.objects.update(before={})


def test_a_register_and_its_confirmation_are_audited_with_their_counts(elm, coordinator):
    bring_in(coordinator, person(0), person(1, born_on=""))

    staged, confirmed = Event.objects.filter(kind__startswith="patients.register").order_by("kind").reverse()
    assert staged.sentence == "A register, register.csv, was checked: 2 rows."
    assert confirmed.sentence == (
        "A register, register.csv, was brought in: 1 added, 0 updated, 0 put to somebody to decide, 1 not taken."
    )
    assert confirmed.data == {"to_add": 1, "to_update": 0, "to_ask": 0, "rejected": 1, "unchanged": 0}


# --- who


def test_nobody_confirms_a_register_of_another_practice(elm, oak, scheme, elm_staff, coordinator):
    elsewhere = factories.sign_in(Role.PRACTICE_STAFF, scheme, oak)
    of_the_scheme = stage(coordinator, person(0))

    for made in (stage(elm_staff, person(0)), of_the_scheme):
        with pytest.raises(PermissionDenied):
            actions.confirm_register_import(register_import=made, by=elsewhere)
    with pytest.raises(PermissionDenied):
        actions.confirm_register_import(register_import=of_the_scheme, by=elm_staff)


def test_a_member_may_not_even_check_a_register(elm, member):
    with pytest.raises(PermissionDenied):
        stage(member, person(0))


def test_another_scheme_neither_sees_nor_touches_the_register(elm, coordinator, stranger):
    bring_in(coordinator, person(0))

    with wall.within(stranger.acting.scheme_id):
        factories.ParticipationFactory(scheme_id=stranger.acting.scheme_id, organisation=elm)
        made = bring_in(stranger, person(0, family_name="Birch"))
        assert counts(made) == {"to_add": 1}
        assert RegisterImport.objects.count() == 1

    assert Patient.objects.get().family_name == "Ash0"


# --- files as they come


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_is_read_in_every_encoding_offices_use(elm, coordinator, encoding):
    bring_in(coordinator, person(0, family_name="Müller–Ash"), encoding=encoding)

    assert Patient.objects.get().family_name == "Müller–Ash"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_file_is_read_whatever_divides_its_cells(elm, coordinator, delimiter):
    assert counts(stage(coordinator, person(0), delimiter=delimiter)) == {"to_add": 1}


def test_columns_may_stand_in_any_order_and_be_more_than_we_know(elm, coordinator):
    columns = ["practice_code", "Shoe size", "born_on", "given_name", "family_name", "nhs_number"]

    made = stage(coordinator, person(0), columns=columns)

    assert counts(made) == {"to_add": 1}
    assert made.ignored_headings == ["Shoe size"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"NHS number,Surname\n", "no column for"),
        (b"\x00\x01\x02", "not text"),
        (file_of(), "no rows"),
        (file_of(person(0)) + b'"unclosed', "quotation mark"),
        (file_of(person(0)) + b"," * 60 + b"x", "stray"),
        (b"\xff\xfe\x00", "not text"),
    ],
)
def test_a_file_that_cannot_be_read_to_its_end_is_refused_in_words(elm, coordinator, content, words):
    with pytest.raises(ValidationError, match=words):
        actions.stage_register(content=content, filename="bad.csv", by=coordinator)

    assert not RegisterImport.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('pg_temp.register_staging')")
        assert cursor.fetchone() == (None,)


def test_a_file_that_is_too_large_is_refused_in_words(elm, coordinator, settings):
    settings.IMPORT_MAX_BYTES = 1_000_000

    with pytest.raises(ValidationError, match="larger than 1 MB"):
        actions.stage_register(content=b"x" * 1_000_001, filename="big.csv", by=coordinator)


def test_a_long_file_name_is_cut_and_never_an_error(elm, coordinator):
    made = actions.stage_register(content=file_of(person(0)), filename="x" * 300 + ".csv", by=coordinator)

    assert len(made.filename) == 200


def test_a_row_that_repeats_by_the_statement_comes_back_as_it_was_sent(elm, coordinator):
    made = stage(coordinator, person(0), person(0))

    assert queries.rejected_rows(made)[1][0][2:5] == ["9990000018", "Ash0", "Jo"]


@given(content=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda text: file_of() + text.encode())))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_bytes_are_a_file_is_staged_or_refused_in_words(elm, coordinator, content):
    with transaction.atomic():
        try:
            made = actions.stage_register(content=content, filename="any.csv", by=coordinator)
        except ValidationError:
            return
        assert made.rows_read == made.rows.count()
        transaction.set_rollback(True)


CELL = st.one_of(st.text(max_size=40), st.sampled_from(["", "9990000018", "17/05/1980", "Y81001", "Ash", "Y"]))


@given(rows=st.lists(st.lists(CELL, min_size=8, max_size=8), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_cells_hold_the_counts_add_up_and_confirming_does_what_was_shown(elm, coordinator, rows):
    columns = ["nhs_number", "family_name", "given_name", "born_on", "practice_code", "address", "mobile", "needs"]
    people = [dict(zip(columns, row, strict=True)) for row in rows]
    with transaction.atomic():
        try:
            made = bring_in(coordinator, *people, columns=columns)
        except ValidationError:
            return
        assert Patient.objects.count() == made.to_add
        assert PossibleDuplicate.objects.count() == made.to_ask
        assert len(queries.rejected_rows(made)[1]) == made.rejected
        transaction.set_rollback(True)


def test_a_long_file_is_read_piece_by_piece(elm, coordinator, monkeypatch):
    monkeypatch.setattr(actions.registers, "LINES_A_PIECE", 2)

    assert counts(stage(coordinator, *(person(n) for n in range(5)))) == {"to_add": 5}


def test_who_may_not_bring_a_register_in_sees_none(elm, coordinator, gp):
    stage(coordinator, person(0))

    assert not queries.imports_waiting(gp).exists()
    assert queries.imports_waiting(coordinator).count() == 1
