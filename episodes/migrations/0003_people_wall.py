"""Episodes are seen by whoever may see their person."""

from django.db import migrations

from audit import wall


class Migration(migrations.Migration):
    dependencies = [("episodes", "0002_wall"), ("patients", "0006_people_wall")]

    operations = [
        wall.hold_to_person("episodes_episode"),
        wall.hold_to_parent("episodes_episodestatuschange", "episode_id", "episodes_episode"),
        wall.hold_to_parent("episodes_responsibility", "episode_id", "episodes_episode"),
    ]
