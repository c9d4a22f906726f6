"""Beside when somebody answered, since and until when we believed it; corrections, with their reason.

What stands already is believed from the moment it was put on record.
"""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import episodes.models.responsibility
from audit import wall

# The owner meets the wall too, so it is lowered for the one statement that touches every scheme.
FILL = """
ALTER TABLE episodes_responsibility DISABLE ROW LEVEL SECURITY;
ALTER TABLE episodes_responsibility DISABLE TRIGGER USER;
UPDATE episodes_responsibility SET known = tstzrange(assigned_at, NULL);
ALTER TABLE episodes_responsibility ENABLE TRIGGER USER;
ALTER TABLE episodes_responsibility ENABLE ROW LEVEL SECURITY;
SET CONSTRAINTS ALL IMMEDIATE;
"""
TIE = """
ALTER TABLE episodes_responsibility ADD CONSTRAINT episodes_responsibility_correction_id_wall
    FOREIGN KEY (correction_id, scheme_id) REFERENCES episodes_responsibilitycorrection (id, scheme_id)
    DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0003_people_wall"),
        ("patients", "0006_people_wall"),
        ("practices", "0002_wall"),
        ("schemes", "0002_wall"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ResponsibilityCorrection",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reason", models.CharField(max_length=500)),
                ("corrected_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "corrected_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
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
            options={"ordering": ["-corrected_at"]},
        ),
        migrations.AddField(
            model_name="responsibility",
            name="known",
            field=django.contrib.postgres.fields.ranges.DateTimeRangeField(
                default=episodes.models.responsibility.from_now_on
            ),
        ),
        migrations.AddField(
            model_name="responsibility",
            name="correction",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rows",
                to="episodes.responsibilitycorrection",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        wall.build(
            "episodes_responsibilitycorrection",
            patient_id="patients_patient",
            episode_id="episodes_episode",
            aspect_id="schemes_careaspect",
        ),
        wall.hold_to_person("episodes_responsibilitycorrection"),
        migrations.RunSQL(TIE, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="responsibility", name="responsibility_now"),
        migrations.RemoveIndex(model_name="responsibility", name="responsibility_by_holder"),
        migrations.RemoveConstraint(model_name="responsibility", name="one_holder_per_aspect_at_a_time"),
        migrations.AddIndex(
            model_name="responsibility",
            index=models.Index(
                condition=models.Q(("known__upper_inf", True)),
                fields=["episode", "aspect"],
                name="responsibility_believed",
            ),
        ),
        migrations.AddIndex(
            model_name="responsibility",
            index=models.Index(
                condition=models.Q(("known__upper_inf", True)), fields=["holder"], name="responsibility_by_holder"
            ),
        ),
        migrations.AddConstraint(
            model_name="responsibility",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("episode", "="), ("aspect", "="), ("held", "&&"), ("known", "&&")],
                name="one_holder_per_aspect_at_a_time",
                violation_error_message="Somebody already answers for this aspect at that time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="responsibility",
            constraint=models.CheckConstraint(
                condition=models.Q(("known__startswith__isnull", False), ("known__isempty", True), _connector="OR"),
                name="responsibility_was_known",
                violation_error_message="A responsibility is known from a moment.",
            ),
        ),
    ]
