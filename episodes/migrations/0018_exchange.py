"""What is exchanged between places, how they are reached, and reviews of GPs’ caseloads."""

import uuid

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0017_clinical_queries_wall"),
        ("patients", "0014_rights_wall"),
        ("practices", "0005_places_of_roles"),
        ("schemes", "0013_exchange_numbers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseloadReview",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("planned_on", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("open", "Being gone through"),
                            ("signed_off", "Signed off"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=12,
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("people", models.PositiveIntegerField(default=0, verbose_name="how many people were on the list")),
                ("supervision", models.CharField(blank=True, max_length=1000)),
                ("signed_off_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("cancel_reason", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "gp",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practices.professional",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practices.organisation"
                    ),
                ),
                (
                    "reviewer",
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
                    "signed_off_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supervised_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practices.professional",
                    ),
                ),
            ],
            options={
                "ordering": ["-planned_on", "gp__name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CaseloadReviewItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("continues", "Goes on as it is"),
                            ("to_be_seen", "To be seen or contacted soon"),
                            ("to_change", "Treatment or plan to be looked at again"),
                            ("advice", "Advice was given to the GP"),
                            ("step_up", "To be offered to the specialist service"),
                            ("step_down", "Could do with less: to be talked over with them"),
                            ("finishing", "Nearly done: prepare the end of treatment"),
                            ("left", "No longer on this list"),
                            ("died", "Died"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("recorded_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "episode",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="episodes.caseloadreview",
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
                "ordering": ["patient__family_name", "patient__given_name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ContactRoute",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("direct_line", models.CharField(blank=True, max_length=60)),
                ("secure_email", models.EmailField(blank=True, max_length=254)),
                ("deputy", models.CharField(blank=True, max_length=120)),
                ("hours", models.CharField(blank=True, max_length=120)),
                ("verified_on", models.DateField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practices.organisation"
                    ),
                ),
                (
                    "professional",
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
                    "verified_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["organisation__name", models.OrderBy(models.F("professional__name"), nulls_first=True)],
            },
        ),
        migrations.CreateModel(
            name="Exchange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("progress", "How treatment goes"),
                            ("review", "What a review came to"),
                            ("change", "A change of treatment"),
                            ("plan", "The care plan, or a change of it"),
                            ("attendance", "Appointments kept or missed"),
                            ("results", "Results of tests"),
                            ("health", "Physical or mental health"),
                            ("concern", "A concern about safety"),
                            ("arrangements", "How we work together"),
                            ("other", "Something else"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("letter", "Letter"),
                            ("email", "Secure e-mail"),
                            ("telephone", "By telephone"),
                            ("meeting", "Meeting"),
                        ],
                        max_length=10,
                    ),
                ),
                ("day", models.DateField()),
                ("what", models.CharField(max_length=500)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("told_how", models.CharField(blank=True, max_length=200)),
                ("next_action", models.CharField(blank=True, max_length=200)),
                ("due_on", models.DateField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_reason", models.CharField(blank=True, max_length=200)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "done_by",
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
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exchanges",
                        to="episodes.episode",
                    ),
                ),
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
                    "patient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="patients.patient",
                    ),
                ),
                (
                    "receiver",
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
                    "receiver_place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practices.organisation",
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
                    "sender",
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
                    "sender_place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practices.organisation",
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
                "ordering": ["-day", "-recorded_at", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="caseloadreview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["planned", "open"])),
                fields=("gp", "practice"),
                name="one_unfinished_caseload_review",
                violation_error_message="A review of this GP’s caseload is planned or begun already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseloadreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["planned", "open", "signed_off", "cancelled"])),
                name="caseload_review_status_is_known",
                violation_error_message="Choose one of the statuses there are.",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseloadreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("opened_at__isnull", True),
                        ("opened_by__isnull", True),
                        models.Q(("status__in", ["open", "signed_off"]), _negated=True),
                    ),
                    models.Q(
                        ("opened_at__isnull", False),
                        ("opened_by__isnull", False),
                        models.Q(("status", "planned"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="caseload_review_opened_has_who_and_when",
                violation_error_message="A review that was opened has somebody who did so, and a moment.",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseloadreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("signed_off_at__isnull", True),
                        ("signed_off_by__isnull", True),
                        models.Q(("status", "signed_off"), _negated=True),
                    ),
                    models.Q(
                        ("signed_off_at__isnull", False), ("signed_off_by__isnull", False), ("status", "signed_off")
                    ),
                    _connector="OR",
                ),
                name="caseload_review_signed_off_has_who_and_when",
                violation_error_message="A review that was signed off has somebody who did so, and a moment.",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseloadreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("cancel_reason", ""),
                        ("cancelled_at__isnull", True),
                        ("cancelled_by__isnull", True),
                        models.Q(("status", "cancelled"), _negated=True),
                    ),
                    models.Q(
                        ("cancelled_at__isnull", False),
                        ("cancelled_by__isnull", False),
                        ("status", "cancelled"),
                        models.Q(("cancel_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="caseload_review_cancelled_has_who_when_and_why",
                violation_error_message="A review that was cancelled has somebody who did so, a moment and a reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseloadreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("supervision", ""), ("supervised_by__isnull", False), _connector="OR"),
                name="caseload_review_supervision_was_given_by_somebody",
                violation_error_message="Choose who gave the supervision.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="caseloadreview",
            trigger=pgtrigger.compiler.Trigger(
                name="caseload_review_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{open:cancelled,open:signed_off,planned:cancelled,planned:open}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="5dc9cee259978f849a75d458180d31db619950bd",
                    operation="UPDATE",
                    pgid="pgtrigger_caseload_review_moves_9e2d3",
                    table="episodes_caseloadreview",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="caseloadreviewitem",
            constraint=models.UniqueConstraint(
                fields=("review", "episode"),
                name="once_a_caseload_review",
                violation_error_message="This person is on the list already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseloadreviewitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "outcome__in",
                        [
                            "",
                            "continues",
                            "to_be_seen",
                            "to_change",
                            "advice",
                            "step_up",
                            "step_down",
                            "finishing",
                            "left",
                            "died",
                        ],
                    )
                ),
                name="caseload_outcome_is_known",
                violation_error_message="Choose what came of it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseloadreviewitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", ""), ("recorded_at__isnull", True), ("recorded_by__isnull", True)),
                    models.Q(
                        models.Q(("outcome", ""), _negated=True),
                        ("recorded_at__isnull", False),
                        ("recorded_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="caseload_outcome_has_who_and_when",
                violation_error_message="An outcome has somebody who recorded it, and a moment.",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseloadreviewitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at__isnull", True), models.Q(("outcome", ""), _negated=True), _connector="OR"
                ),
                name="caseload_closed_with_outcome",
                violation_error_message="Nobody’s review is signed off without an outcome.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactroute",
            constraint=models.UniqueConstraint(
                fields=("scheme", "organisation", "professional"),
                name="one_contact_route_each",
                nulls_distinct=False,
                violation_error_message="There is a way to reach them already. Change that one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactroute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("direct_line", ""), _negated=True),
                    models.Q(("secure_email", ""), _negated=True),
                    _connector="OR",
                ),
                name="contact_route_leads_somewhere",
                violation_error_message="Enter a direct line or a secure e-mail address.",
            ),
        ),
        migrations.AddIndex(
            model_name="exchange",
            index=models.Index(
                condition=models.Q(("withdrawn_at__isnull", True)), fields=["episode", "-day"], name="exchange_last_day"
            ),
        ),
        migrations.AddIndex(
            model_name="exchange",
            index=models.Index(
                condition=models.Q(("acknowledged_at__isnull", True), ("withdrawn_at__isnull", True)),
                fields=["receiver_place"],
                name="exchange_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="exchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("how__in", ["letter", "email", "telephone", "meeting"]),
                    (
                        "kind__in",
                        [
                            "progress",
                            "review",
                            "change",
                            "plan",
                            "attendance",
                            "results",
                            "health",
                            "concern",
                            "arrangements",
                            "other",
                        ],
                    ),
                    models.Q(("what", ""), _negated=True),
                ),
                name="exchange_words_are_known",
                violation_error_message="Say what it was about, in which way, and what was said.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("episode__isnull", True), ("patient__isnull", True)),
                    models.Q(("episode__isnull", False), ("patient__isnull", False)),
                    _connector="OR",
                ),
                name="exchange_is_about_an_episode_or_nobody",
                violation_error_message="It is about somebody in shared care, or about nobody.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("receiver_place__isnull", True), ("sender_place__isnull", False)),
                    models.Q(("receiver_place__isnull", False), ("sender_place__isnull", True)),
                    models.Q(
                        ("receiver_place__isnull", False),
                        ("sender_place__isnull", False),
                        models.Q(("sender_place", models.F("receiver_place")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="exchange_is_between_two_places",
                violation_error_message="Choose somebody of another place.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sender__isnull", True), ("sender_place__isnull", False), _connector="OR"),
                    models.Q(("receiver__isnull", True), ("receiver_place__isnull", False), _connector="OR"),
                ),
                name="exchange_named_somebody_at_a_place",
                violation_error_message="Say where whoever you name works.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("acknowledged_at__isnull", True), ("acknowledged_by__isnull", True), ("told_how", "")),
                    models.Q(
                        ("acknowledged_at__isnull", False),
                        ("acknowledged_by__isnull", False),
                        models.Q(("how__in", ["meeting", "telephone"]), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="exchange_acknowledged_has_who_and_when",
                violation_error_message="What was written is acknowledged by somebody, at a moment.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("done_at__isnull", True),
                        ("due_on__isnull", True),
                        ("next_action", ""),
                        ("owner__isnull", True),
                    ),
                    models.Q(
                        ("due_on__isnull", False),
                        ("owner__isnull", False),
                        models.Q(("next_action", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="exchange_next_action_is_whole",
                violation_error_message="What is to be done next has somebody who does it, and a day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at__isnull", True), ("done_by__isnull", True)),
                    models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                    _connector="OR",
                ),
                name="exchange_done_has_who_and_when",
                violation_error_message="What was done has somebody who did it, and a moment.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True), ("withdrawn_reason", "")),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                        models.Q(("withdrawn_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="exchange_withdrawn_has_who_when_and_why",
                violation_error_message="What is withdrawn has somebody who did so, a moment and a reason.",
            ),
        ),
    ]
