"""Somebody has the application's database password. They may add to the trail, and never take away from it."""

import pytest
from psycopg import errors

from audit import queries, trail, wall
from audit.models import Event, RowChange
from tests.audit.conftest import World

TRAIL = ("audit_event", "audit_recordview", "audit_rowchange", "audit_seal")
REFUSED = (errors.InsufficientPrivilege, errors.WrongObjectType, errors.FeatureNotSupported)


@pytest.fixture
def attacker(world: World):
    """A session as the application's role, standing in the scheme as the wall would have it."""
    with world.connect() as raw:
        raw.execute("SELECT set_config('app.scheme_id', %s, false)", [str(world.scheme.pk)])
        raw.execute("SELECT set_config('app.reach', 'everybody', false), set_config('app.record', 'whole', false)")
        yield raw


def test_the_attacker_is_the_application_and_sees_the_rows(attacker):
    assert attacker.execute("SELECT current_user, count(*) FROM audit_event").fetchone() == ("sharedcare_app", 1)


EACH_TABLE = {
    "update": "UPDATE {} SET id = gen_random_uuid()",
    "delete": "DELETE FROM {}",
    "truncate": "TRUNCATE {} CASCADE",
    "insert": "INSERT INTO {} SELECT * FROM {}",
    "insert or update": "INSERT INTO {} SELECT * FROM {} ON CONFLICT (id) DO UPDATE SET id = gen_random_uuid()",
    "merge": "MERGE INTO {} t USING {} s ON t.id = s.id WHEN MATCHED THEN DELETE",
    "copy in": "COPY {} FROM STDIN",
    "lock for update": "SELECT * FROM {} FOR UPDATE",
    "lock the table": "DO $$ BEGIN LOCK TABLE {} IN ACCESS EXCLUSIVE MODE; END $$",
    "disable a trigger": "ALTER TABLE {} DISABLE TRIGGER ALL",
    "drop a trigger": "DROP TRIGGER {}_append_only ON {}",
    "add a trigger": "CREATE TRIGGER mine BEFORE UPDATE ON {} FOR EACH ROW"
    " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "add a rule": "CREATE RULE mine AS ON INSERT TO {} DO INSTEAD NOTHING",
    "add a column": "ALTER TABLE {} ADD COLUMN mine text",
    "drop a column": "ALTER TABLE {} DROP COLUMN id CASCADE",
    "change a default": "ALTER TABLE {} ALTER COLUMN id SET DEFAULT NULL",
    "open the wall": "ALTER TABLE {} DISABLE ROW LEVEL SECURITY",
    "add a policy": "CREATE POLICY mine ON {} USING (true) WITH CHECK (true)",
    "drop a policy": "DROP POLICY {policy} ON {}",
    "drop the table": "DROP TABLE {} CASCADE",
    "rename the table": "ALTER TABLE {} RENAME TO mine",
    "own the table": "ALTER TABLE {} OWNER TO sharedcare_app",
    "inherit from it": "CREATE TEMPORARY TABLE mine () INHERITS ({})",
    "index it": "CREATE INDEX mine ON {} (id)",
    "cluster it": "CLUSTER {}",
    "publish it": "CREATE PUBLICATION mine FOR TABLE {}",
}


@pytest.mark.parametrize("table", TRAIL)
def test_no_statement_against_a_table_of_the_trail_is_let_through(attacker, world, table):
    through, policy = [], "wall" if table == "audit_recordview" else "wall_read"
    before = world.connect("owner").execute(f"SELECT count(*), md5(string_agg(t::text, '' ORDER BY id)) FROM {table} t")
    kept = before.fetchone()
    for name, statement in EACH_TABLE.items():
        try:
            attacker.execute(statement.format(*[table] * 3, policy=policy))
        except REFUSED:
            continue
        except errors.Error as other:
            through.append(f"{name}: refused for another reason, {other}")
            continue
        through.append(name)

    assert through == []
    after = world.connect("owner").execute(f"SELECT count(*), md5(string_agg(t::text, '' ORDER BY id)) FROM {table} t")
    assert after.fetchone() == kept


