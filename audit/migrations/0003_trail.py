"""The stamps that only the database sets, the net of row changes, and the seals."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Rows from before have no stamps of their own, so they get those of this migration: it is when the database first
# vouched for them. Each default is evaluated row by row, as the table is rewritten, and stays for rows to come.
STAMPS = """
CREATE SEQUENCE audit_number;
CREATE FUNCTION audit_cluster() RETURNS bigint LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
    AS $$ SELECT system_identifier FROM pg_control_system() $$;
"""
STAMP = """
ALTER TABLE {table}
    ADD COLUMN number bigint NOT NULL DEFAULT nextval('audit_number'),
    ADD COLUMN transaction bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
    ADD COLUMN cluster bigint NOT NULL DEFAULT audit_cluster(),
    ADD COLUMN recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ADD COLUMN recorded_as varchar(63) NOT NULL DEFAULT session_user;
"""
UNSTAMP = """
ALTER TABLE {table} DROP COLUMN number, DROP COLUMN transaction, DROP COLUMN cluster, DROP COLUMN recorded_at,
    DROP COLUMN recorded_as;
"""
STAMP_DEFAULTS = """
ALTER TABLE audit_rowchange
    ALTER number SET DEFAULT nextval('audit_number'), ALTER number SET NOT NULL,
    ALTER transaction SET DEFAULT pg_current_xact_id()::text::bigint, ALTER transaction SET NOT NULL,
    ALTER cluster SET DEFAULT audit_cluster(), ALTER cluster SET NOT NULL,
    ALTER recorded_at SET DEFAULT clock_timestamp(), ALTER recorded_at SET NOT NULL,
    ALTER recorded_as SET DEFAULT session_user, ALTER recorded_as SET NOT NULL,
    ALTER id SET DEFAULT gen_random_uuid();
"""


def stamps():
    return [
        ("number", models.BigIntegerField(editable=False, null=True)),
        ("transaction", models.BigIntegerField(editable=False, null=True)),
        ("cluster", models.BigIntegerField(editable=False, null=True)),
        ("recorded_at", models.DateTimeField(editable=False, null=True)),
        ("recorded_as", models.CharField(editable=False, max_length=63)),
    ]


def stamp(model):
    return migrations.SeparateDatabaseAndState(
        database_operations=[
            migrations.RunSQL(STAMP.format(table=f"audit_{model}"), UNSTAMP.format(table=f"audit_{model}"))
        ],
        state_operations=[migrations.AddField(model_name=model, name=name, field=field) for name, field in stamps()],
    )


def key():
    return models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_wall"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(STAMPS, "DROP FUNCTION audit_cluster(); DROP SEQUENCE audit_number;"),
        stamp("event"),
        stamp("recordview"),
        migrations.CreateModel(
            name="RowChange",
            fields=[
                ("id", key()),
                ("scheme_id", models.UUIDField(editable=False, null=True)),
                *stamps(),
                ("table_name", models.CharField(max_length=63)),
                ("row_id", models.CharField(max_length=64)),
                ("deed", models.CharField(max_length=10)),
                ("kind_of_record", models.CharField(max_length=10)),
                ("patient_id", models.UUIDField(null=True)),
                ("process", models.CharField(blank=True, max_length=100)),
                ("old", models.JSONField(null=True)),
                ("new", models.JSONField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["-number"]},
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", key()),
                ("scheme_id", models.UUIDField(editable=False, null=True)),
                ("number", models.PositiveIntegerField()),
                ("cluster", models.BigIntegerField()),
                ("from_transaction", models.BigIntegerField()),
                ("to_transaction", models.BigIntegerField()),
                ("rows", models.BigIntegerField()),
                ("columns", models.JSONField()),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["scheme_id", "number"],
                        name="one_seal_a_number",
                        nulls_distinct=False,
                        violation_error_message="This part of the trail is sealed already.",
                    )
                ],
            },
        ),
        migrations.RunSQL(STAMP_DEFAULTS, migrations.RunSQL.noop),
        migrations.AddIndex(model_name="event", index=models.Index(fields=["scheme_id", "-at"], name="event_by_day")),
        *(
            migrations.AddIndex(
                model_name=model,
                index=models.Index(fields=["cluster", "transaction", "number"], name=f"{model}_by_transaction"),
            )
            for model in ("event", "recordview", "rowchange")
        ),
        migrations.AddIndex(
            model_name="rowchange",
            index=models.Index(
                condition=models.Q(patient_id__isnull=False),
                fields=["patient_id", "-number"],
                name="rowchange_by_patient",
            ),
        ),
    ]
