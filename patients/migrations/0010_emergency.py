"""What breaking the glass leaves behind: the access, each failed attempt, the review; and whom a restriction concerns.

The new columns have no value to start from and need none: nothing could write an emergency access before.
"""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_notice"),
        ("patients", "0008_look_review"),
        ("schemes", "0004_status_change_wall"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EmergencyAttempt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tried_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-tried_at"],
            },
        ),
        migrations.CreateModel(
            name="EmergencyReview",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("justified", "Justified"),
                            ("not_justified", "Not justified"),
                            ("more_to_ask", "More to ask"),
                        ],
                        max_length=14,
                    ),
                ),
                ("note", models.CharField(max_length=500)),
                ("what_is_done", models.CharField(blank=True, max_length=500)),
                ("reviewed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["reviewed_at"],
            },
        ),
        migrations.AddField(
            model_name="emergencyaccess",
            name="category",
            field=models.CharField(
                choices=[
                    ("life", "There is a risk to somebody’s life"),
                    ("here_now", "The person is here now and needs care"),
                    ("harm", "A child or an adult may come to harm"),
                    ("asked", "Another service is treating the person now and asks about them"),
                ],
                default=None,
                max_length=12,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="emergencyaccess",
            name="decided_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="emergencyaccess",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="emergencyaccess",
            name="lapses_at",
            field=models.DateTimeField(default=None),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="emergencyaccess",
            name="membership",
            field=models.ForeignKey(
                default=None, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.membership"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="emergencyaccess",
            name="review_due_on",
            field=models.DateField(default=None),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="restriction",
            name="concerns",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="restriction",
            name="lifted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="emergencyaccess",
            index=models.Index(fields=["user", "-asked_at"], name="emergency_access_by_user"),
        ),
        migrations.AddConstraint(
            model_name="emergencyaccess",
            constraint=models.CheckConstraint(
                condition=models.Q(("category__in", ["life", "here_now", "harm", "asked"])),
                name="emergency_category_is_known",
                violation_error_message="Choose why you need the record now.",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergencyaccess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        models.Q(("decided_by", models.F("user")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="emergency_decided_by_somebody_else",
                violation_error_message="Somebody else must decide about what you asked for yourself.",
            ),
        ),
        migrations.AddField(
            model_name="emergencyattempt",
            name="patient",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="patients.patient",
            ),
        ),
        migrations.AddField(
            model_name="emergencyattempt",
            name="scheme",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schemes.scheme"
            ),
        ),
        migrations.AddField(
            model_name="emergencyattempt",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="emergencyreview",
            name="access",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outcomes",
                to="patients.emergencyaccess",
            ),
        ),
        migrations.AddField(
            model_name="emergencyreview",
            name="reviewed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="emergencyreview",
            name="scheme",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schemes.scheme"
            ),
        ),
        migrations.AddIndex(
            model_name="emergencyattempt",
            index=models.Index(fields=["user", "-tried_at"], name="emergency_attempt_by_user"),
        ),
        migrations.AddConstraint(
            model_name="emergencyreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["justified", "not_justified", "more_to_ask"])),
                name="emergency_review_outcome_is_known",
                violation_error_message="Choose what you found.",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergencyreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "not_justified"), _negated=True),
                    models.Q(("what_is_done", ""), _negated=True),
                    _connector="OR",
                ),
                name="not_justified_says_what_is_done",
                violation_error_message="Enter what is done about it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="emergencyreview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "more_to_ask"), _negated=True),
                fields=("access",),
                name="an_emergency_is_settled_once",
                violation_error_message="This has been reviewed already.",
            ),
        ),
    ]
