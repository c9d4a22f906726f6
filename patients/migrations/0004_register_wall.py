from django.db import migrations

from audit import append_only, wall


class Migration(migrations.Migration):
    dependencies = [("patients", "0003_registers")]

    operations = [
        wall.build("patients_registerimport"),
        wall.build(
            "patients_registerimportrow", register_import_id="patients_registerimport", patient_id="patients_patient"
        ),
        wall.build("patients_possibleduplicate", patient_id="patients_patient", row_id="patients_registerimportrow"),
        wall.build(
            "patients_demographicchange", patient_id="patients_patient", register_import_id="patients_registerimport"
        ),
        append_only.protect("patients_demographicchange"),
    ]
