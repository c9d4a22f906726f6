"""Collections and alerts behind both walls: seen by whoever may see their person."""

from django.db import migrations

from audit import append_only, wall

# What somebody collects concerns whoever treats them and their pharmacy; not whoever knows people by their particulars.
SLICE = """
CREATE POLICY slice ON {table} AS RESTRICTIVE USING (
    (SELECT current_setting('app.record', true)) IN ('whole', 'slice'));
"""
PERSONAL = ("collectionarrangement", "collection", "alert", "alertstatuschange", "alertstep", "alerttelling")


def hold_to_slice(name: str) -> migrations.RunSQL:
    table = f"episodes_{name}"
    return migrations.RunSQL(SLICE.format(table=table), reverse_sql=f"DROP POLICY slice ON {table}")


class Migration(migrations.Migration):
    dependencies = [("episodes", "0007_collections"), ("patients", "0006_people_wall")]

    operations = [
        wall.build("episodes_collectionrule"),
        wall.build("episodes_pharmacyclosure"),
        wall.build("episodes_collectionarrangement", episode_id="episodes_episode"),
        wall.build(
            "episodes_collection",
            arrangement_id="episodes_collectionarrangement",
            superseded_by_id="episodes_collection",
        ),
        wall.build(
            "episodes_alert",
            episode_id="episodes_episode",
            arrangement_id="episodes_collectionarrangement",
            collection_id="episodes_collection",
        ),
        wall.build("episodes_alertstatuschange", alert_id="episodes_alert"),
        wall.build("episodes_alertstep", alert_id="episodes_alert"),
        wall.build("episodes_alerttelling", step_id="episodes_alertstep"),
        append_only.protect("episodes_alertstatuschange"),
        append_only.protect("episodes_alerttelling"),
        wall.hold_to_parent("episodes_collectionarrangement", "episode_id", "episodes_episode"),
        wall.hold_to_parent("episodes_collection", "arrangement_id", "episodes_collectionarrangement"),
        wall.hold_to_parent("episodes_alert", "episode_id", "episodes_episode"),
        wall.hold_to_parent("episodes_alertstatuschange", "alert_id", "episodes_alert"),
        wall.hold_to_parent("episodes_alertstep", "alert_id", "episodes_alert"),
        wall.hold_to_parent("episodes_alerttelling", "step_id", "episodes_alertstep"),
        *(hold_to_slice(name) for name in PERSONAL),
    ]
