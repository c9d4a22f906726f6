"""The inner wall knows the membership that opened a record in an emergency, and whom a restriction concerns."""

from django.db import migrations

from audit import append_only, wall

CONTEXT = """
CREATE FUNCTION app_membership() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.membership_id', true), '')::uuid $$;
CREATE FUNCTION app_widened() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('app.widened', true), '') = 'yes' $$;
"""

# Hidden from whoever is not named; from whoever it concerns, named or not, whatever their reach. A widened statement
# names nobody, and so has nothing to hide.
HIDDEN = """
CREATE OR REPLACE FUNCTION app_hidden() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(r.patient_id), '{}')
    FROM patients_restriction r
    WHERE NOT app_widened() AND r.scheme_id = app_scheme()
      AND r.starts_at <= app_now() AND (r.ends_at IS NULL OR r.ends_at > app_now())
      AND (r.concerns_id = app_user() OR app_reach() <> 'everybody' AND NOT EXISTS (
        SELECT FROM patients_namedaccess n WHERE n.patient_id = r.patient_id AND n.user_id = app_user()
          AND n.starts_at <= app_now() AND (n.ends_at IS NULL OR n.ends_at > app_now())))
$$;
CREATE OR REPLACE FUNCTION app_sees_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT app_reach() IN ('everybody', 'scheme') AND app_hidden() = '{}' $$;
"""

LINKED = """
CREATE OR REPLACE FUNCTION app_linked() RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT l.patient_id FROM patients_carelink l
    WHERE app_reach() = 'linked' AND l.scheme_id = app_scheme() AND l.organisation_id = app_organisation()
      AND l.starts_on <= app_today() AND (l.ends_on IS NULL OR l.ends_on >= app_today())
    UNION ALL
    SELECT e.patient_id FROM patients_emergencyaccess e
    WHERE app_reach() = 'linked' AND e.scheme_id = app_scheme() AND e.user_id = app_user()
      AND e.membership_id = app_membership() AND e.starts_at <= app_now() AND e.ends_at > app_now()
$$;
"""

# Whoever asked sees their own asking while it waits and after it ended, and by it nothing of the person.
OWN = """
DROP POLICY person ON patients_emergencyaccess;
CREATE POLICY person ON patients_emergencyaccess AS RESTRICTIVE USING (
    (SELECT app_reach()) IN ('everybody', 'scheme') AND patient_id <> ALL ((SELECT app_hidden())::uuid[])
    OR (SELECT app_reach()) = 'linked' AND user_id = (SELECT app_user()));
"""


class Migration(migrations.Migration):
    dependencies = [("patients", "0010_emergency")]

    operations = [
        wall.build("patients_emergencyreview", access_id="patients_emergencyaccess"),
        wall.build("patients_emergencyattempt", patient_id="patients_patient"),
        migrations.RunSQL(CONTEXT, migrations.RunSQL.noop),
        migrations.RunSQL(HIDDEN, migrations.RunSQL.noop),
        migrations.RunSQL(LINKED, migrations.RunSQL.noop),
        migrations.RunSQL(OWN, migrations.RunSQL.noop),
        wall.hold_to_parent("patients_emergencyreview", "access_id", "patients_emergencyaccess"),
        # A restricted record that somebody tried to open is written about by whoever cannot see it.
        wall.hold_to_person("patients_emergencyattempt", deed="SELECT"),
        append_only.protect("patients_emergencyreview"),
        append_only.protect("patients_emergencyattempt"),
    ]