ESCAPES = {
    "become the owner": "SET ROLE sharedcare_owner",
    "become the trail's role": "SET ROLE sharedcare_audit",
    "sign in as another": "SET SESSION AUTHORIZATION sharedcare_owner",
    "be replication": "SET session_replication_role = replica",
    "grant itself": "GRANT sharedcare_audit TO sharedcare_app",
    "raise itself": "ALTER ROLE sharedcare_app BYPASSRLS",
    "make a role": "CREATE ROLE mine SUPERUSER",
    "replace the writer": "CREATE OR REPLACE FUNCTION audit_append_event(given jsonb) RETURNS void LANGUAGE sql AS ''",
    "replace the refusal": "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql"
    " AS 'BEGIN RETURN NEW; END'",
    "replace the switch": "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean"
    " LANGUAGE sql AS 'SELECT true'",
    "drop the sealer": "DROP FUNCTION audit_seal_trail() CASCADE",
    "change a path": "ALTER FUNCTION audit_append_event(jsonb) SET search_path = mine",
    "make a function in public": "CREATE FUNCTION public.to_jsonb(audit_event) RETURNS jsonb LANGUAGE sql"
    " AS 'SELECT NULL::jsonb'",
    "make an operator": "CREATE OPERATOR public.|| (LEFTARG = jsonb, RIGHTARG = jsonb, FUNCTION = jsonb_concat)",
    "make a table": "CREATE TABLE public.mine (id int)",
    "make a schema": "CREATE SCHEMA mine",
    "make an extension": "CREATE EXTENSION file_fdw",
    "make a language": "CREATE LANGUAGE plpython3u",
    "an event trigger": "CREATE EVENT TRIGGER mine ON ddl_command_end EXECUTE FUNCTION refuse_change()",
    "run a program": "COPY (SELECT 1) TO PROGRAM 'true'",
    "write a file": "COPY (SELECT 1) TO '/tmp/mine'",
    "read a file": "SELECT pg_read_file('PG_VERSION')",
    "list files": "SELECT pg_ls_dir('.')",
    "import a large object": "SELECT lo_import('/etc/hostname')",
    "export a large object": "SELECT lo_export(1, '/tmp/mine')",
    "set a parameter": "ALTER SYSTEM SET fsync = off",
    "end other sessions": "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'sharedcare_owner'",
    "reset the log": "SELECT pg_rotate_logfile()",
    "make a slot": "SELECT pg_create_logical_replication_slot('mine', 'test_decoding')",
    "the number before": "SELECT setval('audit_number', 1)",
    "take a number": "SELECT nextval('audit_number')",
    "write the catalogue": "DELETE FROM pg_trigger",
    "call the net": "SELECT audit_capture()",
    "call the stamps": "SELECT audit_stamps()",
    "default privileges": "ALTER DEFAULT PRIVILEGES FOR ROLE sharedcare_audit GRANT ALL ON TABLES TO sharedcare_app",
    "reassign": "REASSIGN OWNED BY sharedcare_audit TO sharedcare_app",
    "drop what is owned": "DROP OWNED BY sharedcare_audit CASCADE",
    "the net of people": "ALTER TABLE patients_patient DISABLE TRIGGER zz_trail_changed",
    "drop the net": "DROP TRIGGER zz_trail_changed ON patients_patient",
    "empty the people": "TRUNCATE patients_patient CASCADE",
    "database settings": "ALTER DATABASE {database} SET session_replication_role = replica",
    "drop the database": "DROP DATABASE {database}",
    "change a constraint": "ALTER TABLE audit_event DROP CONSTRAINT event_by_person_or_process",
}


def test_no_way_out_of_the_role_is_open(attacker, world):
    through = []
    for name, statement in ESCAPES.items():
        try:
            done = attacker.execute(statement.format(database=world.database))
        except (*REFUSED, errors.ObjectInUse):
            continue
        except errors.Error as other:
            through.append(f"{name}: refused for another reason, {other}")
            continue
        if name == "reset the log" or (name == "end other sessions" and done.rowcount == 0):
            continue
        through.append(name)

    assert through == []
    assert queries.links() == []
    assert trail.holes() == []


def test_a_setting_that_a_role_gave_itself_is_a_hole(attacker, world):
    """PostgreSQL lets every role set its own settings, for all its sessions to come; so the start is refused on one.

    A harmless one here, because the role is the same for tests that run beside this.
    """
    attacker.execute("ALTER ROLE sharedcare_app SET work_mem = 5000")
    try:
        assert trail.holes() == ["The application's role has settings of its own: work_mem=5000."]
    finally:
        attacker.execute("ALTER ROLE sharedcare_app RESET ALL")


