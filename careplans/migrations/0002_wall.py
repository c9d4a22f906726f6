from django.db import migrations

from audit import append_only, wall


class Migration(migrations.Migration):
    dependencies = [("careplans", "0001_initial"), ("episodes", "0002_wall")]

    operations = [
        wall.build("careplans_careplan", patient_id="patients_patient", episode_id="episodes_episode"),
        wall.build(
            "careplans_review",
            patient_id="patients_patient",
            plan_id="careplans_careplan",
            superseded_by_id="careplans_review",
        ),
        wall.build("careplans_planversion", plan_id="careplans_careplan"),
        wall.build(
            "careplans_goal",
            version_id="careplans_planversion",
            carried_from_id="careplans_goal",
            superseded_by_id="careplans_goal",
        ),
        wall.build("careplans_planaction", goal_id="careplans_goal", superseded_by_id="careplans_planaction"),
        wall.build("careplans_handout", patient_id="patients_patient", version_id="careplans_planversion"),
        append_only.protect("careplans_handout"),
    ]
