from django.db import migrations

from audit import wall


class Migration(migrations.Migration):
    dependencies = [("careplans", "0001_initial"), ("episodes", "0002_wall")]

    operations = [
        wall.build("careplans_careplan", patient_id="patients_patient", episode_id="episodes_episode"),
        wall.build("careplans_review", patient_id="patients_patient", plan_id="careplans_careplan"),
    ]
