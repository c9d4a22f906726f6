import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import practices.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("practices", "0002_wall"),
        ("schemes", "0002_wall"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=160)),
                ("minute", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
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
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("began_on", models.DateField()),
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
                    "set_up_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("planned_on", models.DateField()),
                ("starts_at", models.TimeField()),
                ("place", models.CharField(max_length=160)),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
                        default="planned",
                        max_length=12,
                    ),
                ),
                (
                    "minutes_status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("approved", "Approved")], default="draft", max_length=12
                    ),
                ),
                ("cancel_reason", models.CharField(blank=True, max_length=200)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="monitoring.group",
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
                "ordering": ["-planned_on"],
            },
        ),
        migrations.CreateModel(
            name="IssuedDocument",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(choices=[("minutes", "Minutes"), ("audit_report", "Audit report")], max_length=12),
                ),
                ("title", models.CharField(max_length=160)),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "asked_by",
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
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="monitoring.meeting",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="monitoring.agendaitem",
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
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="monitoring.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="DashboardSnapshot",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("period_code", models.CharField(max_length=7)),
                ("period_label", models.CharField(max_length=60)),
                ("period_start", models.DateField()),
                ("period_end", models.DateField()),
                ("taken_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sha256", models.CharField(max_length=64)),
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
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshot",
                        to="monitoring.meeting",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="meeting",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="monitoring.meeting",
            ),
        ),
        migrations.CreateModel(
            name="ActionItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("what", models.TextField()),
                ("owner_name", models.CharField(max_length=120)),
                ("due_on", models.DateField()),
                ("due_now_on", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("carried_forward", "Carried forward"),
                            ("done", "Done"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="open",
                        max_length=16,
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="monitoring.agendaitem",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="monitoring.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["due_now_on", "number"],
            },
        ),
        migrations.CreateModel(
            name="ActionChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "move",
                    models.CharField(
                        choices=[("close", "Close as done"), ("carry", "Carry forward"), ("cancel", "Cancel")],
                        max_length=12,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("carried_forward", "Carried forward"),
                            ("done", "Done"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=400)),
                ("due_on", models.DateField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
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
                    "action",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="monitoring.actionitem",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action_changes",
                        to="monitoring.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="MeetingStatusChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("move", models.CharField(max_length=12)),
                ("status", models.CharField(max_length=12)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="monitoring.meeting",
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
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="ReportRun",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(choices=[("minutes", "Minutes"), ("audit_report", "Audit report")], max_length=12),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting to be made"),
                            ("producing", "Being made"),
                            ("ready", "Ready"),
                            ("failed", "Failed"),
                        ],
                        default="queued",
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_runs",
                        to="monitoring.meeting",
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
                "ordering": ["asked_at"],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "stakeholder_group",
                    models.CharField(
                        choices=[
                            ("chair", "Chair"),
                            ("commissioner", "Commissioner"),
                            ("specialist_service", "Specialist service"),
                            ("gp", "Shared care GPs"),
                            ("practice_team", "Practice nurses and managers"),
                            ("pharmacist", "Community pharmacists"),
                            ("key_worker", "Key workers"),
                            ("service_user", "People who use the service, and carers"),
                            ("coordinator", "Scheme co-ordinator"),
                        ],
                        max_length=20,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="monitoring.group",
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
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("member", "Member present"),
                            ("deputy", "Deputy present"),
                            ("apologies", "Apologies"),
                            ("absent", "Absent without apologies"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
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
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="monitoring.meeting",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="monitoring.seat",
                    ),
                ),
            ],
            options={
                "ordering": ["seat__position"],
            },
        ),
        migrations.CreateModel(
            name="SeatHolder",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("member_name", models.CharField(max_length=120)),
                ("deputy_name", models.CharField(blank=True, max_length=120)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "deputy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "seat",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holders",
                        to="monitoring.seat",
                    ),
                ),
            ],
            options={
                "ordering": ["seat__position", "-starts_on"],
            },
        ),
        migrations.CreateModel(
            name="SnapshotResult",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveIntegerField()),
                ("period_code", models.CharField(max_length=7)),
                ("period_start", models.DateField()),
                ("period_end", models.DateField()),
                ("measure", models.CharField(max_length=10)),
                ("title", models.CharField(max_length=120)),
                ("standard", models.DecimalField(decimal_places=3, max_digits=4, null=True)),
                ("higher_is_better", models.BooleanField()),
                ("practice_name", models.CharField(blank=True, max_length=120)),
                ("true_numerator", models.PositiveIntegerField()),
                ("true_denominator", models.PositiveIntegerField(null=True)),
                ("true_excluded", models.PositiveIntegerField()),
                ("true_incomplete", models.PositiveIntegerField()),
                ("numerator", models.CharField(max_length=10)),
                ("denominator", models.CharField(blank=True, max_length=10)),
                ("excluded", models.CharField(max_length=10)),
                ("incomplete", models.CharField(max_length=10)),
                ("percentage", models.PositiveSmallIntegerField(null=True)),
                (
                    "practice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practices.practice",
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
                    "snapshot",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="monitoring.dashboardsnapshot",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="SnapshotReason",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("outcome", models.CharField(max_length=12)),
                ("reason", models.CharField(max_length=120)),
                ("true_count", models.PositiveIntegerField()),
                ("count", models.CharField(max_length=10)),
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
                    "result",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reasons",
                        to="monitoring.snapshotresult",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TermsOfReference",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("least_groups", models.PositiveSmallIntegerField()),
                ("chair_needed", models.BooleanField(default=True)),
                ("starts_on", models.DateField()),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="monitoring.group",
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
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.UniqueConstraint(
                fields=("scheme",),
                name="one_monitoring_group_a_scheme",
                violation_error_message="This scheme has its monitoring group already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "cancelled"), _negated=True),
                fields=("group", "planned_on"),
                name="one_meeting_a_day",
                violation_error_message="There is a meeting on that day already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minutes_status__in", ["draft", "approved"]), ("status__in", ["planned", "held", "cancelled"])
                ),
                name="meeting_statuses_are_known",
                violation_error_message="Choose one of the statuses there are.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "cancelled"), models.Q(("cancel_reason", ""), _negated=True)),
                    models.Q(models.Q(("status", "cancelled"), _negated=True), ("cancel_reason", "")),
                    _connector="OR",
                ),
                name="cancelled_meeting_has_reason",
                violation_error_message="Say why the meeting is cancelled.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                        ("minutes_status", "approved"),
                        ("status", "held"),
                    ),
                    models.Q(("approved_at__isnull", True), ("approved_by__isnull", True), ("minutes_status", "draft")),
                    _connector="OR",
                ),
                name="approved_minutes_say_who_and_when",
                violation_error_message="Only the minutes of a meeting that was held are approved, by somebody, once.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="meeting_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{planned:cancelled,planned:held}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="042c1e5099a146f36608c2c4370b79c2354502c0",
                    operation="UPDATE",
                    pgid="pgtrigger_meeting_moves_4969c",
                    table="monitoring_meeting",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="meeting",
            trigger=pgtrigger.compiler.Trigger(
                name="minutes_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."minutes_status", \':\', NEW."minutes_status") = ANY(\'{draft:approved}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."minutes_status" IS DISTINCT FROM NEW."minutes_status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "minutes_status" from "%" to "%" on table %\', OLD."minutes_status", NEW."minutes_status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="ef1273130dfcd5ff664011152f7fb0cbe7e311d6",
                    operation="UPDATE",
                    pgid="pgtrigger_minutes_moves_c4551",
                    table="monitoring_meeting",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="issueddocument",
            constraint=models.UniqueConstraint(
                fields=("meeting", "kind"),
                name="one_issued_document_a_kind",
                violation_error_message="This document has been issued already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="issueddocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["minutes", "audit_report"])),
                name="issued_document_kind_is_known",
                violation_error_message="Choose one of the documents there are.",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(fields=("meeting", "number"), name="decision_number_is_unique"),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(fields=("meeting", "position"), name="agenda_position_is_unique"),
        ),
        migrations.AddIndex(
            model_name="actionitem",
            index=models.Index(fields=["scheme", "status", "due_now_on"], name="action_by_due"),
        ),
        migrations.AddConstraint(
            model_name="actionitem",
            constraint=models.UniqueConstraint(fields=("meeting", "number"), name="action_number_is_unique"),
        ),
        migrations.AddConstraint(
            model_name="actionitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("owner_name", ""), _negated=True),
                name="action_has_one_owner",
                violation_error_message="Name the one person who will do this.",
            ),
        ),
        migrations.AddConstraint(
            model_name="actionitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["open", "carried_forward", "done", "cancelled"])),
                name="action_status_is_known",
                violation_error_message="Choose one of the statuses there are.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actionitem",
            trigger=pgtrigger.compiler.Trigger(
                name="action_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{carried_forward:cancelled,carried_forward:carried_forward,carried_forward:done,open:cancelled,open:carried_forward,open:done}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="f1e0c5951b345f6300cd867de496ab54eabe86c3",
                    operation="UPDATE",
                    pgid="pgtrigger_action_moves_75c43",
                    table="monitoring_actionitem",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="reportrun",
            constraint=models.UniqueConstraint(
                fields=("meeting", "kind"),
                name="one_report_run_a_kind",
                violation_error_message="This document has been asked for already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["minutes", "audit_report"]),
                    ("status__in", ["queued", "producing", "ready", "failed"]),
                ),
                name="report_run_values_are_known",
                violation_error_message="Choose one of the statuses there are.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "failed"), models.Q(("reason", ""), _negated=True)),
                    models.Q(models.Q(("status", "failed"), _negated=True), ("reason", "")),
                    _connector="OR",
                ),
                name="failed_report_has_reason",
                violation_error_message="A failed report says why.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportrun",
            trigger=pgtrigger.compiler.Trigger(
                name="report_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{failed:queued,producing:failed,producing:queued,producing:ready,queued:producing}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="7f809423eef31dc982a8c3da885d6e8e526a2a1c",
                    operation="UPDATE",
                    pgid="pgtrigger_report_moves_29073",
                    table="monitoring_reportrun",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(fields=("group", "position"), name="seat_position_is_unique"),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "stakeholder_group__in",
                        [
                            "chair",
                            "commissioner",
                            "specialist_service",
                            "gp",
                            "practice_team",
                            "pharmacist",
                            "key_worker",
                            "service_user",
                            "coordinator",
                        ],
                    )
                ),
                name="seat_stakeholder_group_is_known",
                violation_error_message="Choose one of the stakeholder groups there are.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(
                fields=("meeting", "seat"),
                name="one_attendance_per_seat",
                violation_error_message="This seat is on the list of attendance already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["member", "deputy", "apologies", "absent"])),
                name="attendance_how_is_known",
                violation_error_message="Say how the seat was taken.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("how__in", ["member", "deputy"]), _negated=True),
                    models.Q(("name", ""), _negated=True),
                    _connector="OR",
                ),
                name="present_has_a_name",
                violation_error_message="Enter the name of who was present.",
            ),
        ),
        migrations.AddConstraint(
            model_name="seatholder",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("seat", "="),
                    (
                        practices.models.DateRange(
                            "starts_on",
                            "ends_on",
                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                inclusive_lower=True, inclusive_upper=True
                            ),
                        ),
                        "&&",
                    ),
                ],
                name="one_holder_per_seat_at_a_time",
                violation_error_message="Somebody already holds this seat on some of these days.",
            ),
        ),
        migrations.AddConstraint(
            model_name="seatholder",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="seat_holder_ends_after_start",
                violation_error_message="The last day must not be before the first day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="seatholder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deputy__isnull", True), models.Q(("deputy_name", ""), _negated=True), _connector="OR"
                ),
                name="seat_deputy_has_a_name",
                violation_error_message="Enter the deputy's name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="seatholder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deputy_name", ""),
                    models.Q(("deputy_name", models.F("member_name")), _negated=True),
                    _connector="OR",
                ),
                name="seat_deputy_is_somebody_else",
                violation_error_message="The deputy must be somebody else than the member.",
            ),
        ),
        migrations.AddConstraint(
            model_name="snapshotresult",
            constraint=models.UniqueConstraint(
                fields=("snapshot", "position"), name="snapshot_result_position_is_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="termsofreference",
            constraint=models.UniqueConstraint(fields=("group", "number"), name="terms_number_is_unique"),
        ),
        migrations.AddConstraint(
            model_name="termsofreference",
            constraint=models.CheckConstraint(
                condition=models.Q(("least_groups__gte", 1)),
                name="terms_ask_for_a_group",
                violation_error_message="At least one stakeholder group must be present.",
            ),
        ),
    ]
