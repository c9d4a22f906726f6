"""Setting the group up, changing its terms, and seating people."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from audit import actions as audit
from audit import constraints
from monitoring import events, permissions
from monitoring.models import Group, Seat, SeatHolder, TermsOfReference
from monitoring.quorum import STAKEHOLDERS, StakeholderGroup


def _refuse_unless_runs_meetings(by: Any) -> None:
    if not permissions.can_hold_meetings(by):
        raise PermissionDenied("Only somebody who runs the group's meetings may do this.")


@transaction.atomic
def set_up_group(
    *,
    name: str,
    terms: str,
    began_on: date,
    by: Any,
    least_groups: int = 3,
    chair_needed: bool = True,
    seats: Sequence[str] = tuple(StakeholderGroup),
) -> Group:
    """Set the scheme's monitoring group up: its first terms of reference, and a seat for each stakeholder group.

    A third of the stakeholder groups is the usual quorum (standards 11). Refused when the scheme has its group already.
    """
    _refuse_unless_runs_meetings(by)
    _refuse_impossible_quorum(least_groups)
    group = Group(scheme_id=by.acting.scheme_id, name=name, began_on=began_on, set_up_by=by)
    constraints.save(group)
    TermsOfReference.objects.create(
        scheme_id=group.scheme_id,
        group=group,
        number=1,
        text=terms,
        least_groups=least_groups,
        chair_needed=chair_needed,
        starts_on=began_on,
        recorded_by=by,
    )
    Seat.objects.bulk_create(
        Seat(scheme_id=group.scheme_id, group=group, stakeholder_group=stakeholder, position=position)
        for position, stakeholder in enumerate(seats, 1)
    )
    audit.record(events.GROUP_SET_UP, subject=group, by=by, name=name, seats=len(seats))
    return group


def _refuse_impossible_quorum(least_groups: int) -> None:
    if not 1 <= least_groups <= len(STAKEHOLDERS):
        raise ValidationError({"least_groups": f"Enter a number from 1 to {len(STAKEHOLDERS)}."})


@transaction.atomic
def revise_terms(
    *, group: Group, text: str, least_groups: int, chair_needed: bool, starts_on: date, by: Any
) -> TermsOfReference:
    """Bring in a new version of the terms of reference from a day on; earlier meetings keep theirs."""
    _refuse_unless_runs_meetings(by)
    _refuse_impossible_quorum(least_groups)
    group = Group.objects.select_for_update().get(pk=group.pk)
    last = group.terms.latest("number")
    if starts_on <= last.starts_on:
        raise ValidationError({"starts_on": "The new terms must begin after the present ones did."})
    terms = TermsOfReference.objects.create(
        scheme_id=group.scheme_id,
        group=group,
        number=last.number + 1,
        text=text,
        least_groups=least_groups,
        chair_needed=chair_needed,
        starts_on=starts_on,
        recorded_by=by,
    )
    audit.record(events.TERMS_REVISED, subject=group, by=by, number=terms.number, starts_on=starts_on)
    return terms


@transaction.atomic
def fill_seat(
    *,
    seat: Seat,
    member_name: str,
    starts_on: date,
    by: Any,
    member: User | None = None,
    deputy_name: str = "",
    deputy: User | None = None,
) -> SeatHolder:
    """Seat somebody, with a deputy if there is one; whoever sat there leaves the day before."""
    _refuse_unless_runs_meetings(by)
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    present = seat.holders.held_on(starts_on).first()
    if present is not None:
        if present.starts_on == starts_on:
            raise ValidationError({"starts_on": f"{present.member_name} took the seat on that day."})
        present.ends_on = starts_on - timedelta(days=1)
        present.save(update_fields=["ends_on"])
    holder = SeatHolder(
        scheme_id=seat.scheme_id,
        seat=seat,
        member_name=member_name,
        member=member,
        deputy_name=deputy_name,
        deputy=deputy,
        starts_on=starts_on,
    )
    constraints.save(holder)
    audit.record(events.SEAT_FILLED, subject=seat, by=by, member=member_name, seat=seat, starts_on=starts_on)
    return holder


@transaction.atomic
def vacate_seat(*, seat: Seat, ends_on: date, by: Any) -> SeatHolder:
    """Record that whoever sits there leaves, with the day as the last; the seat then stands empty and says so."""
    _refuse_unless_runs_meetings(by)
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    holder = seat.holders.held_on(ends_on).first()
    if holder is None:
        raise ValidationError({"ends_on": "Nobody sits there on that day."})
    holder.ends_on = ends_on
    holder.save(update_fields=["ends_on"])
    audit.record(events.SEAT_VACATED, subject=seat, by=by, member=holder.member_name, seat=seat, ends_on=ends_on)
    return holder
