"""Requests to answer, what stands on one person's record, and erasures that wait for a second person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from audit import wall
from governance.lifecycle import ErasureStatus
from governance.models import Erasure, LegalHold, RightsRequest
from governance.permissions import can_decide_erasure
from patients.models import Patient, PersonStatement, ProcessingRestriction, ShareConsent
from patients.models.rights import restriction_of

NAMES_NOBODY = "a reference, a ground and a day, without the person"


@dataclass(frozen=True)
class RightsPanel:
    """What the lead sees of one person: what they asked, what they allowed, and what stands on their record."""

    patient: Patient
    requests: Sequence[RightsRequest]
    restriction: ProcessingRestriction | None
    hold: LegalHold | None
    consents: Sequence[ShareConsent]
    statements: Sequence[PersonStatement]
    today: date


def rights_panel(patient: Patient, user: Any, today: date) -> RightsPanel:
    return RightsPanel(
        patient=patient,
        requests=list(RightsRequest.objects.visible_to(user).filter(patient=patient)),
        restriction=restriction_of(patient, timezone.now()),
        hold=LegalHold.objects.standing().filter(patient=patient).first(),
        consents=list(ShareConsent.objects.holding_on(today).filter(patient=patient)),
        statements=list(PersonStatement.objects.filter(patient=patient)),
        today=today,
    )


def requests_open(user: Any) -> QuerySet[RightsRequest]:
    """Requests that wait for an answer, the most urgent first."""
    return RightsRequest.objects.visible_to(user).open().select_related("patient")  # type: ignore[no-any-return]


def requests_overdue(user: Any, today: date) -> QuerySet[RightsRequest]:
    """Requests whose day has passed without an answer."""
    return RightsRequest.objects.visible_to(user).overdue(today).select_related("patient")  # type: ignore[no-any-return]


def erased(user: Any) -> QuerySet[Erasure]:
    """What is left of records that were erased, the latest first."""
    done = Erasure.objects.visible_to(user).filter(status=ErasureStatus.ERASED)
    return done.select_related("patient", "decided_by", "proposed_by")  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Proposal:
    """An erasure as the second person sees it: no name, no number."""

    pk: UUID
    reference: UUID
    ground: str
    status: str
    label: str
    proposed_by: str
    proposed_at: datetime
    waits: bool


def erasures(user: Any) -> list[Proposal]:
    """Every erasure proposed in the scheme, the latest first, for whoever is the second person."""
    if not can_decide_erasure(user):
        return []
    with wall.widened(NAMES_NOBODY):
        return [
            Proposal(
                row.pk,
                row.reference,
                row.get_ground_display(),
                row.status,
                row.get_status_display(),
                row.proposed_by.name,
                row.proposed_at,
                row.status == ErasureStatus.PROPOSED,
            )
            for row in Erasure.objects.select_related("proposed_by")
        ]


def erasures_waiting(user: Any) -> list[Proposal]:
    """Those that nobody has decided."""
    return [row for row in erasures(user) if row.waits]


def erasure_to_decide(user: Any, pk: UUID) -> Erasure | None:
    """The row behind one proposal, to be decided; None when there is none for this user."""
    if not can_decide_erasure(user):
        return None
    with wall.widened(NAMES_NOBODY):
        return Erasure.objects.select_related("proposed_by").filter(pk=pk).first()
