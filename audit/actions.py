"""Writing to the record. Called by every app's actions, inside the same transaction as the deed itself."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models

from audit import wall
from audit.events import Kind
from audit.looks import How, to_record
from audit.models import Event, RecordView


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

    `by` is the person; work done by a schedule names its process instead. The database refuses both and neither.
    """
    return Event.objects.create(
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


def record_view(*, by: Any, patient_ids: Iterable[UUID], page: str, how: How = How.VIEW) -> None:
    """Record that somebody saw these people, on which page in plain words, and how: one look a person and answer.

    Same transaction as the read: no record, no page.
    """
    acting = by.acting
    RecordView.objects.bulk_create(
        RecordView(
            scheme_id=acting.scheme_id,
            user=by,
            patient_id=patient_id,
            page=page[:120],
            how=how,
            role=acting.role,
            organisation_id=acting.organisation_id,
        )
        for patient_id in to_record(patient_ids)
    )
