"""The wall around cohorts. Members are seen by whoever may see the whole record of their person."""

from django.db import migrations

from audit import append_only, wall

# A file speaks of whoever it speaks of; its rows are seen only where the whole scheme is.
FILE_ROWS = """
CREATE POLICY person ON recall_cohortfilerow AS RESTRICTIVE USING (
    (SELECT app_whole()) AND (SELECT app_reach()) IN ('everybody', 'scheme'));
"""


class Migration(migrations.Migration):
    dependencies = [("recall", "0050_cohorts")]

    operations = [
        wall.build("recall_cohort"),
        wall.build("recall_cohortmember", cohort_id="recall_cohort", patient_id="patients_patient"),
        wall.build("recall_cohortfilerow", cohort_id="recall_cohort"),
        wall.hold_to_person("recall_cohortmember", whole=True),
        migrations.RunSQL(FILE_ROWS, migrations.RunSQL.noop),
        append_only.protect("recall_cohortfilerow"),
        migrations.RunSQL(
            """
            ALTER TABLE recall_campaign ADD CONSTRAINT recall_campaign_cohort_id_wall
                FOREIGN KEY (cohort_id, scheme_id) REFERENCES recall_cohort (id, scheme_id)
                DEFERRABLE INITIALLY DEFERRED;
            """,
            "ALTER TABLE recall_campaign DROP CONSTRAINT recall_campaign_cohort_id_wall",
        ),
    ]
