"""The walls of what a person allowed or refused, and of their own statements, which are never edited."""

from django.db import migrations

from audit import append_only, wall


class Migration(migrations.Migration):
    dependencies = [("patients", "0013_rights")]

    operations = [
        wall.build("patients_processingrestriction", patient_id="patients_patient"),
        wall.build("patients_shareconsent", patient_id="patients_patient"),
        wall.build("patients_personstatement", patient_id="patients_patient"),
        wall.hold_to_person("patients_processingrestriction"),
        wall.hold_to_person("patients_shareconsent"),
        wall.hold_to_person("patients_personstatement"),
        append_only.protect("patients_personstatement"),
    ]
