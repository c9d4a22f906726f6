"""From how many looks on the information-governance lead is told: the scheme's own numbers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("schemes", "0005_trail")]

    operations = [
        migrations.AddField("protocol", "people_seen_an_hour", models.PositiveSmallIntegerField(default=100)),
        migrations.AddField("protocol", "looks_without_a_deed", models.PositiveSmallIntegerField(default=10)),
        migrations.AddConstraint(
            "protocol",
            models.CheckConstraint(
                name="protocol_looks_are_counted",
                condition=models.Q(people_seen_an_hour__gt=0, looks_without_a_deed__gt=0),
                violation_error_message="Looks stand out from one person or one look on.",
            ),
        ),
    ]
