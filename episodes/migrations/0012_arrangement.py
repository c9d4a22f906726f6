"""How care is arranged, by facts from which it is worked out whether it is shared care; that the own GP was told."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import practices.models.dates


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0011_supporters"),
        ("patients", "0014_rights_wall"),
        ("practices", "0005_places_of_roles"),
        ("schemes", "0010_special_population"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Arrangement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "setting",
                    models.CharField(
                        choices=[
                            ("own_practice", "As a GP in their own practice"),
                            ("gpwsi", "As a GP with a special interest, for people of several practices"),
                            ("clinical_assistant", "As a clinical assistant, employed by the drug service"),
                            ("specialist", "In a specialist service"),
                            ("not_known", "Not known"),
                        ],
                        default="not_known",
                        max_length=20,
                    ),
                ),
                (
                    "support",
                    models.CharField(
                        choices=[("given", "Given"), ("none", "None is available"), ("not_known", "Not known")],
                        default="not_known",
                        max_length=10,
                    ),
                ),
                (
                    "one_plan",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("not_known", "Not known")],
                        default="not_known",
                        max_length=10,
                    ),
                ),
                (
                    "notes",
                    models.CharField(
                        choices=[
                            ("registered", "At the practice where they are registered"),
                            ("elsewhere", "Elsewhere"),
                            ("not_known", "Not known"),
                        ],
                        default="not_known",
                        max_length=10,
                    ),
                ),
                (
                    "responsible",
                    models.CharField(
                        choices=[
                            ("prescriber", "The prescriber"),
                            ("other", "Somebody else"),
                            ("not_known", "Not known"),
                        ],
                        default="not_known",
                        max_length=10,
                    ),
                ),
                (
                    "referral_source",
                    models.CharField(
                        choices=[
                            ("self", "Themselves, or their family"),
                            ("gp", "Their GP"),
                            ("specialist", "A drug and alcohol service"),
                            ("hospital", "A hospital"),
                            ("prison", "A prison"),
                            ("probation", "Probation"),
                            ("police_or_court", "Police or a court"),
                            ("outreach", "Outreach"),
                            ("other", "Somebody else"),
                            ("not_known", "Not known"),
                        ],
                        default="not_known",
                        max_length=20,
                    ),
                ),
                (
                    "pathway",
                    models.CharField(
                        choices=[
                            ("none", "None of these"),
                            ("criminal_justice", "Criminal justice"),
                            ("outreach", "Outreach to people who are hard to reach"),
                        ],
                        default="none",
                        max_length=20,
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("correction_reason", models.CharField(blank=True, max_length=500)),
                (
                    "episode",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="care_arrangements",
                        to="episodes.episode",
                    ),
                ),
                (
                    "led_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practices.organisation",
                    ),
                ),
                (
                    "notes_held_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practices.organisation",
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
                    "prescribed_at",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practices.organisation",
                    ),
                ),
                (
                    "prescriber",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practices.professional",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "responsible_other",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
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
                    "superseded_by",
                    models.OneToOneField(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrects",
                        to="episodes.arrangement",
                    ),
                ),
                (
                    "support_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practices.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_on", "-recorded_at"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("superseded_by__isnull", True)),
                        expressions=[
                            ("episode", "="),
                            (
                                practices.models.dates.DateRange(
                                    "starts_on",
                                    "ends_on",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(
                                        inclusive_lower=True, inclusive_upper=True
                                    ),
                                ),
                                "&&",
                            ),
                        ],
                        name="one_care_arrangement_at_a_time",
                        violation_error_message="Another arrangement holds on some of these days.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="care_arrangement_ends_after_start",
                        violation_error_message="The last day must not be before the first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("prescriber__isnull", True), ("prescribed_at__isnull", False), _connector="OR"
                        ),
                        name="prescriber_prescribes_somewhere",
                        violation_error_message="Say where the prescriber prescribes.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("support", "given"), ("support_by__isnull", False)),
                            models.Q(
                                models.Q(("support", "given"), _negated=True),
                                models.Q(("support_by__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="support_names_who_gives_it",
                        violation_error_message="Choose who gives the support.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("responsible", "other"), ("responsible_other__isnull", False)),
                            models.Q(
                                models.Q(("responsible", "other"), _negated=True),
                                models.Q(("responsible_other__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="other_responsible_is_named",
                        violation_error_message="Choose who carries clinical responsibility.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("notes", "elsewhere"), ("notes_held_by__isnull", True), _connector="OR"),
                        name="notes_elsewhere_may_name_where",
                        violation_error_message="Only notes kept elsewhere have another place.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("led_by__isnull", True), ("pathway", "none")),
                            models.Q(models.Q(("pathway", "none"), _negated=True), ("led_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="pathway_names_who_leads_it",
                        violation_error_message="Choose the service that leads the pathway.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("setting__in", ["own_practice", "gpwsi", "clinical_assistant", "specialist", "not_known"])
                        ),
                        name="arrangement_setting_is_known",
                        violation_error_message="Choose as what the prescriber works.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("support__in", ["given", "none", "not_known"])),
                        name="arrangement_support_is_known",
                        violation_error_message="Choose whether there is support.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("one_plan__in", ["yes", "no", "not_known"])),
                        name="arrangement_plan_is_known",
                        violation_error_message="Choose whether there is one care plan.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("notes__in", ["registered", "elsewhere", "not_known"])),
                        name="arrangement_notes_are_known",
                        violation_error_message="Choose where the notes are kept.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("responsible__in", ["prescriber", "other", "not_known"])),
                        name="arrangement_responsible_is_known",
                        violation_error_message="Choose who carries clinical responsibility.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "referral_source__in",
                                [
                                    "self",
                                    "gp",
                                    "specialist",
                                    "hospital",
                                    "prison",
                                    "probation",
                                    "police_or_court",
                                    "outreach",
                                    "other",
                                    "not_known",
                                ],
                            )
                        ),
                        name="referral_source_is_known",
                        violation_error_message="Choose who sent them.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pathway__in", ["none", "criminal_justice", "outreach"])),
                        name="pathway_is_known",
                        violation_error_message="Choose a pathway.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ToldOwnGp",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("told_on", models.DateField()),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("letter", "Letter"),
                            ("secure_email", "Secure e-mail"),
                            ("telephone", "Telephone"),
                            ("in_person", "In person"),
                        ],
                        max_length=15,
                    ),
                ),
                ("told_by", models.CharField(max_length=120, verbose_name="who told them")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_reason", models.CharField(blank=True, max_length=200)),
                (
                    "episode",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_gp_told",
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
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practices.practice"
                    ),
                ),
                (
                    "recorded_by",
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
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-told_on", "-recorded_at"],
                "indexes": [models.Index(fields=["episode", "practice", "told_on"], name="own_gp_told_last")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["letter", "secure_email", "telephone", "in_person"])),
                        name="own_gp_told_somehow",
                        violation_error_message="Choose how the practice was told.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True), ("withdrawn_reason", "")
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="own_gp_told_withdrawn_with_reason",
                        violation_error_message="What is withdrawn has somebody who did so, a moment and a reason.",
                    ),
                ],
            },
        ),
    ]
