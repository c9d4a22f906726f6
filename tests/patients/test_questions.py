"""Answering whether two people may be the same."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from audit.models import Event
from patients import actions, queries
from patients.models import DemographicChange, Patient, PossibleDuplicate
from tests.patients.registers import bring_in, person, stage


def answer(by, same, **how):
    question = PossibleDuplicate.objects.open().get()
    return actions.resolve_duplicate(duplicate=question, same=same, by=by, reason="Rang the practice", **how)


@pytest.fixture
def same_name(elm, coordinator):
    """Two rows share a name and a birthday, not a number; a third person stands beside them."""
    bring_in(coordinator, person(0), person(2))
    bring_in(coordinator, person(1, family_name="Ash0", address_1="9 New Road"))


@pytest.fixture
def same_number(elm, coordinator):
    bring_in(coordinator, person(0))
    bring_in(coordinator, person(0, family_name="Birch", born_on="01/01/1970"))


@pytest.fixture
def move(elm, oak, coordinator):
    bring_in(coordinator, person(0))
    bring_in(coordinator, person(0, practice_code="Y81002"))


def test_the_same_person_takes_the_files_details_and_keeps_what_stood_there(same_name, coordinator):
    answered = answer(coordinator, same=True)

    patient = Patient.objects.get(family_name="Ash0")
    assert (patient.nhs_number, patient.address[0], patient.version) == ("9990000026", "9 New Road", 2)
    change = DemographicChange.objects.get()
    assert change.before["nhs_number"] == "9990000018"
    assert (answered.answer, answered.reason, answered.resolved_by) == ("same", "Rang the practice", coordinator)
    assert Patient.objects.count() == 2


def test_two_people_become_two_records(same_name, coordinator):
    answer(coordinator, same=False)

    assert set(Patient.objects.filter(family_name="Ash0").values_list("nhs_number", flat=True)) == {
        "9990000018",
        "9990000026",
    }


@pytest.mark.parametrize("same", [True, False])
def test_once_answered_the_same_row_asks_nothing_and_changes_nothing(same_name, coordinator, same):
    answer(coordinator, same=same)

    made = stage(coordinator, person(1, family_name="Ash0", address_1="9 New Road"))

    assert made.unchanged == 1


@pytest.mark.parametrize("same", [True, False])
def test_somebody_without_a_number_is_asked_about_once(elm, coordinator, same):
    bring_in(coordinator, person(0))
    row = person(0, nhs_number="", address_1="9 New Road")
    bring_in(coordinator, row)
    answer(coordinator, same=same)

    assert stage(coordinator, row).unchanged == 1
    assert Patient.objects.count() == (1 if same else 2)


def test_another_person_with_the_number_leaves_the_register_as_it_is_and_is_not_asked_again(same_number, coordinator):
    answer(coordinator, same=False)

    made = stage(coordinator, person(0, family_name="Birch", born_on="01/01/1970"))

    assert Patient.objects.get().family_name == "Ash0"
    assert made.rows.get().reason == "decided"
    assert "Correct the row at its source" in made.rows.get().words


def test_the_same_person_under_another_name_is_taken_over(same_number, coordinator):
    answer(coordinator, same=True)

    assert Patient.objects.get().name == "Jo Birch"


def test_a_confirmed_move_moves_the_person(move, oak, coordinator):
    answer(coordinator, same=True)

    assert Patient.objects.get().practice_id == oak.pk
    assert DemographicChange.objects.get().after == {"practice_id": str(oak.pk)}


def test_a_declined_move_leaves_the_person_until_the_file_says_something_new(move, elm, coordinator):
    answer(coordinator, same=False)

    assert Patient.objects.get().practice_id == elm.pk
    assert stage(coordinator, person(0, practice_code="Y81002")).rejected == 1
    assert stage(coordinator, person(0, practice_code="Y81002", address_1="9 New Road")).to_ask == 1


def test_somebody_who_died_by_mistake_is_put_back(elm, coordinator, today):
    bring_in(coordinator, person(0))
    actions.record_departure(patient=Patient.objects.get(), status="deceased", on=today, by=coordinator)
    bring_in(coordinator, person(0))

    answer(coordinator, same=True)

    patient = Patient.objects.get()
    assert (patient.status, patient.died_on) == ("registered", None)


def test_an_answer_is_given_once(move, coordinator):
    answered = answer(coordinator, same=True)

    with pytest.raises(ValidationError, match="answered already"):
        actions.resolve_duplicate(duplicate=answered, same=False, by=coordinator)

    assert Event.objects.filter(kind="patients.question_answered").count() == 1


def test_an_answer_is_audited_in_words(move, coordinator):
    answer(coordinator, same=True)

    event = Event.objects.get(kind="patients.question_answered")
    assert event.sentence == "Registered at another practice: Yes: take the file's details."
    assert event.patient_id == Patient.objects.get().pk


def test_a_number_that_somebody_else_has_by_now_is_refused(elm, coordinator):
    bring_in(coordinator, person(0))
    bring_in(coordinator, person(1, family_name="Ash0"))
    bring_in(coordinator, person(1, family_name="Cherry"))

    for same in (True, False):
        with pytest.raises(ValidationError, match="Somebody else on the register has this NHS number"):
            answer(coordinator, same=same)


def test_only_who_runs_the_scheme_answers_or_sees_questions(move, elm_staff, gp):
    question = PossibleDuplicate.objects.get()

    for user in (elm_staff, gp):
        assert not queries.open_questions(user).exists()
        with pytest.raises(PermissionDenied):
            actions.resolve_duplicate(duplicate=question, same=True, by=user)


def test_the_database_refuses_an_answer_of_nobody(move):
    with pytest.raises(IntegrityError, match="question_answered_by_somebody"), transaction.atomic():
        PossibleDuplicate.objects.update(answer="same")


def test_the_database_refuses_the_same_question_twice(move):
    question = PossibleDuplicate.objects.get()
    question.pk = None

    with pytest.raises(DatabaseError), transaction.atomic():
        question.save(force_insert=True)


def test_people_are_compared_particular_by_particular(same_name):
    question = queries.open_questions(PossibleDuplicate.objects.get().row.register_import.uploaded_by).get()

    differing = {
        each.label: (each.here, each.in_file)
        for each in queries.compare(question.patient, question.row)
        if each.differs
    }

    assert differing == {
        "NHS number": ("9990000018", "9990000026"),
        "Address": ("1 Mill Lane, Woldham, ZZ99 3AB", "9 New Road, Woldham, ZZ99 3AB"),
    }