def test_a_forged_deed_still_has_the_clock_the_transaction_and_the_role_of_the_database(attacker, world):
    attacker.execute(
        """SELECT audit_append_event(jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'kind', 'k',
           'sentence', 's', 'data', '{}'::jsonb, 'subject_type', 't', 'subject_id', 'forged', 'process', 'p',
           'at', '1999-01-01', 'recorded_at', '1999-01-01', 'number', -1, 'transaction', 1, 'cluster', 1,
           'recorded_as', 'somebody', 'scheme_id', gen_random_uuid())))"""
    )

    forged, real = attacker.execute(
        """SELECT f.number > e.number AND f.transaction > e.transaction AND f.cluster = e.cluster
                  AND f.recorded_as = 'sharedcare_app' AND f.scheme_id = e.scheme_id,
              abs(extract(epoch FROM clock_timestamp() - f.recorded_at)) < 60
           FROM audit_event f, audit_event e WHERE f.subject_id = 'forged' AND e.subject_id <> 'forged'"""
    ).fetchone()
    assert (forged, real) == (True, True)


def test_whoever_stands_as_one_person_cannot_write_a_deed_or_a_look_as_another(attacker, world):
    attacker.execute("SELECT set_config('app.user_id', gen_random_uuid()::text, false)")

    for name, column in (("event", "by_id"), ("recordview", "user_id")):
        with pytest.raises(errors.InsufficientPrivilege, match="of nobody else"):
            attacker.execute(
                f"SELECT audit_append_{name}(jsonb_build_array(jsonb_build_object(%s::text, %s::text)))",
                [column, str(world.gp.pk)],
            )


def test_a_deed_of_nobody_is_refused(attacker):
    with pytest.raises(errors.CheckViolation, match="event_by_person_or_process"):
        attacker.execute(
            """SELECT audit_append_event('[{"id": "8f14e45f-ceea-4672-a1b5-5d3c0c2f4a11", "kind": "k", "sentence": "s",
               "data": {}, "subject_type": "t", "subject_id": "i", "process": "", "at": "2026-01-01"}]')"""
        )


def test_an_event_that_is_there_cannot_be_written_over_through_the_door(attacker, world):
    with pytest.raises(errors.UniqueViolation):
        attacker.execute(
            'SELECT audit_append_event((SELECT jsonb_agg(to_jsonb(e) || \'{"sentence": ""}\') FROM audit_event e))'
        )


def test_a_table_of_ones_own_stands_before_none_of_the_trail_nor_of_the_wall(attacker, world):
    """A temporary table is found first, unless the function that is misled names the temporary schema last."""
    attacker.execute("CREATE TEMPORARY TABLE audit_event (LIKE public.audit_event)")
    attacker.execute("CREATE TEMPORARY TABLE audit_seal (LIKE public.audit_seal)")
    attacker.execute("CREATE TEMPORARY TABLE audit_rowchange (LIKE public.audit_rowchange)")
    attacker.execute("CREATE TEMPORARY TABLE patients_restriction (LIKE public.patients_restriction)")
    attacker.execute("SET search_path = pg_temp, public")

    attacker.execute(
        """SELECT public.audit_append_event(jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'kind', 'k',
           'sentence', 's', 'data', '{}'::jsonb, 'subject_type', 't', 'subject_id', 'shadow', 'process', 'p',
           'at', now())))"""
    )
    attacker.execute("UPDATE patients_patient SET given_name = 'Shadow'")
    world.seal()

    with wall.within(world.scheme.pk):
        assert Event.objects.filter(subject_id="shadow").exists()
        assert RowChange.objects.filter(table_name="patients_patient", deed="changed").count() == 1
    assert attacker.execute("SELECT count(*) FROM pg_temp.audit_event").fetchone() == (0,)


def test_the_net_cannot_be_hung_on_a_table_of_ones_own(attacker):
    attacker.execute("CREATE TEMPORARY TABLE patients_patient (id uuid, scheme_id uuid)")

    with pytest.raises(errors.InsufficientPrivilege):
        attacker.execute(
            "CREATE TRIGGER mine AFTER INSERT ON pg_temp.patients_patient REFERENCING NEW TABLE AS new_rows"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_capture('identity', 'id', '')"
        )


