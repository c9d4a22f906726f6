"""The two records: a deed belongs to one scheme and one doer, and nothing is ever rewritten."""

import os
from datetime import timedelta

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from time_machine import travel

from audit import actions, queries, wall
from audit.events import Kind
from audit.models import Event, RecordView
from tests.conftest import NOW

SEEN = Kind("tests.seen", "{name} was seen.")


def deed(patient, **given):
    return actions.record(SEEN, subject=patient, patient_id=patient.pk, name="Alex", **given)


def test_a_deed_is_recorded_with_its_sentence_its_subject_and_its_scheme(scheme, gp, patient):
    event = deed(patient, by=gp, data={"weight": 1})

    assert (event.sentence, event.kind, event.scheme_id) == ("Alex was seen.", "tests.seen", scheme.pk)
    assert (event.subject_type, event.subject_id) == ("patients.patient", str(patient.pk))
    assert str(event) == "Alex was seen."


@pytest.mark.parametrize("both", [True, False])
def test_a_deed_is_of_one_person_or_one_process_never_both_or_neither(gp, patient, both):
    with pytest.raises(IntegrityError, match="event_by_person_or_process"), transaction.atomic():
        deed(patient, by=gp if both else None, process="tests.seen" if both else "")


def test_the_timeline_is_what_was_done_for_one_person_latest_first(gp, patient):
    first = deed(patient, by=gp)
    with travel(NOW + timedelta(minutes=1)):
        second = deed(patient, by=gp)
    actions.record(SEEN, subject=patient, by=gp, name="Somebody else")

    assert list(queries.timeline(patient.pk)) == [second, first]


def test_a_look_at_a_record_says_who_and_in_which_role(gp, patient):
    actions.record_view(by=gp, patient_ids=[patient.pk], page="Person")

    look = queries.looks(patient.pk).get()
    assert (look.user, look.role, look.page) == (gp, "prescriber", "Person")
    assert str(look) == "Person seen at 2026-03-16 10:00"


def test_another_scheme_reads_none_of_this_ones_deeds(gp, patient, stranger):
    deed(patient, by=gp)

    with wall.within(stranger.acting.scheme_id):
        assert not Event.objects.exists()


def test_a_deed_outside_every_scheme_is_written_and_read_by_nobody_here(gp, patient):
    with wall.within(None):
        deed(patient, by=gp)
        assert not Event.objects.exists()

    assert not Event.objects.exists()


@pytest.mark.parametrize("model", [Event, RecordView])
@pytest.mark.parametrize(
    "change", ["UPDATE {} SET patient_id = NULL", "DELETE FROM {}", "TRUNCATE {}"], ids=lambda sql: sql.split()[0]
)
def test_the_application_can_neither_change_nor_remove_a_record(scheme, model, change):
    with (
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute(change.format(model._meta.db_table))


@pytest.fixture
def owner(db):
    """The owner of the tables, standing in a scheme with one event in it, in a transaction that is undone."""
    with psycopg.connect(os.environ["OWNER_DATABASE_URL"], dbname=connection.settings_dict["NAME"]) as raw:
        raw.execute("SELECT set_config('app.scheme_id', gen_random_uuid()::text, true)")
        raw.execute(
            "INSERT INTO schemes_scheme"
            " (id, name, locality, commissioner, model_description, status, starts_on, version)"
            " VALUES (app_scheme(), 'Owned', 'Wolds', 'Council', '', 'planned', '2026-01-01', 1)"
        )
        raw.execute(
            "INSERT INTO audit_event (id, scheme_id, kind, sentence, data, subject_type, subject_id, process, at)"
            " VALUES (gen_random_uuid(), app_scheme(), 'k', 's', '{}', 't', 'i', 'p', now())"
        )
        raw.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield raw
        raw.rollback()


@pytest.mark.parametrize(
    "change", ["UPDATE audit_event SET sentence = ''", "DELETE FROM audit_event", "TRUNCATE audit_event"]
)
def test_not_even_the_owner_of_the_tables_rewrites_the_record(owner, change):
    with pytest.raises(psycopg.errors.RestrictViolation, match="never changed or removed"):
        owner.execute(change)
