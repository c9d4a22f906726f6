from django.db import migrations

from audit import wall


class Migration(migrations.Migration):
    dependencies = [("patients", "0001_initial"), ("schemes", "0002_wall")]

    operations = [
        wall.build("patients_patient"),
        wall.build("patients_carelink", patient_id="patients_patient"),
        wall.build("patients_optout", patient_id="patients_patient"),
    ]