def test_no_setting_quietens_the_net_or_the_life_cycles(attacker, world):
    for setting in ("pgtrigger.ignore", "app.user_id", "app.process"):
        attacker.execute("SELECT set_config(%s, %s, false)", [setting, "{}" if setting == "pgtrigger.ignore" else ""])
    attacker.execute("SET pgtrigger.ignore = '{zz_trail_changed,pgtrigger_campaign_moves_19e12}'")

    attacker.execute("UPDATE patients_patient SET given_name = 'Quiet'")

    assert attacker.execute("SELECT _pgtrigger_should_ignore('pgtrigger_campaign_moves_19e12')").fetchone() == (False,)
    with wall.within(world.scheme.pk):
        change = RowChange.objects.get(deed="changed")
    assert (change.old, change.new) == ({"given_name": "Alex"}, {"given_name": "Quiet"})
    assert change.process == "nobody signed in: sharedcare_app"


@pytest.mark.parametrize("scheme", ["", "00000000-0000-4000-8000-000000000000"])
def test_a_change_of_an_account_is_kept_in_whatever_scheme_one_says_one_stands(attacker, world, scheme):
    attacker.execute("SELECT set_config('app.scheme_id', %s, false)", [scheme])
    attacker.execute("UPDATE accounts_membership SET role = 'key_worker' WHERE user_id = %s", [world.gp.pk])
    attacker.execute("UPDATE accounts_user SET password = 'mine' WHERE id = %s", [world.gp.pk])

    kept = world.connect("owner").execute(
        "SELECT table_name, old, new FROM audit_rowchange WHERE deed = 'changed' ORDER BY table_name"
    )
    assert kept.fetchall() == [
        ("accounts_membership", {"role": "prescriber"}, {"role": "key_worker"}),
        ("accounts_user", {"password": "withheld"}, {"password": "withheld"}),
    ]


def test_a_person_with_a_trail_cannot_be_deleted_without_one(attacker, world):
    attacker.execute("DELETE FROM patients_patient WHERE id = %s", [world.patient.pk])

    with wall.within(world.scheme.pk):
        assert Event.objects.filter(patient_id=world.patient.pk).exists()
        assert RowChange.objects.get(deed="removed").old["given_name"] == "Alex"


def test_the_sealer_takes_no_word_from_its_caller_and_may_be_called_by_anybody(attacker, world):
    with pytest.raises(errors.UndefinedFunction):
        attacker.execute("SELECT audit_seal_trail('{}'::jsonb)")

    attacker.execute("SET timezone = 'Pacific/Kiritimati'")
    attacker.execute("SET DateStyle = 'German'")
    attacker.execute("SET bytea_output = 'escape'")
    world.seal()
    world.deed()
    attacker.execute("SELECT audit_seal_trail()")
    world.seal()

    assert all(link.digest == link.digest_now for link in queries.links())


def test_a_transaction_held_open_puts_off_sealing_and_loses_nothing(attacker, world):
    held = world.connect()
    with held.transaction(force_rollback=True):
        held.execute("SELECT pg_current_xact_id()")
        world.deed("during")
        attacker.execute("SELECT audit_seal_trail()")
        before = sum(link.rows for link in queries.links())
    world.seal()

    assert sum(link.rows for link in queries.links()) > before


def test_the_reading_role_reads_behind_the_wall_and_writes_nothing(world):
    with world.connect("read") as reader:
        assert reader.execute("SELECT count(*) FROM patients_patient").fetchone() == (0,)
        reader.execute("SELECT set_config('app.scheme_id', %s, false)", [str(world.scheme.pk)])
        assert reader.execute("SELECT count(*) FROM patients_patient").fetchone() == (0,)
        reader.execute("SELECT set_config('app.reach', 'everybody', false), set_config('app.record', 'whole', false)")
        assert reader.execute("SELECT count(*) FROM patients_patient").fetchone() == (1,)
        reader.execute("SET default_transaction_read_only = off")
        for statement in (
            "UPDATE patients_patient SET given_name = 'x'",
            "SELECT password FROM accounts_user",
            "SELECT * FROM accounts_session",
            "SELECT audit_seal_trail()",
            "SELECT audit_append_event('[]')",
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                reader.execute(statement)
