"""The scheme's own numbers and its text of agreements, version by version, and its list of aspects of care (A2, B2)."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify

from audit import actions as audit
from audit import constraints
from schemes import events, permissions
from schemes.agreement import TERMS, shipped
from schemes.aspects import COORDINATION
from schemes.models import NUMBERS, AgreementTemplate, CareAspect, Protocol, Scheme
from schemes.versions import check_follows
from ui import words


@transaction.atomic
def adopt_protocol(*, starts_on: date, source: str, by: Any, **numbers: int) -> Protocol:
    """Adopt new numbers from a day on; what is not given stays as it was.

    Refused before the day of the version that it follows, so that no past day changes its numbers.
    """
    scheme = _locked_scheme(by)
    unknown = set(numbers) - set(NUMBERS)
    if unknown:
        raise TypeError(f"A protocol has no such number: {', '.join(sorted(unknown))}.")
    last = Protocol.objects.filter(scheme=scheme).order_by("number").last()
    check_follows(last, starts_on)
    kept = {name: getattr(last, name) for name in NUMBERS} if last else {}
    adopted = Protocol(
        scheme=scheme,
        number=last.number + 1 if last else 1,
        starts_on=starts_on,
        source=source,
        recorded_by=by,
        **kept | numbers,
    )
    constraints.save(adopted)
    audit.record(
        events.PROTOCOL_ADOPTED,
        subject=adopted,
        by=by,
        data={name: getattr(adopted, name) for name in NUMBERS},
        number=adopted.number,
        starts_on=starts_on,
        source=source,
    )
    return adopted


@transaction.atomic
def adopt_agreement_template(*, starts_on: date, source: str, by: Any, **terms: Any) -> AgreementTemplate:
    """Adopt new terms from a day on; what is not given stays as it was, and was as shipped before the first version.

    Refused before the day of the version that it follows. Agreements already written keep the words they have.
    """
    scheme = _locked_scheme(by)
    unknown = set(terms) - set(TERMS)
    if unknown:
        raise TypeError(f"An agreement's template has no such term: {', '.join(sorted(unknown))}.")
    last = AgreementTemplate.objects.filter(scheme=scheme).order_by("number").last()
    check_follows(last, starts_on)
    kept = {name: getattr(last, name) for name in TERMS} if last else shipped()
    adopted = AgreementTemplate(
        scheme=scheme,
        number=last.number + 1 if last else 1,
        starts_on=starts_on,
        source=source,
        recorded_by=by,
        **kept | terms,
    )
    constraints.save(adopted)
    audit.record(
        events.AGREEMENT_TEMPLATE_ADOPTED,
        subject=adopted,
        by=by,
        number=adopted.number,
        starts_on=starts_on,
        source=source,
    )
    return adopted


@transaction.atomic
def add_aspect(*, name: str, starts_on: date, by: Any) -> CareAspect:
    """Add an aspect of care that somebody must answer for. Refused when the scheme has one of that name."""
    scheme = _locked_scheme(by)
    taken = CareAspect.objects.filter(scheme=scheme)
    last = taken.order_by("position").last()
    code = slugify(name).replace("-", "_")[:40]
    if not code:
        raise ValidationError({"name": "Use letters in the name."})
    if taken.filter(code=code).exists():
        raise ValidationError({"name": "The scheme has, or has had, an aspect of this name."})
    added = CareAspect(
        scheme=scheme, code=code, name=name, position=last.position + 1 if last else 0, starts_on=starts_on
    )
    constraints.save(added)
    audit.record(events.ASPECT_ADDED, subject=added, by=by, name=name, starts_on=starts_on)
    return added


@transaction.atomic
def end_aspect(*, aspect: CareAspect, ends_on: date, by: Any) -> CareAspect:
    """Say on which day an aspect was asked for last. Care co-ordination is never ended: somebody must hold it."""
    _locked_scheme(by)
    held = CareAspect.objects.select_for_update().get(pk=aspect.pk)
    if held.code == COORDINATION:
        raise ValidationError("Care co-ordination cannot be ended: every person has one named care co-ordinator.")
    if held.ends_on:
        raise ValidationError(f"This was ended before: it was asked for until {words.day(held.ends_on)}.")
    held.ends_on = ends_on
    constraints.save(held, update_fields=["ends_on"])
    audit.record(events.ASPECT_ENDED, subject=held, by=by, name=held.name, ends_on=ends_on)
    return held


def _locked_scheme(by: Any) -> Scheme:
    if by.acting is None or not permissions.can_run_scheme(by, by.acting.scheme_id):
        raise PermissionDenied("Only somebody who runs the scheme may change its rules.")
    return Scheme.objects.select_for_update().get(pk=by.acting.scheme_id)
