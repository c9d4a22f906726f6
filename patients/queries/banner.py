"""Who a page is about: what stands at its head, on every page about one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.permissions import holds
from accounts.roles import Permission
from patients.models import Format, ObjectionTo, OptOut, Patient, Status
from patients.models.rights import restriction_of


@dataclass(frozen=True)
class Banner:
    """Who the page is about, as the banner shows it."""

    name: str
    born_on: date
    died_on: date | None
    nhs_number: str
    address: str
    needs: Sequence[str]
    alerts: Sequence[str]


OBJECTIONS = {
    ObjectionTo.INVITATIONS: "Has asked not to be invited",
    ObjectionTo.BEYOND_CARE: "Objects to use beyond their own care",
}


def banner(patient: Patient, user: Any, today: date) -> Banner:
    """The person's particulars, as far as the reader may know them, with what everybody who meets them must know."""
    needs = [patient.needs, f"Language: {patient.language}" if patient.language else ""]
    if patient.format != Format.STANDARD:
        needs.append(Format(patient.format).label)
    alerts = [Status(patient.status).label] if patient.status != Status.REGISTERED else []
    if not patient.safe_to_post:
        alerts.append("Do not write to this address")
    alerts += _objections(patient, today)
    alerts += _restriction(patient)
    address = "No fixed abode" if patient.no_fixed_abode else ", ".join([*patient.address, patient.postcode])
    return Banner(
        name=patient.name,
        born_on=patient.born_on,
        died_on=patient.died_on,
        nhs_number=patient.nhs_number or "",
        address=address.strip(", ") if holds(user, Permission.VIEW_IDENTITY) else "",
        needs=[need for need in needs if need],
        alerts=alerts,
    )


def _objections(patient: Patient, today: date) -> list[str]:
    held = set(OptOut.objects.held_on(today).filter(patient=patient).values_list("about", flat=True))
    return [words for about, words in OBJECTIONS.items() if about in held]


def _restriction(patient: Patient) -> list[str]:
    held = restriction_of(patient, timezone.now())
    if held is None:
        return []
    if held.care_agreed:
        return ["Use restricted: for care and printing only, as the person agreed"]
    return ["Use restricted: open it only to treat the person or to protect somebody"]
