"""The ground everything stands on: extensions, what the application role may do, and the wall's own functions."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

from audit import append_only, wall

GRANTS = f"""
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO {wall.APPLICATION_ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {wall.APPLICATION_ROLE};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {wall.APPLICATION_ROLE};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {wall.APPLICATION_ROLE};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {wall.APPLICATION_ROLE};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {wall.APPLICATION_ROLE};
"""

FUNCTIONS = """
CREATE FUNCTION app_scheme() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.scheme_id', true), '')::uuid $$;
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are never changed or removed.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""

# A deed outside every scheme (an import of public data, a new account) is written without one and read by nobody here.
EVENT_WALL = """
ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_event FORCE ROW LEVEL SECURITY;
CREATE POLICY wall_read ON audit_event FOR SELECT USING (scheme_id = (SELECT app_scheme()));
CREATE POLICY wall_write ON audit_event FOR INSERT
    WITH CHECK (scheme_id IS NOT DISTINCT FROM (SELECT app_scheme()));
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        BtreeGistExtension(),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(EVENT_WALL, migrations.RunSQL.noop),
        wall.build("audit_recordview"),
        append_only.protect("audit_event"),
        append_only.protect("audit_recordview"),
    ]
