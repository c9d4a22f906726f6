"""The wall between schemes."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, ProgrammingError, connection, transaction

from audit import wall
from patients.models import Patient
from tests import factories


def test_tests_run_as_the_application_role_which_owns_nothing(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, row_security_active('patients_patient')")
        assert cursor.fetchone() == (wall.APPLICATION_ROLE, True)

    assert wall.holes() == []


def test_without_a_context_every_walled_table_is_empty(patient):
    with wall.within(None):
        for model in wall.walled_models():
            assert not model._base_manager.exists(), model


def test_another_scheme_sees_none_of_this_ones_rows(patient, stranger):
    with wall.within(stranger.acting.scheme_id):
        assert not Patient.objects.filter(pk=patient.pk).exists()
        assert Patient.objects.filter(pk=patient.pk).update(given_name="Taken") == 0

    assert Patient.objects.get(pk=patient.pk).given_name == "Alex"


def test_a_row_cannot_be_written_into_another_scheme(patient, stranger):
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        factories.PatientFactory(scheme_id=stranger.acting.scheme_id, practice=patient.practice)


def test_a_row_cannot_point_at_a_person_of_another_scheme(patient, stranger):
    with wall.within(stranger.acting.scheme_id):
        factories.OptOutFactory(scheme_id=stranger.acting.scheme_id, patient_id=patient.pk)

        with pytest.raises(IntegrityError, match="patient_id_wall"), transaction.atomic():
            connection.check_constraints()
        transaction.set_rollback(True)


def test_the_same_nhs_number_may_live_in_two_schemes_and_neither_can_tell(patient, stranger):
    with wall.within(stranger.acting.scheme_id):
        factories.PatientFactory(
            scheme_id=stranger.acting.scheme_id, practice=patient.practice, nhs_number=patient.nhs_number
        )
        assert Patient.objects.filter(nhs_number=patient.nhs_number).count() == 1


def test_the_outer_context_stands_again_after_an_inner_one(scheme, stranger):
    with wall.within(stranger.acting.scheme_id):
        pass

    assert wall.current_scheme() == scheme.pk


def test_a_forgotten_table_is_a_hole_and_stops_the_start(db, monkeypatch):
    assert "practices_organisation has no wall" in wall.holes(["practices_organisation"])[0]

    monkeypatch.setattr(wall, "holes", lambda: ["Table x has no wall."])
    with pytest.raises(ImproperlyConfigured, match="Table x has no wall"):
        wall.refuse_unless_whole()


def test_a_table_about_people_that_is_not_held_to_them_is_a_hole(db):
    assert "schemes_protocol is not held to people" in wall.holes([], ["schemes_protocol"])[0]


def test_every_table_with_somebody_in_it_is_known_to_be_about_people():
    names = {model._meta.db_table for model in wall.personal_models()}

    assert {"patients_patient", "careplans_planaction", "recall_attemptoutcome", "audit_event"} <= names
    assert not {"schemes_protocol", "monitoring_meeting", "practices_professional"} & names


def test_a_role_that_could_step_over_the_wall_is_a_hole(db, monkeypatch):
    monkeypatch.setattr(wall, "ROLE_FACTS", "SELECT false, true, true")

    bypasses, owns = wall.holes([], [])

    assert "may bypass row-level security" in bypasses
    assert "owns tables" in owns


def test_an_error_inside_leaves_the_outer_context_standing(scheme, stranger):
    with pytest.raises(RuntimeError), wall.within(stranger.acting.scheme_id):
        raise RuntimeError

    assert wall.current_scheme() == scheme.pk


def test_a_large_deed_may_take_longer_and_the_next_transaction_may_not(db):
    with transaction.atomic():
        wall.patience(120)
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("2min",)
