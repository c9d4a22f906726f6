"""How complex care has been and since when, seen by whoever reads the person's whole record."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from audit import wall


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0013_arrangement_wall"),
        ("patients", "0014_rights_wall"),
        ("schemes", "0011_stable_weeks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ComplexityChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "before",
                    models.CharField(
                        choices=[("stable", "Stable"), ("complex", "Complex"), ("chaotic", "Chaotic")], max_length=10
                    ),
                ),
                (
                    "complexity",
                    models.CharField(
                        choices=[("stable", "Stable"), ("complex", "Complex"), ("chaotic", "Chaotic")], max_length=10
                    ),
                ),
                ("since", models.DateField()),
                ("reason", models.CharField(max_length=500)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complexity_changes",
                        to="episodes.episode",
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="patients.patient",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schemes.scheme",
                    ),
                ),
            ],
            options={
                "ordering": ["-since", "-at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("before__in", ["stable", "complex", "chaotic"]),
                            ("complexity__in", ["stable", "complex", "chaotic"]),
                        ),
                        name="complexity_change_is_known",
                        violation_error_message="Choose how complex the person's care is.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("before", models.F("complexity")), _negated=True),
                        name="complexity_changes_to_something_else",
                        violation_error_message="Care is that already.",
                    ),
                ],
            },
        ),
        wall.build("episodes_complexitychange", patient_id="patients_patient", episode_id="episodes_episode"),
        wall.hold_to_person("episodes_complexitychange", whole=True),
    ]
