"""Moving somebody to another service: offered, answered, withdrawn. Whoever sends them answers for them until then."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import actions as accounts
from audit import actions as audit
from audit import constraints
from episodes import events, permissions, queries, responsibility, wording
from episodes import transition as rules
from episodes.actions.responsibility import changed, clear_from, hold, let_see, let_see_until, open_episode
from episodes.lifecycle import TRANSITION, TransitionMove
from episodes.models import Episode, Handover, Responsibility, Transition
from episodes.transition import Direction
from patients import actions as patients
from patients.models import Status as PatientStatus
from practices import queries as practices
from practices.models import Kind, Organisation, Professional
from practices.tiers import Tier

SWEEP = "episodes.sweep"
LEFT = {PatientStatus.DECEASED: "The person died.", PatientStatus.MOVED: "The person moved away."}


@transaction.atomic
def offer_transition(
    *,
    episode: Episode,
    direction: str,
    receiver: Professional,
    to_place: Organisation,
    reason: str,
    answer_by: date,
    by: Any,
    information: Collection[str] = (),
    information_other: str = "",
    version: int | None = None,
) -> Transition:
    """Offer a person to somebody of another service. Whoever prescribes for them goes on doing so until it is accepted.

    Where nobody prescribes, it is care co-ordination that moves. The other service sees the person meanwhile. Refused
    while another move or a hand-over of the same care waits, and for somebody who died or moved away.
    """
    if not permissions.can_assign_responsibility(by, episode.patient):
        raise PermissionDenied("You may not send this person to another service.")
    episode = open_episode(episode, version)
    now = timezone.now()
    today = timezone.localdate(now)
    present = _sender(episode, receiver, to_place, now)
    _check_destination(direction, receiver, to_place, today)
    rules.check_information(information, information_other)
    if answer_by < today:
        raise ValidationError({"answer_by": "They must have until today or a later day to answer."})
    move = Transition(
        scheme_id=episode.scheme_id,
        patient_id=episode.patient_id,
        episode=episode,
        aspect=present.aspect,
        direction=direction,
        sender=present.holder,
        from_place=present.organisation,
        receiver=receiver,
        to_place=to_place,
        reason=reason,
        information=list(information),
        information_other=information_other,
        offered_by=by,
        offered_at=now,
        answer_by=answer_by,
    )
    move.link_id = let_see_until(episode.patient, to_place, today, today + rules.SEEN_FOR, by)
    constraints.save(move)
    changed(episode)
    accounts.tell([receiver.user], wording.offered(_address(move)), but=by)
    accounts.tell([move.sender.user], wording.offered_for_you(_address(move)), but=by)
    _record(events.TRANSITION_OFFERED, move, by)
    return move


def _sender(episode: Episode, receiver: Professional, to_place: Organisation, now: datetime) -> Responsibility:
    """Whoever prescribes now, for good, and so is the one who sends."""
    if episode.patient.status != PatientStatus.REGISTERED:
        raise ValidationError("This person is no longer on the register, so they are not sent anywhere any more.")
    present = queries.prescriber_of(episode, now)
    if present is None:
        raise ValidationError("Nobody prescribes for this person or co-ordinates their care. Name somebody first.")
    if present.held.upper is not None:
        back = responsibility.in_words(timezone.localtime(present.held.upper))
        raise ValidationError(f"{present.holder} prescribes only until {back}. Take that delegation back first.")
    if receiver.pk == present.holder_id or to_place.pk == present.organisation_id:
        raise ValidationError(
            {"receiver": f"{receiver} is at the service that has this person already. Offer a hand-over instead."}
        )
    _check_nothing_waits(episode, present, now)
    return present


def _check_nothing_waits(episode: Episode, present: Responsibility, now: datetime) -> None:
    """One offer of the same care at a time, whichever way it is made."""
    waiting = Transition.objects.open().filter(episode=episode).select_related("receiver").first()
    if waiting:
        raise ValidationError(f"This person has been offered to {waiting.receiver} already. Withdraw that first.")
    offer = Handover.objects.open_at(now).filter(episode=episode, aspect=present.aspect_id).first()
    if offer:
        raise ValidationError(
            f"{present.aspect} is offered to {offer.receiver} as a hand-over. Take that back first, or wait for the "
            "answer."
        )


def _check_destination(direction: str, receiver: Professional, to_place: Organisation, today: date) -> None:
    if not queries.works_at(receiver.pk, to_place.pk, today):
        raise ValidationError({"receiver": f"{receiver} has no post at {to_place} now. Choose somebody else."})
    award = practices.tiers_now([receiver], today).get(receiver.pk)
    appointed = award is not None and award.tier == Tier.GPWSI
    rules.check_direction(
        direction,
        to_practice=to_place.kind == Kind.PRACTICE,
        to_specialist=appointed or to_place.kind == Kind.SPECIALIST_SERVICE,
    )


@transaction.atomic
def accept_transition(*, transition: Transition, by: Any, told_how: str = "") -> Transition:
    """Take the person on, and prescribe for them from this moment; until this moment the sender does.

    By the receiver; for somebody who does not sign in, by whoever may name holders, with how they told them. Of two who
    answer at once one does, and the other reads who did.
    """
    move, episode = _to_answer(transition, by, told_how)
    now = timezone.now()
    present = queries.holding(episode, move.aspect, now)
    if present is None or present.holder_id != move.sender_id:
        raise ValidationError(f"{move.sender} does not answer for this any more, so they cannot send the person on.")
    responsibility.check_takeover(holder_begun=present.held.lower, now=now)
    today = timezone.localdate(now)
    if not queries.works_at(move.receiver_id, move.to_place_id, today):
        raise ValidationError(f"{move.receiver} has no post at {move.to_place} any more. Decline this instead.")
    clear_from(episode, now, aspect=move.aspect)
    hold(episode, move.aspect, move.receiver, move.to_place_id, now, by)
    let_see(episode.patient, {move.to_place}, today, by)
    return _answered(move, episode, TransitionMove.ACCEPT, by, told_how=told_how)


@transaction.atomic
def decline_transition(*, transition: Transition, reason: str, by: Any, told_how: str = "") -> Transition:
    """Say no, with a reason. The sender goes on answering for the person."""
    move, episode = _to_answer(transition, by, told_how)
    if not reason:
        raise ValidationError({"reason": "Say why you decline."})
    _stop_seeing(move)
    return _answered(move, episode, TransitionMove.DECLINE, by, told_how=told_how, reason=reason)


@transaction.atomic
def withdraw_transition(*, transition: Transition, reason: str, by: Any) -> Transition:
    """Take an offer back before it is answered: by the sender, whoever offered the person, or the co-ordinator."""
    if not permissions.can_withdraw_transition(by, transition):
        raise PermissionDenied("Only the sender, whoever offered this person or the co-ordinator may withdraw it.")
    move, episode = _still(transition)
    if not reason:
        raise ValidationError({"reason": "Say why it is withdrawn."})
    _withdraw(move, reason, by)
    changed(episode)
    accounts.tell([move.receiver.user], wording.withdrawn(_address(move)), but=by)
    _record(events.TRANSITION_WITHDRAWN, move, by)
    return move


@transaction.atomic
def withdraw_transitions_of_the_departed(*, scheme_id: UUID) -> int:
    """Withdraw what waits for people who died or moved away, saying which; says how many. Safe to run twice."""
    waiting = Transition.objects.open().exclude(patient__status=PatientStatus.REGISTERED).filter(scheme=scheme_id)
    found = list(waiting.select_for_update(of=("self",)).select_related("patient", "sender", "receiver"))
    for move in found:
        _withdraw(move, LEFT[PatientStatus(move.patient.status)], None)
        _record(events.TRANSITION_WITHDRAWN, move, None)
    return len(found)


def _withdraw(move: Transition, reason: str, by: Any) -> None:
    move.status = TRANSITION.after(move.status, TransitionMove.WITHDRAW)
    move.ended_at, move.ended_by, move.end_reason = timezone.now(), by, reason
    constraints.save(move)
    _stop_seeing(move)


def _stop_seeing(move: Transition) -> None:
    """Who was let see the person for the offer alone sees them no more; who answers for something by now goes on."""
    if move.link_id:
        patients.settle_link(link_id=move.link_id, ends_on=timezone.localdate())


def _to_answer(given: Transition, by: Any, told_how: str) -> tuple[Transition, Episode]:
    """The move and its episode, held still; refused to whoever may not answer, and when it does not wait any more."""
    if not permissions.can_answer_handover(by, given):
        raise PermissionDenied("Only the person it was offered to may answer.")
    move, episode = _still(given)
    open_episode(episode)
    if episode.patient.status != PatientStatus.REGISTERED:
        raise ValidationError("This person is no longer on the register, so they are not sent anywhere any more.")
    if move.receiver.user_id != by.pk and not told_how:
        raise ValidationError({"told_how": f"Say who told you, and how: {move.receiver} does not sign in."})
    return move, episode


def _still(given: Transition) -> tuple[Transition, Episode]:
    """Both rows as they are now, the episode held first, as every deed in it does; refused when no answer is due."""
    episode = Episode.objects.select_for_update(of=("self",)).select_related("patient").get(pk=given.episode_id)
    move: Transition = (
        Transition.objects.select_for_update(of=("self",))
        .select_related(
            "aspect", "sender__user", "receiver__user", "from_place", "to_place", "answered_by", "offered_by"
        )
        .get(pk=given.pk)
    )
    at = move.answered_at or move.ended_at
    rules.check_open(
        rules.Fate(
            status=move.status,
            receiver=move.receiver.name,
            by=move.answered_by.name if move.answered_by else "",
            at=responsibility.in_words(timezone.localtime(at)) if at else "",
            why=move.end_reason,
        )
    )
    return move, episode


def _answered(
    move: Transition, episode: Episode, deed: TransitionMove, by: Any, *, told_how: str, reason: str = ""
) -> Transition:
    move.status = TRANSITION.after(move.status, deed)
    move.answered_at, move.answered_by = timezone.now(), by
    move.told_how, move.decline_reason = told_how, reason
    constraints.save(move)
    changed(episode)
    accepted = deed == TransitionMove.ACCEPT
    accounts.tell(
        [move.offered_by, move.sender.user],
        wording.answered("accepted" if accepted else "declined", _address(move)),
        but=by,
    )
    _record(events.TRANSITION_ACCEPTED if accepted else events.TRANSITION_DECLINED, move, by)
    return move


def _address(move: Transition) -> str:
    return accounts.address_of("episodes:transition", move.pk)


def _record(kind: Any, move: Transition, by: Any) -> None:
    audit.record(
        kind,
        subject=move,
        by=by,
        process="" if by else SWEEP,
        patient_id=move.patient_id,
        direction=Direction(move.direction).label.lower(),
        sender=move.sender.name,
        receiver=move.receiver.name,
        from_place=move.from_place.name,
        to_place=move.to_place.name,
        aspect=move.aspect.name.lower(),
    )
