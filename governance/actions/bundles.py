"""The copy of a record: asked for, made, read through with entries left out, and given. The row is the queue."""

import hashlib
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from audit.looks import How
from governance import documents, events, lifecycle
from governance.actions.requests import REFUSED, locked
from governance.lifecycle import BundleMove, BundleStatus
from governance.models import AccessBundle, Kind, RightsRequest, Withholding, WithholdingGround
from governance.permissions import can_answer_for

PROCESS = "governance.produce_bundle"


@transaction.atomic
def ask_for_bundle(*, request: RightsRequest, by: Any) -> AccessBundle:
    """Have the copy made, or made again from the record as it is now. Refused once it has been given."""
    request = locked(request, by)
    if request.kind != Kind.ACCESS:
        raise ValidationError("Only a request for a copy is answered with one.", code="kind")
    bundle, made = AccessBundle.objects.select_for_update(of=["self"]).get_or_create(
        scheme_id=request.scheme_id, request=request, defaults={"asked_by": by}
    )
    if not made and bundle.status != BundleStatus.QUEUED:
        bundle.status = lifecycle.BUNDLE.after(bundle.status, BundleMove.AGAIN)
        bundle.reason = ""
        bundle.save(update_fields=["status", "reason"])
    audit.record(events.BUNDLE_ASKED_FOR, subject=bundle, by=by, patient_id=request.patient_id)
    return bundle


@transaction.atomic
def claim_bundle(*, bundle_id: UUID) -> AccessBundle | None:
    """Take a waiting copy to be made; None when somebody else has it or it no longer waits."""
    bundle: AccessBundle | None = (
        AccessBundle.objects.waiting().select_for_update(skip_locked=True, of=["self"]).filter(pk=bundle_id).first()
    )
    if bundle is None:
        return None
    bundle.status = lifecycle.BUNDLE.after(bundle.status, BundleMove.CLAIM)
    bundle.claimed_at = timezone.now()
    bundle.save(update_fields=["status", "claimed_at"])
    return bundle


@transaction.atomic
def complete_bundle(*, bundle: AccessBundle, content: bytes, rows: int, withheld: int) -> AccessBundle | None:
    """Keep what was made as bytes with their hash; None, and thrown away, when it was asked for anew meanwhile."""
    claimed, bundle = bundle, _locked(bundle)
    if not _is_still(claimed, bundle):
        return None
    bundle.status = lifecycle.BUNDLE.after(bundle.status, BundleMove.COMPLETE)
    bundle.content, bundle.sha256, bundle.made_at = content, hashlib.sha256(content).hexdigest(), timezone.now()
    bundle.save(update_fields=["status", "content", "sha256", "made_at"])
    audit.record(
        events.BUNDLE_MADE,
        subject=bundle,
        process=PROCESS,
        patient_id=bundle.request.patient_id,
        data={"sha256": bundle.sha256},
        rows=rows,
        withheld=withheld,
    )
    return bundle


@transaction.atomic
def fail_bundle(*, bundle: AccessBundle, reason: str) -> AccessBundle | None:
    """Keep why the copy could not be made, for the page to show; None when it was asked for anew meanwhile."""
    claimed, bundle = bundle, _locked(bundle)
    if not _is_still(claimed, bundle):
        return None
    bundle.status = lifecycle.BUNDLE.after(bundle.status, BundleMove.FAIL)
    bundle.reason = reason[:400]
    bundle.save(update_fields=["status", "reason"])
    audit.record(events.BUNDLE_FAILED, subject=bundle, process=PROCESS, patient_id=bundle.request.patient_id)
    return bundle


@transaction.atomic
def withhold(*, bundle: AccessBundle, section: str, row_key: str, ground: str, reason: str, by: Any) -> Withholding:
    """Leave an entry out of the copy, with the reason; the copy is made anew and says how many were left out.

    Refused for what is not in it.
    """
    bundle = _ready(bundle, by)
    if documents.entry(bytes(bundle.content), section, row_key) is None:
        raise ValidationError("There is no such entry in the copy. Choose it on the page that lists them.", code="none")
    withholding = Withholding(
        scheme_id=bundle.scheme_id,
        bundle=bundle,
        section=section,
        row_key=row_key,
        ground=ground,
        reason=reason,
        by=by,
    )
    constraints.save(withholding)
    _again(bundle)
    audit.record(
        events.WITHHELD,
        subject=bundle,
        by=by,
        patient_id=bundle.request.patient_id,
        data={"section": section, "row": row_key},
        ground=WithholdingGround(ground).label,
    )
    return withholding


@transaction.atomic
def stop_withholding(*, withholding: Withholding, by: Any) -> AccessBundle:
    """Put an entry back into the copy, which is made anew."""
    bundle = _ready(withholding.bundle, by)
    data = {"section": withholding.section, "row": withholding.row_key}
    withholding.delete()
    _again(bundle)
    audit.record(events.WITHHOLDING_ENDED, subject=bundle, by=by, patient_id=bundle.request.patient_id, data=data)
    return bundle


@transaction.atomic
def give_bundle(*, bundle: AccessBundle, on: date, how: str, by: Any) -> AccessBundle:
    """Record that the copy was given. From now on it is what was given, and never made again."""
    bundle = _ready(bundle, by)
    if on > timezone.localdate():
        raise ValidationError({"on": "The day must be today or in the past."})
    bundle.status = lifecycle.BUNDLE.after(bundle.status, BundleMove.GIVE)
    bundle.given_on, bundle.given_how = on, how
    constraints.save(bundle, update_fields=["status", "given_on", "given_how"])
    audit.record(events.BUNDLE_GIVEN, subject=bundle, by=by, patient_id=bundle.request.patient_id)
    return bundle


def record_bundle_opened(*, bundle: AccessBundle, by: Any, how: How = How.VIEW) -> None:
    """Record that somebody opened the copy: it is the whole record. Refused to whoever does not answer rights."""
    if not can_answer_for(by, bundle.request.patient):
        raise PermissionDenied(REFUSED)
    patient_id = bundle.request.patient_id
    audit.record(events.BUNDLE_OPENED, subject=bundle, by=by, patient_id=patient_id)
    audit.record_view(by=by, patient_ids=[patient_id], page="Copy of the record", how=how)


def _ready(bundle: AccessBundle, by: Any) -> AccessBundle:
    """The copy as it is now, held by nobody else, made and not yet given."""
    locked(bundle.request, by)
    bundle = _locked(bundle)
    if bundle.status != BundleStatus.READY:
        raise ValidationError(f"This cannot be done now: the copy is {bundle.get_status_display().lower()}.")
    return bundle


def _is_still(claimed: AccessBundle, now: AccessBundle) -> bool:
    """Whether the copy is still being made by whoever claimed it, and was not asked for anew since."""
    return now.status == BundleStatus.PRODUCING and now.claimed_at == claimed.claimed_at


def _again(bundle: AccessBundle) -> None:
    bundle.status = lifecycle.BUNDLE.after(bundle.status, BundleMove.AGAIN)
    bundle.save(update_fields=["status"])


def _locked(bundle: AccessBundle) -> AccessBundle:
    locked: AccessBundle = (
        AccessBundle.objects.select_for_update(of=["self"]).select_related("request__patient").get(pk=bundle.pk)
    )
    return locked
