"""What is recorded about one person: how to reach them, that they are not to be invited, that they left, who cares."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from audit.freshness import check_fresh
from patients import contact, events, permissions
from patients.models import CareLink, DemographicChange, ObjectionTo, OptOut, Patient, Status, UsualGp
from practices import queries as practices
from practices.models import Organisation, Professional

PREFERENCES = (
    "mobile",
    "email",
    "preferred_channel",
    "safe_to_post",
    "safe_to_text",
    "safe_to_email",
    "safe_to_ring",
    "phone_is_shared",
    "voicemail_is_safe",
    "language",
    "format",
    "needs",
)


@transaction.atomic
def record_contact_preference(*, patient: Patient, version: int, by: Any, **fields: Any) -> Patient:
    """Record what the person told us about reaching them; from now on no register file overrides it.

    `version` is that of the person as the form showed them; when somebody else changed it since, nothing is written.
    """
    patient = _held(patient, by, permissions.can_record_preference(by, patient))
    unknown = set(fields) - set(PREFERENCES)
    if unknown:
        raise TypeError(f"Not a contact preference: {', '.join(sorted(unknown))}.")
    check_fresh(
        patient,
        version,
        "Somebody else changed this while you were typing. Both are shown: keep what is right, and save again.",
    )
    before = {name: getattr(patient, name) for name in fields}
    for name, value in fields.items():
        setattr(patient, name, value)
    disagreements = contact.disagreements({name: getattr(patient, name) for name in PREFERENCES})
    if disagreements:
        raise ValidationError(disagreements)
    patient.preferences_recorded_at = timezone.now()
    patient.version += 1
    constraints.save(patient, update_fields=[*fields, "preferences_recorded_at", "version"])
    changed = [name for name in fields if before[name] != fields[name]]
    _keep_change(patient, before, fields, changed, by)
    audit.record(
        events.PREFERENCE_RECORDED,
        subject=patient,
        by=by,
        patient_id=patient.pk,
        data={"fields": changed},
    )
    return patient


@transaction.atomic
def record_opt_out(
    *,
    patient: Patient,
    starts_on: date,
    reason: str,
    by: Any,
    ends_on: date | None = None,
    about: str = ObjectionTo.INVITATIONS,
) -> OptOut:
    """Record that the person does not want to be invited, or their record used beyond their care, for ever or until a
    day.

    Refused when they already said so for some of these days.
    """
    patient = _held(patient, by, permissions.can_record_opt_out(by, patient))
    opt_out = OptOut(
        scheme_id=patient.scheme_id, patient=patient, about=about, starts_on=starts_on, ends_on=ends_on, reason=reason
    )
    constraints.save(opt_out)
    others = OptOut.objects.filter(patient=patient, about=about).exclude(pk=opt_out.pk)
    if others.overlapping(starts_on, ends_on).exists():
        what = "not to be invited" if about == ObjectionTo.INVITATIONS else "for no use beyond their care"
        raise ValidationError(f"They already asked {what} on some of these days.", code="overlap")
    audit.record(
        events.OPTED_OUT if about == ObjectionTo.INVITATIONS else events.OBJECTED,
        subject=opt_out,
        by=by,
        patient_id=patient.pk,
        starts_on=starts_on,
        until=f" until {ends_on.day} {ends_on:%B %Y}" if ends_on else "",
    )
    return opt_out


@transaction.atomic
def end_opt_out(*, opt_out: OptOut, ends_on: date, by: Any, reason: str = "Asked to be invited again") -> OptOut:
    """Record that the person may be invited again after a day. Refused once the opt-out has ended."""
    patient = _held(opt_out.patient, by, permissions.can_record_opt_out(by, opt_out.patient))
    opt_out = OptOut.objects.select_for_update().get(pk=opt_out.pk)
    if opt_out.ends_on is not None and opt_out.ends_on < timezone.localdate():
        raise ValidationError("This opt-out has ended already.", code="ended")
    opt_out.ends_on, opt_out.end_reason = ends_on, reason
    constraints.save(opt_out, update_fields=["ends_on", "end_reason"])
    kind = events.OPT_OUT_ENDED if opt_out.about == ObjectionTo.INVITATIONS else events.OBJECTION_ENDED
    audit.record(kind, subject=opt_out, by=by, patient_id=patient.pk, ends_on=ends_on)
    return opt_out


@transaction.atomic
def record_departure(*, patient: Patient, status: str, on: date, by: Any) -> Patient:
    """Record that the person moved away or died; they are not invited any more, and their record stays.

    Refused when this was recorded before, and for a day in the future.
    """
    patient = _held(patient, by, permissions.can_record_departure(by, patient))
    if status not in (Status.MOVED, Status.DECEASED):
        raise ValidationError({"status": "Choose whether they moved away or died."})
    if patient.status == Status.DECEASED or patient.status == status:
        raise ValidationError(f"This is on record already: {Status(patient.status).label.lower()}.", code="departed")
    if on > timezone.localdate():
        raise ValidationError({"on": "The day must be today or in the past."})
    if on < patient.born_on:
        raise ValidationError({"on": "The day must not be before the date of birth."})
    patient.status = status
    patient.died_on = on if status == Status.DECEASED else None
    patient.moved_on = on if status == Status.MOVED else None
    patient.version += 1
    constraints.save(patient, update_fields=["status", "died_on", "moved_on", "version"])
    kind = events.DIED if status == Status.DECEASED else events.MOVED_AWAY
    audit.record(kind, subject=patient, by=by, patient_id=patient.pk, on=on)
    return patient


@transaction.atomic
def link_organisations(
    *, patient: Patient, organisations: Sequence[Organisation], starts_on: date, by: Any, ends_on: date | None = None
) -> list[CareLink]:
    """Let organisations take part in the person's care, and see them, from a day on, or until a day.

    Refused when one of them already does on some of these days.
    """
    patient = _held(patient, by, permissions.can_link_organisation(by, patient))
    links = [
        CareLink(
            scheme_id=patient.scheme_id,
            patient=patient,
            organisation=organisation,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        for organisation in organisations
    ]
    constraints.save_all(links)
    audit.record(
        events.ORGANISATIONS_LINKED,
        subject=patient,
        by=by,
        patient_id=patient.pk,
        organisations=" and ".join(organisation.name for organisation in organisations),
        starts_on=starts_on,
    )
    return links


@transaction.atomic
def record_usual_gp(*, patient: Patient, gp: Professional, starts_on: date, by: Any) -> UsualGp:
    """Record which GP the person usually sees from a day on; the one before stays on record, until that day.

    Said again for the same day, it puts right what was recorded. Refused for somebody who is not a GP at the person's
    practice on that day, for a day in the future, and for a day before the one on record.
    """
    patient = _held(patient, by, permissions.can_record_preference(by, patient))
    if starts_on > timezone.localdate():
        raise ValidationError({"starts_on": "The day must be today or in the past."})
    if not practices.gps_at(patient.practice, starts_on).filter(pk=gp.pk).exists():
        raise ValidationError({"gp": f"{gp.name} was not a GP at {patient.practice} on that day."})
    before = UsualGp.objects.filter(patient=patient).order_by("starts_on").last()
    if before and before.starts_on > starts_on:
        raise ValidationError(
            {"starts_on": f"A usual GP is on record from {before.starts_on:%-d %B %Y}. Enter that day or a later one."}
        )
    if before and before.starts_on == starts_on:
        before.gp, recorded = gp, before
    else:
        recorded = UsualGp(scheme_id=patient.scheme_id, patient=patient, gp=gp, starts_on=starts_on)
        if before:
            before.ends_on = starts_on - timedelta(days=1)
            constraints.save(before, update_fields=["ends_on"])
    constraints.save(recorded)
    audit.record(
        events.USUAL_GP_RECORDED, subject=recorded, by=by, patient_id=patient.pk, starts_on=starts_on, gp=gp.name
    )
    return recorded


def settle_link(*, link_id: UUID, ends_on: date) -> None:
    """End a link that was for a time; part of the deed that opened it, whose event tells of both.

    A link is left as it is once it has no end any more, or another of the same organisation follows it.
    """
    link = CareLink.objects.filter(pk=link_id, ends_on__isnull=False).first()
    if link is None:
        return
    others = CareLink.objects.filter(patient_id=link.patient_id, organisation_id=link.organisation_id)
    if not others.filter(starts_on__gt=link.starts_on).exists():
        link.ends_on = max(ends_on, link.starts_on)
        link.save(update_fields=["ends_on"])


def keep_linked(*, patient: Patient, organisation_ids: Collection[UUID]) -> None:
    """Let organisations that see the person for a time go on without an end, because somebody there answers for them
    now; part of the deed that made them answer. One that sees them without an end, or not at all, stays as it is.
    """
    links = CareLink.objects.filter(patient=patient)
    later = links.filter(organisation=OuterRef("organisation"), starts_on__gt=OuterRef("starts_on"))
    seen_for_a_time = links.held_on(timezone.localdate()).filter(
        ~Exists(later), organisation__in=organisation_ids, ends_on__isnull=False
    )
    seen_for_a_time.update(ends_on=None)


def _keep_change(patient: Patient, before: dict[str, Any], after: dict[str, Any], changed: list[str], by: Any) -> None:
    """Keep what stood before in a row of its own; the audit trail outlives the person's data, and names only fields."""
    if changed:
        DemographicChange.objects.create(
            scheme_id=patient.scheme_id,
            patient=patient,
            by=by,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
            changed_at=timezone.now(),
        )


def _held(patient: Patient, by: Any, allowed: bool) -> Patient:
    """The person as they are now, held by nobody else; refused to whoever may not."""
    if not allowed:
        raise PermissionDenied("This person is not in your care, or your role may not do this.")
    return Patient.objects.select_for_update().get(pk=patient.pk)
