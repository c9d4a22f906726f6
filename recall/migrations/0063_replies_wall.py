"""The wall around texts for a person to read; one of nobody known is seen by the scheme alone, through its door."""

from django.db import migrations

from audit import wall


class Migration(migrations.Migration):
    dependencies = [("recall", "0062_replies")]

    operations = [
        wall.build("recall_unreadtext", patient_id="patients_patient", invitation_id="recall_invitation"),
        wall.hold_to_person("recall_unreadtext", whole=True),
    ]
