"""Who supports whoever answers for an aspect, behind both walls."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from audit import wall


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0010_agreement_wall"),
        ("practices", "0005_places_of_roles"),
        ("schemes", "0009_agreement_template_wall"),
        ("patients", "0006_people_wall"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Support",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("lasts", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "aspect",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schemes.careaspect",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supports",
                        to="episodes.episode",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practices.organisation"
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
                (
                    "supporter",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practices.professional",
                    ),
                ),
            ],
            options={
                "ordering": ["aspect__position", "supporter__name", "pk"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("episode", "="), ("aspect", "="), ("supporter", "="), ("lasts", "&&")],
                        name="a_supporter_of_an_aspect_once",
                        violation_error_message="They support this already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lasts__isempty", False), ("lasts__startswith__isnull", False)),
                        name="support_has_begun",
                        violation_error_message="Support begins at a moment.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_by__isnull", True), ("lasts__upper_inf", True)),
                            models.Q(("ended_by__isnull", False), ("lasts__upper_inf", False)),
                            _connector="OR",
                        ),
                        name="support_ended_by_somebody",
                        violation_error_message="Support that has ended was ended by somebody.",
                    ),
                ],
            },
        ),
        wall.build(
            "episodes_support",
            episode_id="episodes_episode",
            aspect_id="schemes_careaspect",
            supporter_id="practices_professional",
        ),
        wall.hold_to_parent("episodes_support", "episode_id", "episodes_episode"),
    ]
