"""Clinical queries with their moves, and the knowledge base with its own."""

import uuid

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0015_transitions"),
        ("patients", "0014_rights_wall"),
        ("practices", "0005_places_of_roles"),
        ("schemes", "0012_query_hours"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KnowledgeArticle",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                ("question", models.TextField()),
                ("answer", models.TextField()),
                ("source", models.CharField(blank=True, max_length=200)),
                (
                    "answered_as",
                    models.CharField(
                        choices=[
                            ("specialist", "Specialist doctor at the specialist service"),
                            ("gpwsi", "GP with a special interest"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for a second look"),
                            ("returned", "Sent back to be rewritten"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.SearchVector("title", config="english", weight="A"),
                                "||",
                                django.contrib.postgres.search.SearchVector("question", config="english", weight="B"),
                                django.contrib.postgres.search.SearchConfig("english"),
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector("answer", config="english", weight="C"),
                            django.contrib.postgres.search.SearchConfig("english"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "published_by",
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
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-published_at", "-written_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ClinicalQuery",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("urgent", "Urgent: care waits for the answer"),
                            ("routine", "Routine: before the next visit will do"),
                        ],
                        max_length=10,
                    ),
                ),
                ("question", models.TextField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Waits to be sent to a clinician"),
                            ("routed", "Waits for the clinician"),
                            ("answered", "Answered"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answer_by", models.DateTimeField()),
                ("routed_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("specialist", "Specialist doctor at the specialist service"),
                            ("gpwsi", "GP with a special interest"),
                        ],
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "answered_by",
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
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "organisation",
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
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clinical_queries",
                        to="patients.patient",
                    ),
                ),
                (
                    "routed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "routed_to",
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
                    "article",
                    models.OneToOneField(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="episodes.knowledgearticle",
                    ),
                ),
            ],
            options={
                "ordering": ["answer_by", "pk"],
            },
        ),
        migrations.CreateModel(
            name="KnowledgeArticleStatusChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "move",
                    models.CharField(
                        choices=[
                            ("rewrite", "Rewrite"),
                            ("send_back", "Send back"),
                            ("publish", "Publish"),
                            ("withdraw", "Withdraw"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for a second look"),
                            ("returned", "Sent back to be rewritten"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "article",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="episodes.knowledgearticle",
                    ),
                ),
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
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="ClinicalQueryStatusChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "move",
                    models.CharField(
                        choices=[
                            ("route", "Send to a clinician"),
                            ("send_back", "Send back"),
                            ("answer", "Answer"),
                            ("close", "Close"),
                            ("withdraw", "Withdraw"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Waits to be sent to a clinician"),
                            ("routed", "Waits for the clinician"),
                            ("answered", "Answered"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "clinician",
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
                    "query",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="episodes.clinicalquery",
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("move__in", ["route", "send_back", "answer", "close", "withdraw"]),
                            ("status__in", ["asked", "routed", "answered", "closed", "withdrawn"]),
                        ),
                        name="query_change_is_known",
                        violation_error_message="Choose one of the moves there are.",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="knowledgearticle",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="article_words"),
        ),
        migrations.AddConstraint(
            model_name="knowledgearticle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_as__in", ["specialist", "gpwsi"]),
                    ("status__in", ["proposed", "returned", "published", "withdrawn"]),
                ),
                name="article_words_are_known",
                violation_error_message="Choose one of the statuses there are.",
            ),
        ),
        migrations.AddConstraint(
            model_name="knowledgearticle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "published"), _negated=True),
                    models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                    _connector="OR",
                ),
                name="article_published_by_somebody",
                violation_error_message="A published article says who gave it the second look, and when.",
            ),
        ),
        migrations.AddConstraint(
            model_name="knowledgearticle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_by__isnull", True),
                    models.Q(("published_by", models.F("written_by")), _negated=True),
                    _connector="OR",
                ),
                name="article_second_look_by_somebody_else",
                violation_error_message="Somebody else than whoever wrote it must give an article its second look.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="knowledgearticle",
            trigger=pgtrigger.compiler.Trigger(
                name="article_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{proposed:proposed,proposed:published,proposed:returned,proposed:withdrawn,published:withdrawn,returned:proposed,returned:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="645a676439d10d2e761988e6ae3f88c8a7bd594b",
                    operation="UPDATE",
                    pgid="pgtrigger_article_moves_34239",
                    table="episodes_knowledgearticle",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="clinicalquery",
            index=models.Index(
                condition=models.Q(("status__in", ("asked", "routed"))),
                fields=["status", "answer_by"],
                name="query_open",
            ),
        ),
        migrations.AddIndex(
            model_name="clinicalquery",
            index=models.Index(fields=["patient", "-asked_at"], name="query_by_patient"),
        ),
        migrations.AddConstraint(
            model_name="clinicalquery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["asked", "routed", "answered", "closed", "withdrawn"]),
                    ("urgency__in", ["urgent", "routine"]),
                    ("answered_as__in", ["", "specialist", "gpwsi"]),
                ),
                name="query_words_are_known",
                violation_error_message="Choose one of the urgencies and statuses there are.",
            ),
        ),
        migrations.AddConstraint(
            model_name="clinicalquery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("routed_at__isnull", True), ("routed_to__isnull", True), ("status", "asked")),
                    models.Q(
                        ("routed_to__isnull", False),
                        ("status__in", ["routed", "answered", "closed"]),
                        ("routed_at__isnull", False),
                        ("routed_by__isnull", False),
                    ),
                    ("status", "withdrawn"),
                    _connector="OR",
                ),
                name="query_is_with_somebody_named",
                violation_error_message="A query is with one named clinician from the moment it is sent to them.",
            ),
        ),
        migrations.AddConstraint(
            model_name="clinicalquery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        ("status__in", ["answered", "closed"]),
                        models.Q(("answer", ""), _negated=True),
                        models.Q(("answered_as", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("status__in", ["answered", "closed"]), _negated=True),
                        ("answer", ""),
                        ("answered_at__isnull", True),
                        ("answered_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="query_answer_is_whole",
                violation_error_message="An answer says who gave it, when, and on what evidence.",
            ),
        ),
        migrations.AddConstraint(
            model_name="clinicalquery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_by__isnull", True), ("answered_by", models.F("routed_to")), _connector="OR"
                ),
                name="query_answered_by_whom_it_was_sent_to",
                violation_error_message="Only the clinician it was sent to answers a query.",
            ),
        ),
        migrations.AddConstraint(
            model_name="clinicalquery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answer_by__gt", models.F("asked_at")),
                    models.Q(
                        ("answered_at__isnull", True), ("answered_at__gte", models.F("asked_at")), _connector="OR"
                    ),
                ),
                name="query_moments_in_order",
                violation_error_message="A query is asked first, and answered after.",
            ),
        ),
        migrations.AddConstraint(
            model_name="clinicalquery",
            constraint=models.CheckConstraint(
                condition=models.Q(("link__isnull", True), ("patient__isnull", False), _connector="OR"),
                name="query_link_is_of_its_person",
                violation_error_message="Only a query about a person lets anybody see one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="clinicalquery",
            constraint=models.CheckConstraint(
                condition=models.Q(("article__isnull", True), ("status", "closed"), _connector="OR"),
                name="query_published_when_closed",
                violation_error_message="Close the query first: only closed answers go into the knowledge base.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clinicalquery",
            trigger=pgtrigger.compiler.Trigger(
                name="query_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{answered:closed,asked:routed,asked:withdrawn,routed:answered,routed:asked,routed:routed,routed:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="852ca19c9cc1fd3d37b7b9620fd51d4bb4ee8c9a",
                    operation="UPDATE",
                    pgid="pgtrigger_query_moves_abe89",
                    table="episodes_clinicalquery",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="knowledgearticlestatuschange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("move__in", ["rewrite", "send_back", "publish", "withdraw"]),
                    ("status__in", ["proposed", "returned", "published", "withdrawn"]),
                ),
                name="article_change_is_known",
                violation_error_message="Choose one of the moves there are.",
            ),
        ),
    ]
