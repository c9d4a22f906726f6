"""Within how many hours a clinical query is answered in time: the scheme's own numbers."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("schemes", "0011_stable_weeks")]

    operations = [
        migrations.AddField("protocol", "query_hours_urgent", models.PositiveSmallIntegerField(default=4)),
        migrations.AddField("protocol", "query_hours_routine", models.PositiveSmallIntegerField(default=72)),
        migrations.AddConstraint(
            "protocol",
            models.CheckConstraint(
                name="protocol_query_hours_are_positive",
                condition=Q(query_hours_urgent__gt=0, query_hours_routine__gte=F("query_hours_urgent")),
                violation_error_message="Clinical queries are answered within an hour or more, urgent ones no later.",
            ),
        ),
    ]
