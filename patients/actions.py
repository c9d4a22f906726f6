"""Writing about people on the register."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from accounts.roles import Permission
from audit import actions as audit
from patients import events, permissions
from patients.models import CareLink, Patient
from practices.models import Organisation


@transaction.atomic
def link_organisation(*, patient: Patient, organisation: Organisation, starts_on: date, by: Any) -> CareLink:
    """Let an organisation take part in a person's care, and so see them, from a day on.

    Doing it again changes nothing; an earlier day moves the beginning of the link there.
    """
    if not permissions.holds_for(by, Permission.ASSIGN_RESPONSIBILITY, patient):
        raise PermissionDenied("You may not link an organisation to this person.")
    Patient.objects.select_for_update().get(pk=patient.pk)
    links = CareLink.objects.filter(patient=patient, organisation_id=organisation.pk)
    link = links.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)).order_by("starts_on").first()
    if link is not None and link.starts_on <= starts_on:
        return link
    if link is None:
        link = CareLink(scheme=patient.scheme, patient=patient, organisation_id=organisation.pk)
    link.starts_on = starts_on
    link.full_clean()
    link.save()
    audit.record(
        events.ORGANISATION_LINKED,
        subject=link,
        by=by,
        patient_id=patient.pk,
        organisation=organisation.name,
        starts_on=starts_on,
    )
    return link
