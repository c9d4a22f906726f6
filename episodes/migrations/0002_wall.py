from django.db import migrations

from audit import append_only, wall


class Migration(migrations.Migration):
    dependencies = [("episodes", "0001_initial"), ("patients", "0002_wall")]

    operations = [
        wall.build("episodes_episode", patient_id="patients_patient"),
        wall.build("episodes_episodestatuschange", episode_id="episodes_episode"),
        append_only.protect("episodes_episodestatuschange"),
        wall.build(
            "episodes_responsibility",
            episode_id="episodes_episode",
            aspect_id="schemes_careaspect",
            holder_id="practices_professional",
        ),
    ]
