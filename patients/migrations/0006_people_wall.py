"""The inner wall: whoever acts is held to the people within their reach, who may see them, and how much of them."""

from django.db import migrations

from audit import wall

# The context, as `audit.wall` told it. Day and moment are the application's, so that wall and door always agree.
CONTEXT = """
CREATE FUNCTION app_user() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.user_id', true), '')::uuid $$;
CREATE FUNCTION app_organisation() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.organisation_id', true), '')::uuid $$;
CREATE FUNCTION app_reach() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(nullif(current_setting('app.reach', true), ''), 'nobody') $$;
CREATE FUNCTION app_whole() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT current_setting('app.record', true) = 'whole' $$;
CREATE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now()) $$;
CREATE FUNCTION app_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT (app_now() AT TIME ZONE 'Europe/London')::date $$;
"""

# They read past the wall, as their owner, because the policies that ask them cannot ask the same tables again.
PEOPLE = """
CREATE FUNCTION app_hidden() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
    SELECT CASE WHEN app_reach() = 'everybody' THEN '{}'::uuid[] ELSE coalesce(array_agg(r.patient_id), '{}') END
    FROM patients_restriction r
    WHERE r.scheme_id = app_scheme() AND r.starts_at <= app_now() AND (r.ends_at IS NULL OR r.ends_at > app_now())
      AND NOT EXISTS (
        SELECT FROM patients_namedaccess n WHERE n.patient_id = r.patient_id AND n.user_id = app_user()
          AND n.starts_at <= app_now() AND (n.ends_at IS NULL OR n.ends_at > app_now()))
$$;
CREATE FUNCTION app_sees_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT app_reach() = 'everybody' OR app_reach() = 'scheme' AND app_hidden() = '{}' $$;
CREATE FUNCTION app_linked() RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
    SELECT l.patient_id FROM patients_carelink l
    WHERE app_reach() = 'linked' AND l.scheme_id = app_scheme() AND l.organisation_id = app_organisation()
      AND l.starts_on <= app_today() AND (l.ends_on IS NULL OR l.ends_on >= app_today())
    UNION ALL
    SELECT e.patient_id FROM patients_emergencyaccess e
    WHERE app_reach() = 'linked' AND e.scheme_id = app_scheme() AND e.user_id = app_user()
      AND e.starts_at <= app_now() AND e.ends_at > app_now()
$$;
"""

POLICY = """
CREATE POLICY person ON patients_patient AS RESTRICTIVE USING (
    id <> ALL ((SELECT app_hidden())::uuid[]) AND (
        (SELECT app_reach()) IN ('everybody', 'scheme')
        OR (SELECT app_reach()) = 'linked'
            AND (practice_id = (SELECT app_organisation()) OR id IN (SELECT app_linked()))));
"""

# A file of the register belongs to the place that sent it; its rows name people of other places too, and only there.
REGISTERS = """
CREATE POLICY person ON patients_registerimport AS RESTRICTIVE USING (
    (SELECT app_reach()) IN ('everybody', 'scheme')
    OR (SELECT app_reach()) = 'linked' AND organisation_id = (SELECT app_organisation()));
CREATE POLICY person ON patients_registerimportrow AS RESTRICTIVE USING (
    (SELECT app_sees_all())
    OR (patient_id IS NULL OR patient_id <> ALL ((SELECT app_hidden())::uuid[]))
        AND EXISTS (SELECT FROM patients_registerimport i WHERE i.id = register_import_id));
"""


class Migration(migrations.Migration):
    dependencies = [("patients", "0005_access")]

    operations = [
        wall.build("patients_restriction", patient_id="patients_patient"),
        wall.build("patients_namedaccess", patient_id="patients_patient"),
        wall.build("patients_emergencyaccess", patient_id="patients_patient"),
        migrations.RunSQL(CONTEXT, migrations.RunSQL.noop),
        migrations.RunSQL(PEOPLE, migrations.RunSQL.noop),
        migrations.RunSQL(POLICY, migrations.RunSQL.noop),
        wall.hold_to_person("patients_carelink"),
        wall.hold_to_person("patients_optout"),
        wall.hold_to_person("patients_possibleduplicate"),
        wall.hold_to_person("patients_demographicchange"),
        wall.hold_to_person("patients_restriction"),
        wall.hold_to_person("patients_namedaccess"),
        wall.hold_to_person("patients_emergencyaccess"),
        wall.hold_to_person("audit_recordview"),
        migrations.RunSQL(REGISTERS, migrations.RunSQL.noop),
        # An attempt to open a record is written about somebody whom the one who tried cannot see.
        wall.hold_to_person("audit_event", whole=True, deed="SELECT"),
    ]
