"""What texts and letters cost, and what is aimed at when people are called in."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("schemes", "0014_contacts_a_month"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="protocol",
            name="letters_pence_a_hundred",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="protocol",
            name="target_answered",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="protocol",
            name="target_attended",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="protocol",
            name="target_reached",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="protocol",
            name="texts_pence_a_hundred",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="protocol",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("target_reached__isnull", True), ("target_reached__lte", 100), _connector="OR"),
                    models.Q(("target_answered__isnull", True), ("target_answered__lte", 100), _connector="OR"),
                    models.Q(("target_attended__isnull", True), ("target_attended__lte", 100), _connector="OR"),
                ),
                name="protocol_targets_are_percentages",
                violation_error_message="A target is a percentage.",
            ),
        ),
    ]
