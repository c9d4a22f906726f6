"""Who takes part in the scheme, from a day to a day."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest

from audit import actions as audit
from audit import constraints
from practices.models import Kind, OdsStatus, Organisation
from schemes import events, permissions
from schemes.models import Participation, SpecialPopulation
from ui import words


@transaction.atomic
def take_part(*, organisation: Organisation, starts_on: date, by: Any) -> Participation:
    """Record that an organisation takes part from a day on.

    Refused for one that is closed, and for days on which it takes part already.
    """
    _check_runs(by)
    if organisation.status != OdsStatus.ACTIVE:
        raise ValidationError(f"{organisation.name} is not open, so it cannot take part.")
    begun = Participation(scheme_id=by.acting.scheme_id, organisation=organisation, starts_on=starts_on)
    constraints.save(begun)
    audit.record(events.PARTICIPATION_BEGUN, subject=begun, by=by, organisation=organisation.name, starts_on=starts_on)
    return begun


@transaction.atomic
def stop_taking_part(*, participation: Participation, ends_on: date, reason: str, by: Any) -> Participation:
    """Record the last day on which an organisation takes part, and why. Refused when it was recorded before."""
    _check_runs(by)
    held = Participation.objects.select_for_update().get(pk=participation.pk)
    if held.ends_on:
        raise ValidationError(f"This was ended before: they took part until {words.day(held.ends_on)}.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why, for whoever reads it later."})
    held.ends_on, held.end_reason = ends_on, reason
    constraints.save(held, update_fields=["ends_on", "end_reason"])
    # Who takes no part is commissioned for nobody here.
    lasting = SpecialPopulation.objects.filter(organisation=held.organisation).exclude(ends_on__lt=ends_on)
    lasting.update(ends_on=Greatest("starts_on", Value(ends_on)))
    audit.record(
        events.PARTICIPATION_ENDED,
        subject=held,
        by=by,
        organisation=held.organisation.name,
        ends_on=ends_on,
        reason=reason,
    )
    return held


@transaction.atomic
def begin_special_population(
    *, organisation: Organisation, population: str, basis: str, starts_on: date, by: Any
) -> SpecialPopulation:
    """Record that a practice is commissioned for a particular group from a day on (A14).

    Refused for what is no practice, for one that does not take part on that day, and for days on which it is already.
    """
    _check_runs(by)
    if organisation.kind != Kind.PRACTICE:
        raise ValidationError("Only a practice is commissioned for a group of people.")
    if not Participation.objects.held_on(starts_on).filter(organisation=organisation).exists():
        raise ValidationError({"starts_on": f"{organisation.name} does not take part on that day."})
    begun = SpecialPopulation(
        scheme_id=by.acting.scheme_id, organisation=organisation, population=population, basis=basis,
        starts_on=starts_on, recorded_by=by,
    )  # fmt: skip
    constraints.save(begun)
    audit.record(
        events.SPECIAL_POPULATION_BEGUN, subject=begun, by=by, organisation=organisation.name, population=population,
        basis=basis, starts_on=starts_on,
    )  # fmt: skip
    return begun


@transaction.atomic
def end_special_population(*, special: SpecialPopulation, ends_on: date, by: Any) -> SpecialPopulation:
    """Record the last day on which a practice is commissioned for a group. Refused when it was recorded before."""
    _check_runs(by)
    held = SpecialPopulation.objects.select_for_update().get(pk=special.pk)
    if held.ends_on:
        raise ValidationError(f"This was ended before: it held until {words.day(held.ends_on)}.")
    held.ends_on = ends_on
    constraints.save(held, update_fields=["ends_on"])
    audit.record(
        events.SPECIAL_POPULATION_ENDED, subject=held, by=by, organisation=held.organisation.name,
        population=held.population, ends_on=ends_on,
    )  # fmt: skip
    return held


def _check_runs(by: Any) -> None:
    if by.acting is None or not permissions.can_run_scheme(by, by.acting.scheme_id):
        raise PermissionDenied("Only somebody who runs the scheme may say who takes part.")
