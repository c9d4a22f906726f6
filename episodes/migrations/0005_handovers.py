"""Hand-overs: one open offer for each aspect, its moves held by the database."""

import uuid

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from audit import wall


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0004_what_was_known"),
        ("patients", "0014_rights_wall"),
        ("practices", "0005_places_of_roles"),
        ("schemes", "0006_looks_that_stand_out"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("for_good", "For good"), ("delegation", "For a time; then it comes back by itself")],
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("offered", "Offered"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("recalled", "Taken back"),
                            ("expired", "Ran out unanswered"),
                            ("overtaken", "Overtaken"),
                        ],
                        default="offered",
                        max_length=12,
                    ),
                ),
                ("offered_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("returns_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("told_how", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=500)),
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
                        related_name="handovers",
                        to="episodes.episode",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="practices.professional",
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practices.organisation"
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
                        related_name="offers",
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
            ],
            options={
                "ordering": ["-offered_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "offered")),
                        fields=("episode", "aspect"),
                        name="one_open_offer_per_aspect",
                        violation_error_message="This has been offered to somebody already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["for_good", "delegation"]),
                            ("status__in", ["offered", "accepted", "declined", "recalled", "expired", "overtaken"]),
                        ),
                        name="handover_words_are_known",
                        violation_error_message="Choose one of the kinds and statuses there are.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("giver", models.F("receiver")), _negated=True),
                        name="handover_is_to_somebody_else",
                        violation_error_message="Nobody hands over to themselves.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("offered_at"))),
                        name="handover_stands_for_a_while",
                        violation_error_message="An offer runs out after it was made.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "for_good"), ("returns_at__isnull", True)),
                            models.Q(("kind", "delegation"), ("returns_at__gt", models.F("expires_at"))),
                            _connector="OR",
                        ),
                        name="delegation_comes_back",
                        violation_error_message="A delegation comes back after the offer has run out; anything else does not.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                                ("status__in", ["offered", "recalled", "expired", "overtaken"]),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("status__in", ["offered", "expired"]), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="handover_answer_has_who_and_when",
                        violation_error_message="An answer has somebody who gave it and a moment; an open offer has neither.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("status__in", ["recalled", "expired", "overtaken"])),
                            models.Q(
                                ("ended_at__isnull", True),
                                ("ended_by__isnull", True),
                                models.Q(("status__in", ["recalled", "expired", "overtaken"]), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="handover_end_has_a_moment",
                        violation_error_message="What was taken back, ran out or was overtaken has a moment when.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="handover",
            trigger=pgtrigger.compiler.Trigger(
                name="handover_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{accepted:overtaken,accepted:recalled,offered:accepted,offered:declined,offered:expired,offered:overtaken,offered:recalled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="0574a4eec1dc8d507fe80fb6547a8addaf301c79",
                    operation="UPDATE",
                    pgid="pgtrigger_handover_moves_6bacb",
                    table="episodes_handover",
                    when="BEFORE",
                ),
            ),
        ),
        wall.build(
            "episodes_handover",
            patient_id="patients_patient",
            episode_id="episodes_episode",
            aspect_id="schemes_careaspect",
            giver_id="practices_professional",
            receiver_id="practices_professional",
            link_id="patients_carelink",
        ),
        wall.hold_to_person("episodes_handover"),
    ]
