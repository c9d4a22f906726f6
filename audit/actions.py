"""Writing to the record. Called by every app's actions, inside the same transaction as the deed itself.

Nothing is written through the models: the application may not. The database's own functions write, and stamp.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from audit import wall
from audit.events import Kind
from audit.looks import How, to_record
from audit.models import Event, RecordView, Seal, TrailRow

STAMPED = {*TrailRow.STAMPS, "scheme_id"}  # the database sets these, whatever it is given


def record(
    kind: Kind,
    *,
    subject: models.Model,
    by: Any = None,
    process: str = "",
    patient_id: UUID | None = None,
    data: dict[str, Any] | None = None,
    **facts: object,
) -> Event:
    """Record a deed, with its sentence as it reads today; `facts` fill the sentence, `data` is kept beside it.

    `by` is the person; work done by a schedule names its process instead. The database refuses both and neither, and
    somebody else than whoever is acting. The row's stamps are set by the database and read back only when asked for.
    """
    event = Event(
        scheme_id=wall.current_scheme(),
        kind=kind.name,
        sentence=kind.sentence(**facts),
        data=data or {},
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        patient_id=patient_id,
        by=by,
        process=process,
    )
    _append([event])
    return event


def record_view(*, by: Any, patient_ids: Iterable[UUID], page: str, how: How = How.VIEW) -> None:
    """Record that somebody saw these people, on which page in plain words, and how: one look a person and answer.

    Same transaction as the read: no record, no page.
    """
    acting = by.acting
    _append(
        [
            RecordView(
                user=by,
                patient_id=patient_id,
                page=page[:120],
                how=how,
                role=acting.role,
                organisation_id=acting.organisation_id,
            )
            for patient_id in to_record(patient_ids)
        ]
    )


def seal() -> list[Seal]:
    """Seal what has ended since the last time, in every scheme; returns the seals made. Safe to run twice at once."""
    return list(Seal.objects.raw("SELECT * FROM audit_seal_trail()"))


def _append(rows: Sequence[TrailRow]) -> None:
    """Hand new rows of one table to the function that may write them, in one statement."""
    if rows:
        given = json.dumps([_facts(row) for row in rows], cls=DjangoJSONEncoder)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {rows[0]._meta.db_table.replace('_', '_append_', 1)}(%s)", [given])


def _facts(row: TrailRow) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if field.column not in STAMPED]
    return {str(field.column): field.pre_save(row, True) for field in fields}
