"""When a pharmacy is closed, and the scheme's own numbers for collections and their alerts."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from episodes import events, permissions, queries
from episodes.models import CollectionRule, PharmacyClosure
from practices.models import Kind, Organisation
from schemes import permissions as schemes
from schemes import queries as schemes_queries
from schemes.models import Scheme
from schemes.versions import check_follows


@transaction.atomic
def record_closure(*, pharmacy: Organisation, starts_on: date, ends_on: date, reason: str, by: Any) -> PharmacyClosure:
    """Record that a pharmacy is closed from a day to a day. Refused for days gone by and for what is no pharmacy."""
    if not permissions.can_record_closure(by, pharmacy):
        raise PermissionDenied("You may not say when this pharmacy is closed.")
    here = schemes_queries.taking_part(timezone.localdate()).filter(organisation=pharmacy).exists()
    if pharmacy.kind != Kind.PHARMACY or not (here or by.acting.organisation_id == pharmacy.pk):
        raise ValidationError({"pharmacy": "Choose a pharmacy that takes part in the scheme."})
    if ends_on < timezone.localdate():
        raise ValidationError({"ends_on": "These days are over. Record what came of each of them instead."})
    made = PharmacyClosure(
        scheme_id=by.acting.scheme_id,
        pharmacy=pharmacy,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        recorded_by=by,
    )
    constraints.save(made)
    audit.record(
        events.CLOSURE_RECORDED, subject=made, by=by, pharmacy=pharmacy.name, starts_on=starts_on, ends_on=ends_on
    )
    return made


@transaction.atomic
def adopt_rules(*, starts_on: date, source: str, by: Any, **numbers: Any) -> CollectionRule:
    """Adopt new numbers for collections and alerts from a day on; what is not given stays as it was.

    Refused before the day of the version that it follows, so that no past day changes its numbers.
    """
    if by.acting is None or not schemes.can_run_scheme(by, by.acting.scheme_id):
        raise PermissionDenied("Only somebody who runs the scheme may change its numbers.")
    scheme = Scheme.objects.select_for_update().get(pk=by.acting.scheme_id)
    last = queries.rules(scheme.pk).first()
    check_follows(last, starts_on)
    adopted = last or CollectionRule(scheme=scheme, number=0)
    adopted.pk, adopted._state.adding = CollectionRule().pk, True
    for name, value in numbers.items():
        setattr(adopted, name, value)
    adopted.number, adopted.starts_on, adopted.source, adopted.recorded_by = adopted.number + 1, starts_on, source, by
    constraints.save(adopted)
    audit.record(events.RULES_ADOPTED, subject=adopted, by=by, number=adopted.number, starts_on=starts_on)
    return adopted
