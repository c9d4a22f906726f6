"""Putting on record what one place told another, that it arrived, and what was done next (B3, C1)."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from episodes import events, permissions, queries
from episodes import exchange as rules
from episodes.exchange import SPOKEN, Direction, ExchangeKind, Following, How, Side
from episodes.models import Episode, Exchange
from ui import words

MAY_NOT = "You may not put on record what was exchanged here."


@transaction.atomic
def log_exchange(
    *,
    direction: str,
    other: Side,
    kind: str,
    how: str,
    day: date,
    what: str,
    by: Any,
    episode: Episode | None = None,
    following: Following | None = None,
) -> Exchange:
    """Put on record what one's own place told another, or was told by it: about a person, or about nobody.

    One side is always where the writer acts. What is written waits for the other to acknowledge it; whoever records
    what reached their own place has acknowledged it with that. Refused for a day that is still to come or outside the
    time in shared care, within one place, and for a next action that nobody at the writer's place, or the scheme's, is
    to do.
    """
    if not permissions.can_log_exchange(by, episode.patient if episode else None):
        raise PermissionDenied(MAY_NOT)
    following = following or Following()
    _check(episode, day, other, following, by)
    own = Side(queries.own_place(by), queries.own_entry(by))
    sender, receiver = (own, other) if direction == Direction.SENT else (other, own)
    read = how not in SPOKEN and direction == Direction.RECEIVED
    made = Exchange(
        scheme_id=by.acting.scheme_id,
        patient_id=episode.patient_id if episode else None,
        episode=episode,
        sender_place=sender.place,
        sender=sender.professional,
        receiver_place=receiver.place,
        receiver=receiver.professional,
        kind=kind,
        how=how,
        day=day,
        what=what,
        recorded_by=by,
        acknowledged_by=by if read else None,
        acknowledged_at=timezone.now() if read else None,
        next_action=following.action,
        owner=following.owner,
        due_on=following.due_on,
    )
    constraints.save(made)
    _record_logged(made, by)
    return made


def _check(episode: Episode | None, day: date, other: Side, following: Following, by: Any) -> None:
    today = timezone.localdate()
    care = rules.CareTime(episode.started_on, episode.ended_on) if episode else None
    rules.check_day(day, today, care)
    rules.check_following(following, day)
    if (other.place.pk if other.place else None) == by.acting.organisation_id:
        raise ValidationError({"other": "Choose somebody of another place: this is your own."})
    if following.owner and not queries.possible_owners(by, today).filter(pk=following.owner.pk).exists():
        raise ValidationError({"owner": "Choose yourself, a colleague of your place, or the scheme co-ordinator."})


@transaction.atomic
def acknowledge_exchange(*, exchange: Exchange, by: Any, told_how: str = "") -> Exchange:
    """Say that something written arrived. At the place it was sent to that is one press; whoever sent it, or runs the
    scheme, says who told them and how. Refused of what was spoken or withdrawn, and the second time, saying who had.
    """
    if not permissions.can_acknowledge(by, exchange):
        raise PermissionDenied("You may not acknowledge this.")
    exchange = _held(exchange)
    if exchange.how in SPOKEN:
        raise ValidationError("This was spoken, so the other has heard it already.")
    if exchange.acknowledged_at:
        when = words.moment(timezone.localtime(exchange.acknowledged_at))
        raise ValidationError(f"{exchange.acknowledged_by} acknowledged this already, on {when}.", code="answered")
    if not told_how.strip() and by.acting.organisation_id != exchange.receiver_place_id:
        raise ValidationError({"told_how": "Say who told you that it arrived, and how."})
    exchange.acknowledged_by, exchange.acknowledged_at, exchange.told_how = by, timezone.now(), told_how
    constraints.save(exchange, update_fields=["acknowledged_by", "acknowledged_at", "told_how"])
    _record(
        events.EXCHANGE_ACKNOWLEDGED,
        exchange,
        by,
        receiver=queries.side_in_words(exchange.receiver_place, exchange.receiver),
        told=", as somebody told" if told_how else "",
    )
    return exchange


@transaction.atomic
def finish_next_action(*, exchange: Exchange, by: Any) -> Exchange:
    """Say that what was to be done next is done. Refused when nothing was, and the second time, saying who did it."""
    if not permissions.can_acknowledge(by, exchange):
        raise PermissionDenied("You may not say that this is done.")
    exchange = _held(exchange)
    if not exchange.next_action:
        raise ValidationError("Nothing was to be done after this.")
    if exchange.done_at:
        when = words.moment(timezone.localtime(exchange.done_at))
        raise ValidationError(f"{exchange.done_by} did this already, on {when}.", code="answered")
    exchange.done_by, exchange.done_at = by, timezone.now()
    constraints.save(exchange, update_fields=["done_by", "done_at"])
    _record(events.EXCHANGE_ACTION_DONE, exchange, by)
    return exchange


@transaction.atomic
def withdraw_exchange(*, exchange: Exchange, reason: str, by: Any) -> Exchange:
    """Withdraw what was put on record by mistake. It is kept, struck out, and counts for nothing any more."""
    if not permissions.can_withdraw_exchange(by, exchange):
        raise PermissionDenied("Only whoever put this on record, or the scheme co-ordinator, may withdraw it.")
    exchange = _held(exchange)
    if not reason.strip():
        raise ValidationError({"reason": "Say what was wrong."})
    exchange.withdrawn_by, exchange.withdrawn_at, exchange.withdrawn_reason = by, timezone.now(), reason
    constraints.save(exchange, update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    _record(events.EXCHANGE_WITHDRAWN, exchange, by)
    return exchange


def _held(exchange: Exchange) -> Exchange:
    """The exchange as it is now, held until the deed is done. Refused once it was withdrawn."""
    scope = Exchange.objects.select_for_update(of=("self",))
    fresh: Exchange = scope.select_related(
        "patient", "sender_place", "receiver_place", "receiver", "acknowledged_by", "done_by"
    ).get(pk=exchange.pk)
    if fresh.withdrawn_at:
        raise ValidationError(f"This was withdrawn as a mistake: {fresh.withdrawn_reason}", code="withdrawn")
    return fresh


def _record_logged(made: Exchange, by: Any) -> None:
    _record(
        events.EXCHANGE_LOGGED,
        made,
        by,
        sender=queries.side_in_words(made.sender_place, made.sender),
        receiver=queries.side_in_words(made.receiver_place, made.receiver),
        how=How(made.how).label.lower(),
        about=ExchangeKind(made.kind).label.lower(),
    )


def _record(kind: Any, exchange: Exchange, by: Any, **facts: Any) -> None:
    audit.record(kind, subject=exchange, by=by, patient_id=exchange.patient_id, day=exchange.day, **facts)
