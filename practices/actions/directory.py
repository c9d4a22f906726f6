"""Adding organisations that are not in the practice file, and the professionals who work anywhere."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit import actions as audit
from audit import constraints
from practices import events, permissions
from practices import ods_code as ods_codes
from practices.models import Kind, Organisation, Post, Professional


@transaction.atomic
def add_organisation(
    *,
    kind: str,
    name: str,
    by: Any,
    ods_code: str | None = None,
    address: Sequence[str] = (),
    postcode: str = "",
    telephone: str = "",
) -> Organisation:
    """Add a pharmacy, a service or another organisation by hand; practices come with the national file.

    Refused when the code is one that we hold already.
    """
    if not permissions.can_keep_directory(by):
        raise PermissionDenied("Only somebody who runs the scheme may add an organisation.")
    added = Organisation(
        kind=kind,
        name=name,
        ods_code=_checked(ods_code),
        address=list(address),
        postcode=postcode.upper(),
        telephone=telephone,
    )
    held = Organisation.objects.filter(ods_code=added.ods_code).first() if added.ods_code else None
    if held:
        raise ValidationError({"ods_code": f"{held.name} is held under this code already."})
    constraints.save(added, exclude=["address"])
    audit.record(events.ORGANISATION_ADDED, subject=added, by=by, name=name, what=Kind(kind).label.lower())
    return added


def _checked(code: str | None) -> str | None:
    if not code or not code.strip():
        return None
    try:
        return ods_codes.check(code)
    except ValidationError as refusal:
        raise ValidationError({"ods_code": refusal.messages}) from None


@transaction.atomic
def add_professional(
    *,
    name: str,
    profession: str,
    organisation: Organisation,
    starts_on: date,
    by: Any,
    registration_number: str = "",
    user: Any = None,
) -> Professional:
    """Put somebody who delivers care on the scheme's list, with their post; whether they sign in is another matter.

    Refused when the sign-in is somebody's on the list already.
    """
    if not permissions.can_keep_directory(by):
        raise PermissionDenied("Only somebody who runs the scheme may add a professional.")
    scheme_id = by.acting.scheme_id
    added = Professional(
        scheme_id=scheme_id, name=name, profession=profession, registration_number=registration_number, user=user
    )
    constraints.save(added)
    Post.objects.create(scheme_id=scheme_id, professional=added, organisation=organisation, starts_on=starts_on)
    audit.record(
        events.PROFESSIONAL_ADDED,
        subject=added,
        by=by,
        name=name,
        organisation=organisation.name,
        starts_on=starts_on,
    )
    return added
