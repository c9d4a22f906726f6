"""Row changes are read as far as the row itself would be; and no temporary table can stand before one of ours."""

from django.db import migrations

# Where no person is named, as for a row beneath a plan, it is read only by those who see everybody.
POLICY = """
CREATE POLICY person ON audit_rowchange AS RESTRICTIVE FOR SELECT USING (
    (kind_of_record = 'identity' OR (SELECT app_whole())) AND (
        (SELECT app_sees_all())
        OR EXISTS (SELECT FROM patients_patient WHERE patients_patient.id = audit_rowchange.patient_id)));
"""
# A temporary table is found before every other unless the temporary schema is named, last.
PATHS = """
ALTER FUNCTION app_hidden() SET search_path = pg_catalog, public, pg_temp;
ALTER FUNCTION app_linked() SET search_path = pg_catalog, public, pg_temp;
"""


class Migration(migrations.Migration):
    dependencies = [("patients", "0006_people_wall"), ("audit", "0004_trail_doors")]

    operations = [
        migrations.RunSQL(POLICY, "DROP POLICY person ON audit_rowchange"),
        migrations.RunSQL(PATHS, migrations.RunSQL.noop),
    ]
