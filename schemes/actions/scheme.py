"""The scheme itself: setting it up, editing it, and how secure it is."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import Membership, User
from accounts.roles import Role
from audit import actions as audit
from audit import constraints, wall
from schemes import agreement, events, permissions
from schemes.aspects import DEFAULT_ASPECTS
from schemes.lifecycle import LIFE, NEEDS_REASON, Status, move_to
from schemes.models import AgreementTemplate, CareAspect, Protocol, Scheme, SchemeStatusChange

EDITABLE = {
    "name": "name",
    "locality": "locality",
    "commissioner": "commissioner",
    "model_description": "how it works",
    "coordinator": "scheme co-ordinator",
    "starts_on": "first day",
    "ends_on": "last day",
}


@transaction.atomic
def set_up_scheme(
    *,
    name: str,
    locality: str,
    commissioner: str,
    starts_on: date,
    coordinator: User,
    process: str,
    model_description: str = "",
) -> Scheme:
    """Make a planned scheme with its co-ordinator, its first protocol, the usual aspects of care and agreements' text.

    Done by a named process, because nobody runs a scheme that does not exist yet. Refused when the name is taken.
    """
    scheme = Scheme(
        name=name,
        locality=locality,
        commissioner=commissioner,
        model_description=model_description,
        starts_on=starts_on,
        coordinator=coordinator,
    )
    constraints.save(scheme)
    accounts.grant_membership(
        user=coordinator,
        role=Role.SCHEME_COORDINATOR,
        scheme_id=scheme.pk,
        place_label=scheme.name,
        starts_on=min(starts_on, timezone.localdate()),
        process=process,
    )
    with wall.within(scheme.pk, coordinator.pk):
        Protocol.objects.create(
            scheme=scheme, number=1, starts_on=starts_on, source="Defaults as shipped", recorded_by=coordinator
        )
        AgreementTemplate.objects.create(
            scheme=scheme,
            number=1,
            starts_on=starts_on,
            source="Text as shipped",
            recorded_by=coordinator,
            **agreement.shipped(),
        )
        CareAspect.objects.bulk_create(
            CareAspect(scheme=scheme, code=code, name=label, position=position, starts_on=starts_on)
            for position, (code, label) in enumerate(DEFAULT_ASPECTS)
        )
        audit.record(
            events.SCHEME_SET_UP,
            subject=scheme,
            process=process,
            name=name,
            starts_on=starts_on,
            coordinator=coordinator.name,
        )
    return scheme


@transaction.atomic
def edit_scheme(*, scheme: Scheme, version: int, by: Any, **fields: Any) -> Scheme:
    """Put the scheme's own details right, on the version that was read.

    A stale edit is refused with what stands there now beside what was typed, so that nothing is overwritten unseen.
    """
    _check_runs(by, scheme)
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise TypeError(f"A scheme has no such field to edit: {', '.join(sorted(unknown))}.")
    found = Scheme.objects.select_for_update().get(pk=scheme.pk)
    before = {field: getattr(found, field) for field in fields}
    changed = [field for field, value in fields.items() if value != before[field]]
    if found.version != version:
        raise _stale(found, {field: fields[field] for field in changed})
    if not changed:
        return found
    _check_coordinator(found, fields.get("coordinator", found.coordinator))
    for field in changed:
        setattr(found, field, fields[field])
    found.version += 1
    constraints.save(found)
    audit.record(
        events.SCHEME_EDITED,
        subject=found,
        by=by,
        data={field: [str(before[field] or ""), str(fields[field] or "")] for field in changed},
        changed=", ".join(_words(field) for field in changed),
    )
    return found


def _stale(found: Scheme, typed: dict[str, Any]) -> ValidationError:
    """The refusal of an edit made on an old version: both texts, field by field."""
    both = [
        f"{_words(field).capitalize()}: now “{getattr(found, field) or ''}”; you typed “{value or ''}”."
        for field, value in typed.items()
    ]
    opening = "Somebody else changed the scheme while you were editing it, so nothing was saved."
    said = [opening, *both, "Put right what you typed if need be, and save again."]
    return ValidationError([ValidationError(sentence, code="stale") for sentence in said])


def _words(field: str) -> str:
    return EDITABLE[field]


def _check_coordinator(scheme: Scheme, coordinator: User | None) -> None:
    held = Membership.objects.held_on(timezone.localdate()).filter(
        user=coordinator, role=Role.SCHEME_COORDINATOR, scheme_id=scheme.pk
    )
    if coordinator and coordinator != scheme.coordinator and not held.exists():
        raise ValidationError(
            {"coordinator": f"{coordinator.name} does not hold the role of scheme co-ordinator here."}
        )


@transaction.atomic
def change_status(*, scheme: Scheme, status: str, by: Any, reason: str = "") -> Scheme:
    """Say how secure the scheme is now (A13). Refused when its life cycle has no such move, or a reason is wanting."""
    _check_runs(by, scheme)
    found = Scheme.objects.select_for_update().get(pk=scheme.pk)
    move = move_to(found.status, status)
    found.status = LIFE.after(found.status, move)
    if status in NEEDS_REASON and not reason.strip():
        raise ValidationError({"reason": "Say why, for whoever reads it later."})
    if status == Status.DECOMMISSIONED and found.ends_on is None:
        found.ends_on = max(timezone.localdate(), found.starts_on)
    found.version += 1
    constraints.save(found)
    SchemeStatusChange.objects.create(scheme=found, move=move, status=status, reason=reason, by=by, at=timezone.now())
    audit.record(
        events.STATUS_CHANGED,
        subject=found,
        by=by,
        data={"reason": reason},
        status=Status(status).label.lower(),
    )
    return found


def _check_runs(by: Any, scheme: Scheme) -> None:
    """Refuse whoever does not run this scheme."""
    if not permissions.can_run_scheme(by, scheme.pk):
        raise PermissionDenied("Only somebody who runs the scheme may change it.")
