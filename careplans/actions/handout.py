"""Printing a plan for the person, and keeping what was printed."""

import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from careplans import documents, events, permissions, queries
from careplans.actions.lock import locked
from careplans.models import CarePlan, Handout, PlanVersion, Variant
from patients import permissions as patients
from patients.rights import NOT_PRINTED, Purpose


@transaction.atomic
def print_plan(*, plan: CarePlan, variant: str, by: Any, version: PlanVersion | None = None) -> Handout:
    """Print a version of the plan: the one named, otherwise the one in force, otherwise the draft, marked as such.

    What says exactly the same is made once: printing it again gives the kept bytes. The lock makes two people who print
    at the same moment get one handout.
    """
    if not permissions.can_print_plan(by, plan.patient):
        raise PermissionDenied("You may not print this person's plan.")
    if not patients.may_use(plan.patient, Purpose.PRINT, timezone.now()):
        raise ValidationError(NOT_PRINTED, code="restricted")
    plan = locked(plan)
    shown = version or queries.version_in_force(plan)
    if shown is None or shown.plan_id != plan.pk:
        raise ValidationError("This plan has nothing to print yet.")
    shown.plan = plan
    document = queries.plan_document(shown)
    content_hash = document.content_hash(documents.TEMPLATE_VERSION)
    handout = queries.kept_handout(shown, variant, content_hash) or _made(shown, document, variant, content_hash, by)
    audit.record(
        events.PLAN_PRINTED,
        subject=handout,
        by=by,
        patient_id=plan.patient_id,
        number=shown.number,
        variant=Variant(variant).label.lower(),
        data={"sha256": handout.sha256},
    )
    return handout


def _made(shown: PlanVersion, document: queries.PlanDocument, variant: str, content_hash: str, by: Any) -> Handout:
    pdf = documents.plan_handout(document, variant)
    return Handout.objects.create(
        scheme=shown.scheme,
        patient=shown.plan.patient,
        version=shown,
        variant=Variant(variant),
        template_version=documents.TEMPLATE_VERSION,
        content_hash=content_hash,
        sha256=hashlib.sha256(pdf).hexdigest(),
        pdf=pdf,
        given_by=by,
    )
