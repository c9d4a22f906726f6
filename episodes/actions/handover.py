"""Handing an aspect of somebody's care over: offered, answered, taken back. The giver answers for it until then."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import actions as accounts
from audit import actions as audit
from audit import constraints
from episodes import events, handover, permissions, queries, wording
from episodes.actions.responsibility import changed, clear_from, hold, let_see_until, open_episode
from episodes.handover import Kind, Terms
from episodes.lifecycle import HANDOVER, HandoverMove, HandoverStatus
from episodes.models import Episode, Handover, Responsibility, Transition
from patients import actions as patients
from patients.models import Status as PatientStatus
from practices.models import Professional
from schemes.models import CareAspect


@transaction.atomic
def offer_handover(
    *,
    episode: Episode,
    aspect: CareAspect,
    receiver: Professional,
    expires_at: datetime,
    by: Any,
    kind: str = Kind.FOR_GOOD,
    returns_at: datetime | None = None,
    note: str = "",
    version: int | None = None,
) -> Handover:
    """Offer an aspect of care to somebody. Whoever answers for it now goes on doing so until that is accepted.

    Their organisation sees the person while the offer stands. Refused when nobody answers for it, when it has been
    offered already, to somebody without a post, and for somebody who died or moved away.
    """
    terms = Terms(kind, expires_at, returns_at)
    offer = place_offer(
        episode=episode, aspect=aspect, receiver=receiver, terms=terms, note=note, offered_by=by, version=version
    )
    accounts.tell([receiver.user], wording.offered(_address(offer)))
    return offer


def place_offer(
    *,
    episode: Episode,
    aspect: CareAspect,
    receiver: Professional,
    terms: Terms,
    note: str,
    offered_by: Any,
    version: int | None = None,
) -> Handover:
    """The offer on record, without a word to the receiver."""
    if not permissions.can_assign_responsibility(offered_by, episode.patient):
        raise PermissionDenied("You may not hand over this person's care.")
    episode = open_episode(episode, version)
    now = timezone.now()
    present = _giver(episode, aspect, receiver, now)
    handover.check_terms(terms, held_until=present.held.upper, now=now)
    _make_room(episode, aspect, now)
    day = timezone.localdate(now)
    post = queries.posts_of([receiver], episode.patient, day).get(receiver.pk)
    if post is None:
        raise ValidationError({"receiver": f"{receiver} has no post in the scheme now. Choose somebody else."})
    offer = Handover(
        scheme_id=episode.scheme_id,
        patient_id=episode.patient_id,
        episode=episode,
        aspect=aspect,
        giver=present.holder,
        receiver=receiver,
        organisation=post.organisation,
        kind=terms.kind,
        note=note,
        offered_by=offered_by,
        offered_at=now,
        expires_at=terms.expires_at,
        returns_at=terms.returns_at,
    )
    offer.link_id = let_see_until(
        episode.patient, post.organisation, day, timezone.localdate(terms.expires_at), offered_by
    )
    constraints.save(offer)
    changed(episode)
    _record(events.HANDOVER_OFFERED, offer, offered_by)
    return offer


def _giver(episode: Episode, aspect: CareAspect, receiver: Professional, now: datetime) -> Responsibility:
    """Whoever answers now, and so is the one who hands over."""
    if episode.patient.status != PatientStatus.REGISTERED:
        raise ValidationError("This person is no longer on the register, so nothing is handed over any more.")
    present = queries.holding(episode, aspect, now)
    if present is None:
        raise ValidationError("Nobody answers for this, so there is nobody to hand it over. Name somebody instead.")
    if present.holder_id == receiver.pk:
        raise ValidationError({"receiver": f"{receiver} answers for this already."})
    return present


def _make_room(episode: Episode, aspect: CareAspect, now: datetime) -> None:
    """One offer at a time: one that ran out is put aside, one that stands is in the way."""
    offers = Handover.objects.filter(episode=episode, aspect=aspect)
    offers.run_out_by(now).update(status=HandoverStatus.EXPIRED, ended_at=F("expires_at"))
    standing = offers.open_at(now).select_related("receiver").first()
    if standing:
        raise ValidationError(
            f"This has been offered to {standing.receiver} already. Take that offer back first, or wait for the answer."
        )
    move = Transition.objects.open().filter(episode=episode, aspect=aspect).select_related("receiver").first()
    if move:
        raise ValidationError(f"A move of this person to {move.receiver} waits for an answer. Withdraw that first.")


@transaction.atomic
def accept_handover(*, handover: Handover, by: Any, told_how: str = "", also: Sequence[Handover] = ()) -> Handover:
    """Take the care on, from this moment. A delegation is given back at the moment agreed, without anybody's doing.

    By the receiver; for somebody who does not sign in, by whoever may name holders, with how they told them. Of two who
    accept at once one does, and the other reads who did. What else of the same person's care is accepted in the same
    breath is `also`: all of it, or none.
    """
    offers = [_accept(each, by, told_how) for each in (handover, *also)]
    _tell_answer(offers, by)
    return offers[0]


def _accept(given: Handover, by: Any, told_how: str) -> Handover:
    offer, episode = _to_answer(given, by, told_how)
    now = timezone.now()
    present = queries.holding(episode, offer.aspect, now)
    if present is None or present.holder_id != offer.giver_id:
        raise ValidationError(f"{offer.giver} does not answer for this any more, so they cannot hand it over.")
    if present.held.lower >= now:
        raise ValidationError("This has only just been taken over. Try again in a moment.")
    if offer.receiver_id not in queries.posts_of([offer.receiver], episode.patient, timezone.localdate(now)):
        raise ValidationError(f"{offer.receiver} has no post in the scheme any more. Decline, and offer it to another.")
    clear_from(episode, now, until=offer.returns_at, aspect=offer.aspect)
    hold(episode, offer.aspect, offer.receiver, offer.organisation_id, now, by, until=offer.returns_at)
    patients.keep_linked(patient=episode.patient, organisation_ids=[offer.organisation_id])
    return _answered(offer, episode, HandoverMove.ACCEPT, by, told_how=told_how)


@transaction.atomic
def decline_handover(
    *, handover: Handover, reason: str, by: Any, told_how: str = "", also: Sequence[Handover] = ()
) -> Handover:
    """Say no, with a reason; to what else of the same person's care is named in `also`, too. The giver goes on."""
    offers = [_decline(each, reason, by, told_how) for each in (handover, *also)]
    _tell_answer(offers, by)
    return offers[0]


