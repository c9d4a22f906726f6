"""What the information-governance lead makes of looks that stand out."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from audit import actions as audit
from audit import constraints
from patients import events, permissions, queries
from patients.models import LookReview, Patient
from patients.unusual import Outcome


@transaction.atomic
def review_looks(
    *, looker: User, patient: Patient | None, until: datetime, outcome: str, note: str, by: Any
) -> LookReview:
    """Say what was made of one user's looks at one person, or at very many people, up to and with a moment.

    Looks after it may stand out again. Refused when there is no look to judge, and of one's own looks.
    """
    if not permissions.can_govern_access(by, patient):
        raise PermissionDenied
    if looker.pk == by.pk:
        raise ValidationError("Nobody judges their own looks. Ask another information-governance lead.")
    if not queries.looks_behind(by, looker.pk, patient.pk if patient else None).filter(at__lte=until).exists():
        raise ValidationError("There is no look to judge.")
    review = LookReview(
        scheme_id=by.acting.scheme_id,
        looker=looker,
        patient=patient,
        until=until,
        outcome=outcome,
        note=note,
        reviewed_by=by,
    )
    constraints.save(review)
    audit.record(events.LOOKS_REVIEWED, subject=review, by=by, outcome=Outcome(outcome).label.lower())
    return review
