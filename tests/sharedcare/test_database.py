"""What PostgreSQL itself must hold, read from its catalogue."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from audit import wall


def rows(sql, *given):
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()


def our_models():
    return [model for app in settings.OUR_APPS for model in apps.get_app_config(app).get_models()]


def has_scheme(model):
    return any(field.column == "scheme_id" for field in model._meta.concrete_fields)


WALLED = [model for model in our_models() if not model._meta.proxy and not getattr(model, "unwalled_because", "")]


@pytest.mark.parametrize("model", WALLED, ids=lambda model: model._meta.label)
def test_every_row_behind_the_wall_says_which_scheme_it_is_of(model):
    assert has_scheme(model)


def test_a_model_outside_the_wall_says_why():
    outside = [model for model in our_models() if not model._meta.proxy and model not in WALLED]

    assert [model._meta.label for model in outside if len(model.unwalled_because) < 20] == []


def test_the_scheme_of_every_walled_row_is_a_real_one(db):
    """By a key to the scheme itself, or by one to a row behind the same wall."""
    tied = {
        table
        for (table,) in rows(
            """SELECT c.conrelid::regclass::text FROM pg_constraint c JOIN pg_attribute a
               ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
               WHERE c.contype = 'f' AND a.attname = 'scheme_id'"""
        )
    }

    # A trigger copies the scheme of a row change from the row that changed, which is tied itself.
    assert {model._meta.db_table for model in WALLED} - tied == {"audit_rowchange"}


def walled_keys():
    """Every foreign key from one walled table to another: (table, column, parent)."""
    for model in WALLED:
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model in WALLED:
                yield model._meta.db_table, field.column, field.related_model._meta.db_table


@pytest.mark.parametrize("key", sorted(walled_keys()), ids=lambda key: f"{key[0]}.{key[1]}")
def test_a_key_behind_the_wall_is_tied_together_with_the_scheme(db, key):
    table, column, parent = key

    ties = rows(
        """SELECT 1 FROM pg_constraint c
           WHERE c.contype = 'f' AND c.conrelid = %s::regclass AND c.confrelid = %s::regclass
             AND (SELECT array_agg(a.attname::text ORDER BY a.attname) FROM pg_attribute a
                  WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey))
               = (SELECT array_agg(x ORDER BY x) FROM unnest(ARRAY[%s, 'scheme_id']) x)""",
        table,
        parent,
        column,
    )

    assert ties, f"Tie {column} in the wall migration of {table}: PostgreSQL checks plain keys past the wall."


def protected_tables():
    return {
        table
        for (table,) in rows(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%%_append_only' AND tgenabled = 'O'"
        )
    }


def test_rows_that_are_never_changed_are_refused_by_a_trigger_and_not_granted(db):
    tables = protected_tables()

    granted = [
        f"{privilege} on {table}"
        for table in sorted(tables)
        for privilege in ("UPDATE", "DELETE", "TRUNCATE")
        if rows("SELECT has_table_privilege(%s, %s)", table, privilege)[0][0]
    ]
    assert granted == []
    assert {"audit_event", "audit_recordview", "audit_rowchange", "audit_seal"} <= tables


def test_a_model_that_says_it_is_never_edited_is_append_only(db):
    said = {model._meta.db_table for model in WALLED if "never edited" in (model.__doc__ or "").lower()}

    assert said - protected_tables() == set()


def test_every_history_of_moves_is_append_only(db):
    histories = {model._meta.db_table for model in WALLED if model.__name__.endswith("StatusChange")}

    assert histories - protected_tables() == set()


def test_the_wall_stands_on_every_walled_table_and_holds_its_owner_too(db):
    assert wall.holes() == []


def test_the_application_cannot_change_the_shape_of_the_database_nor_its_history(db):
    may = rows(
        "SELECT has_schema_privilege('public', 'CREATE'), has_table_privilege('django_migrations', 'INSERT'),"
        " has_table_privilege('django_migrations', 'DELETE')"
    )

    assert may == [(False, False, False)]


def test_a_status_that_moves_is_held_to_its_table_by_a_trigger(db):
    """Each model with a life cycle has the trigger generated from the same table."""
    from sharedcare.diagrams import lifecycles

    triggers = rows("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'pgtrigger_%%moves%%'")[0][0]

    assert triggers >= len(lifecycles())


def test_every_constraint_explains_itself_to_the_person_who_meets_it():
    default = models.CheckConstraint(name="x", condition=models.Q(pk=1)).violation_error_message
    silent = [
        f"{model._meta.label}.{constraint.name}"
        for model in WALLED
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint) and (constraint.violation_error_message or default) == default
    ]

    assert silent == []
