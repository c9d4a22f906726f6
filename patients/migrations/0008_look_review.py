"""What the information-governance lead made of looks that stood out; read and written by whoever reaches everybody."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from audit import wall

# Who is asked about their looks is no business of colleagues who share the person's care.
HOLD = "CREATE POLICY person ON patients_lookreview AS RESTRICTIVE USING ((SELECT app_reach()) = 'everybody')"


class Migration(migrations.Migration):
    dependencies = [
        ("patients", "0007_trail_people"),
        ("schemes", "0006_looks_that_stand_out"),
        ("audit", "0005_look_how"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LookReview",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("until", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("expected", "Expected: part of the work"), ("follow_up", "To be followed up")],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(max_length=500)),
                ("reviewed_at", models.DateTimeField(auto_now_add=True)),
                (
                    "looker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="patients.patient",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                "ordering": ["-reviewed_at"],
                "indexes": [models.Index(fields=["scheme", "looker", "patient"], name="look_review_by_pair")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["expected", "follow_up"])),
                        name="look_review_outcome_is_known",
                        violation_error_message="Choose what you make of it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("note", ""), _negated=True),
                        name="look_review_says_why",
                        violation_error_message="Write down why.",
                    ),
                ],
            },
        ),
        wall.build("patients_lookreview", patient_id="patients_patient"),
        migrations.RunSQL(HOLD, "DROP POLICY person ON patients_lookreview"),
    ]