def _decline(given: Handover, reason: str, by: Any, told_how: str) -> Handover:
    offer, episode = _to_answer(given, by, told_how)
    if not reason:
        raise ValidationError({"reason": "Say why you decline."})
    if offer.link_id:
        patients.settle_link(link_id=offer.link_id, ends_on=timezone.localdate())
    return _answered(offer, episode, HandoverMove.DECLINE, by, told_how=told_how, reason=reason)


@transaction.atomic
def recall_handover(*, handover: Handover, by: Any, reason: str = "") -> Handover:
    """Take an offer back before it is answered, or a delegation before it comes back by itself.

    By the giver, whoever made the offer, or the co-ordinator. What was handed over for good stays so.
    """
    if not permissions.can_recall_handover(by, handover):
        raise PermissionDenied("Only whoever hands over, whoever offered it or the co-ordinator may take it back.")
    offer, episode = _still(handover)
    now = timezone.now()
    _check_recall(offer, now)
    if offer.status == HandoverStatus.ACCEPTED:
        giver_at = queries.posts_of([offer.giver], episode.patient, timezone.localdate(now)).get(offer.giver_id)
        place = giver_at.organisation_id if giver_at else offer.organisation_id
        clear_from(episode, now, until=offer.returns_at, aspect=offer.aspect)
        hold(episode, offer.aspect, offer.giver, place, now, by, until=offer.returns_at)
    elif offer.link_id:
        patients.settle_link(link_id=offer.link_id, ends_on=timezone.localdate())
    offer.status = HANDOVER.after(offer.status, HandoverMove.RECALL)
    offer.ended_at, offer.ended_by, offer.end_reason = now, by, reason
    constraints.save(offer)
    changed(episode)
    _record(events.HANDOVER_RECALLED, offer, by)
    return offer


def _check_recall(offer: Handover, now: datetime) -> None:
    handover.check_recall(offer.kind, offer.status, offer.returns_at, now)
    if offer.standing_at(now) == HandoverStatus.EXPIRED:
        raise ValidationError("Nobody answered this in time, so there is nothing to take back.")


def _to_answer(given: Handover, by: Any, told_how: str) -> tuple[Handover, Episode]:
    """The offer and its episode, held still; refused to whoever may not answer, and when it does not stand any more."""
    if not permissions.can_answer_handover(by, given):
        raise PermissionDenied("Only the person it was offered to may answer.")
    offer, episode = _still(given)
    handover.check_open(
        handover.Fate(
            status=offer.status,
            expires_at=timezone.localtime(offer.expires_at),
            receiver=offer.receiver.name,
            answered_by=offer.answered_by.name if offer.answered_by else "",
            answered_at=handover.in_words(timezone.localtime(offer.answered_at)) if offer.answered_at else "",
        ),
        timezone.now(),
    )
    open_episode(episode)
    if episode.patient.status != PatientStatus.REGISTERED:
        raise ValidationError("This person is no longer on the register, so nothing is handed over any more.")
    if offer.receiver.user_id != by.pk and not told_how:
        raise ValidationError({"told_how": f"Say who told you, and how: {offer.receiver} does not sign in."})
    return offer, episode


def _still(given: Handover) -> tuple[Handover, Episode]:
    """Both rows as they are now. The episode is locked first, as every deed in it does."""
    episode = Episode.objects.select_for_update(of=("self",)).select_related("patient").get(pk=given.episode_id)
    found: Handover = (
        Handover.objects.select_for_update(of=("self",))
        .select_related("aspect", "giver", "receiver", "organisation", "answered_by", "offered_by")
        .get(pk=given.pk)
    )
    return found, episode


def _answered(
    offer: Handover, episode: Episode, move: HandoverMove, by: Any, *, told_how: str, reason: str = ""
) -> Handover:
    offer.status = HANDOVER.after(offer.status, move)
    offer.answered_at, offer.answered_by = timezone.now(), by
    offer.told_how, offer.reason = told_how, reason
    constraints.save(offer)
    changed(episode)
    _record(events.HANDOVER_ACCEPTED if move == HandoverMove.ACCEPT else events.HANDOVER_DECLINED, offer, by)
    return offer


def _tell_answer(offers: Sequence[Handover], by: Any) -> None:
    """Whoever made the offers is told once."""
    first = offers[0]
    accounts.tell(
        [first.offered_by], wording.answered(HandoverStatus(first.status).label.lower(), _address(first)), but=by
    )


def _address(offer: Handover) -> str:
    return accounts.address_of("episodes:handover", offer.pk)


def _record(kind: Any, offer: Handover, by: Any) -> None:
    audit.record(
        kind,
        subject=offer,
        by=by,
        patient_id=offer.patient_id,
        aspect=offer.aspect.name.lower(),
        giver=offer.giver.name,
        receiver=offer.receiver.name,
        back=f" until {handover.in_words(timezone.localtime(offer.returns_at))}" if offer.returns_at else "",
    )
