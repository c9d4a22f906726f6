"""Who a page is about: what stands at its head, on every page about one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.permissions import holds
from accounts.roles import Permission
from patients.models import Format, OptOut, Patient, Status


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


def banner(patient: Patient, user: Any, today: date) -> Banner:
    """The person's particulars, as far as the reader may know them, with what everybody who meets them must know."""
    needs = [patient.needs, f"Language: {patient.language}" if patient.language else ""]
    if patient.format != Format.STANDARD:
        needs.append(Format(patient.format).label)
    alerts = [Status(patient.status).label] if patient.status != Status.REGISTERED else []
    if not patient.safe_to_post:
        alerts.append("Do not write to this address")
    if OptOut.objects.held_on(today).filter(patient=patient).exists():
        alerts.append("Has asked not to be invited")
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
