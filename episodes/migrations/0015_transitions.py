"""Moves between services: one open move for each episode, its moves held by the database, read with the whole record."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from audit import wall


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0014_complexity"),
        ("patients", "0014_rights_wall"),
        ("practices", "0005_places_of_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Transition",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("step_up", "Step up to a specialist"),
                            ("step_down", "Step down to primary care"),
                            ("transfer", "Transfer to another service"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                (
                    "information",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("letter", "Letter that says why"),
                                ("care_plan", "Care plan in force"),
                                ("prescribing", "Prescribing history, and how they collect now"),
                                ("health_summary", "Summary of the GP record"),
                                ("risk", "Risk assessment"),
                                ("safeguarding", "Safeguarding concerns, children in the home included"),
                                ("drug_tests", "Drug test results"),
                                ("blood_tests", "Blood tests, hepatitis and HIV included"),
                                ("consent", "The person’s consent to share this"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("information_other", models.CharField(blank=True, max_length=500, verbose_name="other information")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("offered", "Waiting for an answer"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="offered",
                        max_length=10,
                    ),
                ),
                ("offered_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answer_by", models.DateField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("told_how", models.CharField(blank=True, max_length=200)),
                ("decline_reason", models.CharField(blank=True, max_length=500)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("end_reason", models.CharField(blank=True, max_length=500)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        related_name="transitions",
                        to="episodes.episode",
                    ),
                ),
                (
                    "from_place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practices.organisation"
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="patients.carelink",
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "receiver",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practices.professional",
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
                    "sender",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practices.professional",
                    ),
                ),
                (
                    "to_place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practices.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["-offered_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "offered")),
                        fields=("episode",),
                        name="one_open_transition_per_episode",
                        violation_error_message="A move of this person waits for an answer already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("direction__in", ["step_up", "step_down", "transfer"]),
                            (
                                "information__contained_by",
                                [
                                    "letter",
                                    "care_plan",
                                    "prescribing",
                                    "health_summary",
                                    "risk",
                                    "safeguarding",
                                    "drug_tests",
                                    "blood_tests",
                                    "consent",
                                ],
                            ),
                            ("status__in", ["offered", "accepted", "declined", "withdrawn"]),
                        ),
                        name="transition_words_are_known",
                        violation_error_message="Choose one of the directions, statuses and kinds of information there are.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("from_place", models.F("to_place")), _negated=True),
                            models.Q(("sender", models.F("receiver")), _negated=True),
                        ),
                        name="transition_leads_to_another_service",
                        violation_error_message="A move leads to somebody else, at another service.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("information__len__gt", 0),
                            models.Q(("information_other", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="transition_sends_information",
                        violation_error_message="Say what information goes with the person.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("status__in", ["accepted", "declined"]),
                            ),
                            models.Q(
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                                models.Q(("status__in", ["accepted", "declined"]), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="transition_answer_has_who_and_when",
                        violation_error_message="An answer has somebody who gave it and a moment; nothing else has either.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "declined"), models.Q(("decline_reason", ""), _negated=True)),
                            models.Q(models.Q(("status", "declined"), _negated=True), ("decline_reason", "")),
                            _connector="OR",
                        ),
                        name="transition_refusal_has_a_reason",
                        violation_error_message="Say why it is declined.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", False),
                                ("status", "withdrawn"),
                                models.Q(("end_reason", ""), _negated=True),
                            ),
                            models.Q(
                                ("end_reason", ""),
                                ("ended_at__isnull", True),
                                ("ended_by__isnull", True),
                                models.Q(("status", "withdrawn"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="transition_withdrawal_has_when_and_why",
                        violation_error_message="What was withdrawn has a moment and a reason; nothing else has either.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="transition",
            trigger=pgtrigger.compiler.Trigger(
                name="transition_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{offered:accepted,offered:declined,offered:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="e2b060ef659bc9db26b76661fbe4f5e0d9657141",
                    operation="UPDATE",
                    pgid="pgtrigger_transition_moves_cf72c",
                    table="episodes_transition",
                    when="BEFORE",
                ),
            ),
        ),
        wall.build(
            "episodes_transition",
            patient_id="patients_patient",
            episode_id="episodes_episode",
            aspect_id="schemes_careaspect",
            sender_id="practices_professional",
            receiver_id="practices_professional",
            link_id="patients_carelink",
        ),
        wall.hold_to_person("episodes_transition", whole=True),
    ]
