"""What each app holds about one person, as data: read for the person who asks, and checked against every table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

SENTENCE = 120  # characters; whatever is longer may be a sentence, and speak of somebody else
# Where the name of a column is no word for its reader.
LABELS = {"nhs_number": "NHS number", "email": "E-mail", "safe_to_email": "Safe to e-mail", "added_at": "Added",
          "sentence": "What was done", "by": "By whom", "at": "When", "user": "Who", "page": "What they saw",
          "role": "As", "process": "By the system's own"}  # fmt: skip
TECHNICAL = {"id", "scheme", "scheme_id", "patient", "version", "source_hash", "content_hash", "token"}


@dataclass(frozen=True)
class Holding:
    """One table with rows about a person: what it is called in plain words, and how its rows are found.

    `of` is the lookup from a row to the person. `skip` names columns that say nothing about them; `file` names the one
    that is a document, handed over as it was given; `only` narrows the rows to those that say anything; `ours` says
    that nobody typed anything of somebody else into it.
    """

    model: type[models.Model]
    title: str
    of: str = "patient_id"
    skip: tuple[str, ...] = ()
    file: str = ""
    only: Mapping[str, Any] = field(default_factory=dict)
    ours: bool = False

    def of_person(self, patient: models.Model) -> Any:
        """The rows about the person, in the order of their table."""
        found = self.model._base_manager.filter(**{self.of: patient.pk}, **self.only)
        return found.order_by(*(self.model._meta.ordering or ["pk"]))


@dataclass(frozen=True)
class Row:
    """One row in words: its own key, so that it can be spoken of, and each fact with its label.

    `free_text` says that somebody typed it, so that it may speak of somebody else.
    """

    key: str
    facts: tuple[tuple[str, str], ...]
    free_text: bool = False


@dataclass(frozen=True)
class Section:
    """What one table holds about somebody."""

    code: str
    title: str
    rows: tuple[Row, ...]


def sections(holdings: Iterable[Holding], patient: models.Model) -> list[Section]:
    """Everything held about the person, in words, in the order of the holdings; empty tables too, for their absence
    is an answer."""
    return [
        Section(each.model._meta.label_lower, each.title, tuple(_row(each, row) for row in each.of_person(patient)))
        for each in holdings
    ]


def _row(holding: Holding, row: models.Model) -> Row:
    columns = [f for f in row._meta.concrete_fields if f.name not in {*TECHNICAL, *holding.skip}]
    told = [(column, _in_words(row, column)) for column in columns]
    said = [(column, words) for column, words in told if words]
    free_text = not holding.ours and any(_is_free_text(holding, column) for column, _ in said)
    return Row(str(row.pk), tuple((_label(column), words) for column, words in said), free_text)


def _is_free_text(holding: Holding, column: Any) -> bool:
    """Whether somebody typed it, or may have: a document, what a row said before, a note."""
    if column.choices:
        return False
    if isinstance(column, models.TextField | models.JSONField):
        return True
    return column.name == holding.file or (
        isinstance(column, models.CharField) and (column.max_length or 0) >= SENTENCE
    )


def _label(column: Any) -> str:
    words = LABELS.get(column.name, str(column.verbose_name))
    return words[:1].upper() + words[1:]


def _in_words(row: models.Model, column: Any) -> str:
    if column.choices:
        return str(getattr(row, f"get_{column.name}_display")())
    words = words_of(getattr(row, column.name))
    return words.replace("_", " ").capitalize() if column.name == "role" else words


def words_of(value: Any) -> str:
    """Any value as a reader reads it; nothing for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return f"{local.day} {local:%B %Y, %H:%M}"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, bytes | memoryview):
        return "A document, in the folder “documents”"
    if isinstance(value, dict):
        told = (
            (str(key), each) for key, each in value.items() if key not in TECHNICAL and not str(key).endswith("_id")
        )
        return "; ".join(f"{key.replace('_', ' ')}: {words_of(each) or 'nothing'}" for key, each in told)
    if isinstance(value, list | tuple):
        return ", ".join(words_of(each) for each in value)
    if isinstance(value, UUID):
        return ""
    return str(value)
