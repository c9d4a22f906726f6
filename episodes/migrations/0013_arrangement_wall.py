"""How care is arranged is seen by whoever may read the person's whole record."""

from django.db import migrations

from audit import wall


class Migration(migrations.Migration):
    dependencies = [("episodes", "0012_arrangement"), ("patients", "0006_people_wall")]

    operations = [
        wall.build(
            "episodes_arrangement",
            patient_id="patients_patient",
            episode_id="episodes_episode",
            prescriber_id="practices_professional",
            responsible_other_id="practices_professional",
            superseded_by_id="episodes_arrangement",
        ),
        wall.hold_to_person("episodes_arrangement", whole=True),
        wall.build("episodes_toldowngp", patient_id="patients_patient", episode_id="episodes_episode"),
        wall.hold_to_person("episodes_toldowngp", whole=True),
    ]
