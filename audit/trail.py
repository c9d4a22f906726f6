"""Whether the trail can be trusted: everything in PostgreSQL's catalogue that keeps the application from rewriting it.

`finish` brings about, after all migrations, what no single one can: it depends on which tables and triggers there are
by then. `holes` finds whatever is missing; the web server and the worker refuse to start on one.
"""

from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models

from audit import capture, wall

AUDIT_ROLE, READING_ROLE = "sharedcare_audit", "sharedcare_read"

# pgtrigger asks this function whether a session has switched a trigger off. Nobody may; each of its migrations would
# write the asking one again. What keeps words as they were stands back for one thing: the function that erases a
# person, which runs as the tables' owner.
SHUT = """
SELECT CASE WHEN coalesce(current_setting('app.erasing', true), '') = '' OR trigger_name NOT LIKE '%\\_stay%' THEN false
    ELSE current_user = (SELECT pg_catalog.pg_get_userbyid(relowner) FROM pg_catalog.pg_class
        WHERE oid = 'public.patients_patient'::pg_catalog.regclass) END
"""
CLOSE_SWITCH = f"""
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean LANGUAGE sql STABLE
    AS $shut${SHUT}$shut$
"""
# Reports read what stands behind the wall, and of staff no more than the name.
READING = """
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT ON {tables} TO {role};
GRANT SELECT (id, name) ON accounts_user TO {role};
"""


def finish() -> None:
    """As the owner, after its migrations: lay the net, shut pgtrigger's switch, let the reading role read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regprocedure('audit_capture()') IS NOT NULL AND to_regclass('patients_patient') > 0")
        if not cursor.fetchone()[0]:
            return  # migrated to some earlier state
        capture.lay(cursor)
        cursor.execute(CLOSE_SWITCH)
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        there = {table for (table,) in cursor.fetchall()}
        tables = ", ".join(sorted({model._meta.db_table for model in wall.walled_models()} & there))
        cursor.execute(READING.format(role=READING_ROLE, tables=tables))


# Each gives one sentence a hole. They are asked as the role that is connected, about itself.
QUESTIONS = {
    "owner": """
        SELECT format('Table %%s does not belong to the trail''s own role.', relname) FROM pg_class
        WHERE relname = ANY (%(trail)s::text[]) AND relnamespace = 'public'::regnamespace
            AND relowner <> to_regrole(%(audit)s)""",
    "privileges": """
        SELECT format('The application may write to %%s past the trail''s functions.', relname) FROM pg_class
        WHERE relname = ANY (%(trail)s::text[]) AND relnamespace = 'public'::regnamespace AND (
            has_table_privilege(oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
            OR has_any_column_privilege(oid, 'INSERT, UPDATE, REFERENCES'))""",
    "sequence": """
        SELECT 'The application may set the numbers of the trail.'
        WHERE has_sequence_privilege('audit_number', 'USAGE, UPDATE')""",
    "append-only": """
        SELECT format('Table %%s lacks the trigger %%s.', t, t || ending)
        FROM unnest(%(trail)s::text[]) t, unnest(ARRAY['_append_only', '_no_truncate']) ending
        WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = to_regclass(t) AND tgname = t || ending
            AND tgenabled IN ('O', 'A') AND tgfoid = 'refuse_change()'::regprocedure)""",
    "net": """
        SELECT format('Changes to %%s are not captured (%%s).', t, name)
        FROM unnest(%(watched)s::text[]) t, unnest(%(triggers)s::text[]) name
        WHERE NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = to_regclass(t) AND tgname = name
            AND tgenabled IN ('O', 'A') AND tgfoid = 'audit_capture()'::regprocedure)""",
    "functions": """
        SELECT format('Function %%s can be misled: it runs as its owner, and its search_path does not end in pg_temp.',
            proname) FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace
            AND NOT coalesce(array_to_string(proconfig, ';') ~ 'search_path=[^;]*pg_temp(;|$)', false)""",
    "function owners": """
        SELECT format('Function %%s does not belong to the trail''s own role.', proname) FROM pg_proc
        WHERE proname LIKE 'audit\\_%%' AND pronamespace = 'public'::regnamespace
            AND proowner <> to_regrole(%(audit)s)""",
    "inner functions": """
        SELECT format('The application may call %%s itself.', proname) FROM pg_proc
        WHERE proname IN ('audit_capture', 'audit_stamps') AND has_function_privilege(oid, 'EXECUTE')""",
    "roles": """
        SELECT format('The application''s role is a member of %%s.', rolname) FROM pg_roles
        WHERE rolname <> current_user AND pg_has_role(oid, 'MEMBER')""",
    "making": """
        SELECT 'The application may make tables or functions, or become what it is not.'
        WHERE has_schema_privilege('public', 'CREATE') OR has_database_privilege(current_database(), 'CREATE')
            OR has_parameter_privilege('session_replication_role', 'SET')""",
    "settings": """
        SELECT format('The application''s role has settings of its own: %%s.', setting)
        FROM pg_db_role_setting, unnest(setconfig) setting
        WHERE setrole = to_regrole(%(application)s) AND setdatabase IN (0,
            (SELECT oid FROM pg_database WHERE datname = current_database()))""",
    "switch": """
        SELECT 'Triggers can be switched off by a setting (pgtrigger.ignore).' FROM pg_proc
        WHERE proname = '_pgtrigger_should_ignore' AND prosrc <> %(shut)s""",
    "unwalled": """
        SELECT format('Table %%s is about people or a scheme and stands outside the wall.', c.relname) FROM pg_class c
        WHERE c.relkind IN ('r', 'p', 'm', 'f') AND c.relnamespace = 'public'::regnamespace AND NOT c.relrowsecurity
            AND c.relname <> ALL (%(unwalled)s::text[]) AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid
                AND NOT a.attisdropped AND a.attname IN ('scheme_id', 'patient_id'))""",
}


def holes() -> list[str]:
    """Every way in which the trail could be rewritten or escaped, as sentences; empty when there is none."""
    with connection.cursor() as cursor:
        return [sentence for question in QUESTIONS.values() for sentence in _asked(cursor, question)]


def _asked(cursor: Any, question: str) -> list[str]:
    cursor.execute(question, _facts())
    return [sentence for (sentence,) in cursor.fetchall()]


def _facts() -> dict[str, Any]:
    watches = capture.watches()
    return {
        "trail": [model._meta.db_table for model in apps.get_app_config("audit").get_models()],
        "application": wall.APPLICATION_ROLE,
        "audit": AUDIT_ROLE,
        "watched": [watch.table for watch in watches],
        "triggers": list(watches[0].triggers()),
        "unwalled": [model._meta.db_table for model in _unwalled()],
        "shut": SHUT,
    }


def _unwalled() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if getattr(model, "unwalled_because", "")]


def refuse_unless_whole() -> None:
    """Refuse to start on a trail with a hole in it: raises ImproperlyConfigured with every hole named."""
    found = holes()
    if found:
        raise ImproperlyConfigured("The audit trail could be rewritten. " + " ".join(found))
