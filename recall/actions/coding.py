"""By which code a practice enters what happened here."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit import actions as audit
from audit import constraints
from recall import events, permissions
from recall.coding import Coded, is_concept
from recall.models import ClinicalCode


@transaction.atomic
def change_clinical_code(*, event: str, code: str, term: str, by: Any) -> ClinicalCode:
    """From now on an event goes out under this code and term; both empty for none.

    Refused for what cannot be a concept of SNOMED CT, and for a code without its term.
    """
    if not permissions.can_run_campaign(by):
        raise PermissionDenied("Only somebody who runs the scheme's campaigns may change its codes.")
    if code and not is_concept(code):
        raise ValidationError(
            {"code": "This is not a SNOMED CT concept: a digit is missing or mistyped. Copy the concept identifier."}
        )
    newest = ClinicalCode.objects.filter(event=event).first()
    made = ClinicalCode(
        scheme_id=by.acting.scheme_id,
        event=event,
        number=newest.number + 1 if newest else 1,
        code=code,
        term=term,
        recorded_by=by,
    )
    constraints.save(made)
    audit.record(
        events.CLINICAL_CODE_CHANGED, subject=made, by=by, event=Coded(event).label.lower(), code=str(made).lower()
    )
    return made
