"""Rows that nobody may rewrite: refused by a trigger for every role, and not granted to the application at all."""

from django.db import migrations

from audit.wall import APPLICATION_ROLE

PROTECT = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role};
"""


def protect(table: str) -> migrations.RunSQL:
    """The migration step that makes a table append-only."""
    return migrations.RunSQL(PROTECT.format(table=table, role=APPLICATION_ROLE), reverse_sql=migrations.RunSQL.noop)
