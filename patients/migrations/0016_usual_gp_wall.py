"""The wall of which GP a person usually sees."""

from django.db import migrations

from audit import wall


class Migration(migrations.Migration):
    dependencies = [("patients", "0015_usual_gp"), ("practices", "0004_practice_import_wall")]

    operations = [
        wall.build("patients_usualgp", patient_id="patients_patient", gp_id="practices_professional"),
        wall.hold_to_person("patients_usualgp"),
    ]
