"""Sabotage: each way of weakening the trail or the wall is found before anything starts."""

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from audit import capture, trail, wall
from tests.audit.conftest import World

SABOTAGE = {
    "a policy dropped": ("DROP POLICY wall ON careplans_careplan", "careplans_careplan has no wall"),
    "a person's policy dropped": ("DROP POLICY person ON careplans_careplan", "careplan is not held to people"),
    "the wall not forced": ("ALTER TABLE episodes_episode NO FORCE ROW LEVEL SECURITY", "episodes_episode has no wall"),
    "a table without a wall": ("CREATE TABLE notes (id uuid, patient_id uuid)", "notes is about people or a scheme"),
    "a copy of the people": (
        "CREATE MATERIALIZED VIEW everybody AS SELECT * FROM patients_patient",
        "everybody is about people or a scheme",
    ),
    "update granted": ("GRANT UPDATE ON audit_event TO sharedcare_app", "may write to audit_event past"),
    "one column granted": ("GRANT UPDATE (at) ON audit_recordview TO PUBLIC", "may write to audit_recordview past"),
    "insert granted": ("GRANT INSERT ON audit_rowchange TO sharedcare_app", "may write to audit_rowchange past"),
    "truncate granted": ("GRANT TRUNCATE ON audit_seal TO sharedcare_app", "may write to audit_seal past"),
    "numbers granted": ("GRANT USAGE ON SEQUENCE audit_number TO sharedcare_app", "may set the numbers"),
    "the trigger disabled": (
        "ALTER TABLE audit_event DISABLE TRIGGER audit_event_append_only",
        "audit_event lacks the trigger audit_event_append_only",
    ),
    "the trigger dropped": ("DROP TRIGGER audit_seal_no_truncate ON audit_seal", "audit_seal lacks the trigger"),
    "the net cut": (
        "ALTER TABLE patients_patient DISABLE TRIGGER zz_trail_changed",
        "Changes to patients_patient are not captured",
    ),
    "the net taken away": ("DROP TRIGGER zz_trail_removed ON accounts_membership", "Changes to accounts_membership"),
    "the table given away": ("ALTER TABLE audit_event OWNER TO sharedcare_owner", "audit_event does not belong"),
    "a function given away": ("ALTER FUNCTION audit_seal_trail() OWNER TO sharedcare_owner", "seal_trail does not"),
    "the net for hire": ("GRANT EXECUTE ON FUNCTION audit_capture() TO PUBLIC", "may call audit_capture itself"),
    "a path forgotten": (
        "ALTER FUNCTION app_hidden() SET search_path = pg_catalog, public",
        "app_hidden can be misled",
    ),
    "no path at all": ("ALTER FUNCTION audit_append_event(jsonb) RESET search_path", "append_event can be misled"),
    "making allowed": ("GRANT CREATE ON SCHEMA public TO sharedcare_app", "may make tables or functions"),
    "the switch open": (
        "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean LANGUAGE sql"
        " AS 'SELECT true'",
        "pgtrigger.ignore",
    ),
}  # fmt: skip


def refuse_to_start():
    wall.refuse_unless_whole()
    trail.refuse_unless_whole()


def test_a_whole_database_has_no_hole(world: World):
    assert wall.holes() + trail.holes() == []
    assert run_checks(tags=["database"], databases=["default"]) == []


@pytest.mark.parametrize(("statement", "found"), SABOTAGE.values(), ids=SABOTAGE.keys())
def test_sabotage_is_found_by_the_check_and_stops_the_start(world: World, statement, found):
    world.connect("owner").execute(statement)

    holes = wall.holes() + trail.holes()
    assert any(found in hole for hole in holes), holes
    assert [error.msg for error in run_checks(tags=["database"], databases=["default"])] == holes
    with pytest.raises(ImproperlyConfigured):
        refuse_to_start()


def test_the_check_asks_nothing_of_other_databases(db):
    assert run_checks(tags=["database"], databases=[]) == []


def test_every_table_about_people_is_watched_or_says_why_not():
    named = {watch.table for watch in capture.watches()} | set(capture.UNWATCHED)

    assert {model._meta.db_table for model in wall.personal_models()} <= named
    assert set(capture.ACCESS) <= named
    assert all(len(reason) > 10 for reason in capture.UNWATCHED.values())
    assert set(capture.IDENTITY) <= {watch.table for watch in capture.watches()}
