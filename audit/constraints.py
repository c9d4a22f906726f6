"""Saving a row, with what the database refuses said in the constraint's own words."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction


def save(row: models.Model, *, exclude: Collection[str] = (), **options: Any) -> None:
    """Check the fields, save the row, and turn a broken constraint into a ValidationError with its message.

    Used instead of `full_clean`, which asks the database about every relation and constraint beforehand and may be
    wrong a moment later; PostgreSQL is asked once, by saving, and is right. `options` go to `Model.save`.
    """
    relations = [field.name for field in row._meta.fields if field.is_relation]
    row.clean_fields(exclude={*relations, *exclude})
    with _in_words(type(row)):
        row.save(**options)


def save_all(rows: Sequence[models.Model]) -> None:
    """Save new rows of one model in one statement, their fields already known to be good."""
    if rows:
        model = type(rows[0])
        with _in_words(model):
            model._base_manager.bulk_create(rows)


@contextmanager
def _in_words(model: type[models.Model]) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as broken:
        raise _refusal(model, broken) from broken


def _refusal(model: type[models.Model], broken: IntegrityError) -> Exception:
    """The constraint's sentence, or the error itself when it is none of the model's named constraints."""
    name = getattr(getattr(broken.__cause__, "diag", None), "constraint_name", None) or ""
    for constraint in model._meta.constraints:
        if constraint.name == name:
            return ValidationError(constraint.get_violation_error_message(), code=name)
    for field in model._meta.fields:
        if field.unique and not field.primary_key and name == f"{model._meta.db_table}_{field.column}_key":
            words = field.error_messages.get("unique") or "This is taken already."
            return ValidationError(
                {field.name: str(words) % {"model_name": model._meta.verbose_name, "field_label": field.verbose_name}}
            )
    return broken
