"""Plans are seen by whoever may see the whole record of their person."""

from django.db import migrations

from audit import wall


class Migration(migrations.Migration):
    dependencies = [("careplans", "0002_wall"), ("patients", "0006_people_wall")]

    operations = [
        wall.hold_to_person("careplans_careplan", whole=True),
        wall.hold_to_person("careplans_handout", whole=True),
        wall.hold_to_person("careplans_review", whole=True),
        wall.hold_to_parent("careplans_planversion", "plan_id", "careplans_careplan", whole=True),
        wall.hold_to_parent("careplans_goal", "version_id", "careplans_planversion", whole=True),
        wall.hold_to_parent("careplans_planaction", "goal_id", "careplans_goal", whole=True),
    ]
