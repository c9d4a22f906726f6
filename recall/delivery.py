"""Getting invitations out of the building without losing one or sending one twice (reference reliability 4.1).

The order is what makes it safe: claim and commit; take the attempt's lock and look again; send with no transaction
open; write down what came of it; let go. Whatever is left in doubt is looked up, never sent again blindly. Each step
stands inside the scheme's wall by itself, so nothing here runs inside one long transaction.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit import wall
from recall import actions, documents, failpoints, gateways, hours, links
from recall.actions.claims import LETTERS, MESSAGES
from recall.models import Campaign, InvitationAttempt
from recall.outcomes import LookupFailed, Message, Outcome, Unknown
from recall.queries import delivery as queries
from schemes.models import Scheme

log = structlog.get_logger()

MESSAGES_A_CLAIM = 10  # few, so that what was checked at the claim is still true at the send
LETTERS_A_FILE = 500
BATCHES_BETWEEN_BRAKES = 20
PAUSE_SECONDS = 0.2
RUN_SECONDS = 240  # well under the worker's time limit; the bell rings again


@dataclass
class Done:
    """What one round of the worker came to."""

    sent: int = 0
    printed: int = 0
    expired: int = 0
    found: int = 0
    released: int = 0
    reminders: int = 0
    received: int = 0
    joined: int = 0
    off_balance: int = 0


def schemes() -> list[UUID]:
    """Every scheme there is work to look for in."""
    return list(Scheme.objects.order_by("pk").values_list("pk", flat=True))


def drain(*, gateway: gateways.Gateway | None = None, scheme_ids: list[UUID] | None = None) -> Done:
    """Send and print what is due in every scheme, until nothing is or this round's time is up."""
    gateway = gateway or gateways.configured()
    done, until = Done(), time.monotonic() + RUN_SECONDS
    for scheme_id in schemes() if scheme_ids is None else scheme_ids:
        with wall.within(scheme_id):
            done.expired += actions.expire_claims()
        for campaign in _running(scheme_id):
            with wall.within(scheme_id):
                actions.fold_entries(campaign=campaign)
            _send_all(campaign, gateway, done, until)
            while time.monotonic() < until and _print_batch(campaign, done):
                pass
    return done


def _running(scheme_id: UUID) -> list[Campaign]:
    with wall.within(scheme_id):
        return list(Campaign.objects.running().order_by("launched_at"))


def _send_all(campaign: Campaign, gateway: gateways.Gateway, done: Done, until: float) -> None:
    """Send what is due; now and then it is looked whether too much of it fails."""
    batches = 0
    while time.monotonic() < until:
        if batches % BATCHES_BETWEEN_BRAKES == 0:
            with wall.within(campaign.scheme_id):
                actions.brake(campaign=campaign)
        if not _send_batch(campaign, gateway, done):
            return
        batches += 1


def rests_until(scheme_id: UUID, gateway: gateways.Gateway | None = None) -> datetime | None:
    """When messages leave again, if the hour or the day keeps them back now. Stands inside the scheme's wall."""
    manners, now = (gateway or gateways.configured()).manners, timezone.now()
    if manners.hours is None:
        return None
    opens = hours.opening_after(manners.hours, now, lambda day: queries.bank_holidays(scheme_id, day))
    return None if opens == now else opens


def _send_batch(campaign: Campaign, gateway: gateways.Gateway, done: Done) -> bool:
    """Claim a few messages and send them; False when there was nothing to claim, or this is no hour to send.

    What was claimed just before the hours end may still leave until its lease does.
    """
    with wall.within(campaign.scheme_id):
        if rests_until(campaign.scheme_id, gateway):
            return False
    turns = _turns(gateway.manners.per_minute)
    if not turns:
        return True
    with wall.within(campaign.scheme_id):
        claimed = actions.claim_due(campaign=campaign, channels=MESSAGES, limit=turns)
    if gateway.manners.per_minute and len(claimed) < turns:
        actions.give_back(count=turns - len(claimed))
    failpoints.reach("F2")
    for attempt in claimed:
        done.sent += _send(attempt, gateway)
    return bool(claimed)


def _turns(per_minute: int) -> int:
    """How many messages to claim; none, after a pause, when other workers keep the provider busy already."""
    if not per_minute:
        return MESSAGES_A_CLAIM
    turns = actions.take_turn(wanted=MESSAGES_A_CLAIM, per_minute=per_minute)
    if not turns:
        time.sleep(PAUSE_SECONDS)
    return turns


def _send(attempt: InvitationAttempt, gateway: gateways.Gateway) -> bool:
    """Send one claimed message, unless the claim is no longer ours; says whether its outcome was written."""
    assert attempt.token is not None  # it is claimed
    with _only_sender(attempt.pk) as alone:
        if not alone:
            return False
        with wall.within(attempt.scheme_id):
            ours = actions.confirm_claim(attempt_id=attempt.pk, token=attempt.token, seconds_needed=gateway.timeout)
        if not ours:
            return False
        failpoints.reach("F3")
        outcome = _hand_over(attempt, gateway)
        failpoints.reach("F5")
        with wall.within(attempt.scheme_id):
            written = actions.record_outcome(attempt_id=attempt.pk, token=attempt.token, outcome=outcome)
        failpoints.reach("F6")
        return written


def _hand_over(attempt: InvitationAttempt, gateway: gateways.Gateway) -> Outcome:
    """What the gateway says, with no transaction open; an error of ours on the way is a doubt too."""
    body = links.opened(attempt.body, attempt_id=attempt.pk, secret=settings.SECRET_KEY, site=settings.SITE_URL)
    message = Message(channel=attempt.channel, to=attempt.recipient, subject=attempt.subject, body=body)
    try:
        outcome = gateway.send(message, attempt.pk)
        failpoints.reach("F4")
    except Exception as error:
        log.exception("recall.gateway_failed", attempt=str(attempt.pk))
        return Unknown(type(error).__name__)
    return outcome


@contextmanager
def _only_sender(attempt_id: UUID) -> Iterator[bool]:
    """Hold the attempt's lock: a sender that is only slow keeps it, one that was killed lets go."""
    alone = queries.try_lock(attempt_id)
    try:
        yield alone
    finally:
        if alone:
            queries.unlock(attempt_id)


def _print_batch(campaign: Campaign, done: Done) -> bool:
    """Claim letters and make one print file of them; False when there was nothing to claim."""
    with wall.within(campaign.scheme_id):
        claimed = actions.claim_due(campaign=campaign, channels=LETTERS, limit=LETTERS_A_FILE)
    for letters in _files(campaign, claimed):
        _print(campaign, letters, done)
    return bool(claimed)


def _files(campaign: Campaign, claimed: list[InvitationAttempt]) -> list[list[InvitationAttempt]]:
    """What lies in one file: all of them, or, if the campaign says so, those of one practice."""
    if not campaign.split_by_practice:
        return [claimed] if claimed else []
    return [list(those) for _, those in groupby(claimed, key=lambda attempt: attempt.invitation.practice_id)]


def _print(campaign: Campaign, letters: list[InvitationAttempt], done: Done) -> None:
    try:
        printed = documents.letters(letters, timezone.localdate())
    except ValidationError:
        return _print_one_by_one(campaign, letters, done)
    failpoints.reach("F5")
    with wall.within(campaign.scheme_id):
        run = actions.record_print_run(
            campaign=campaign, attempts=letters, content=printed.content, page_counts=printed.page_counts
        )
    done.printed += run.letters if run else 0


def _print_one_by_one(campaign: Campaign, claimed: list[InvitationAttempt], done: Done) -> None:
    """One letter cannot be made: find which, refuse that one with its reason, and print the others."""
    good = []
    for attempt in claimed:
        try:
            documents.letters([attempt], timezone.localdate())
            good.append(attempt)
        except ValidationError as refusal:
            with wall.within(campaign.scheme_id):
                actions.refuse_letters(attempts=[attempt], reason=" ".join(refusal.messages))
    if good:
        printed = documents.letters(good, timezone.localdate())
        with wall.within(campaign.scheme_id):
            actions.record_print_run(
                campaign=campaign, attempts=good, content=printed.content, page_counts=printed.page_counts
            )
        done.printed += len(good)


def reconcile(*, gateway: gateways.Gateway | None = None, scheme_ids: list[UUID] | None = None) -> Done:
    """Ask the provider about every doubtful message whose quarantine is over; what it never had is sent after all."""
    gateway = gateway or gateways.configured()
    done = Done()
    for scheme_id in schemes() if scheme_ids is None else scheme_ids:
        with wall.within(scheme_id):
            done.expired += actions.expire_claims()
            doubtful = list(queries.to_look_up(MESSAGES).values_list("pk", "channel"))
            # A letter is sent by being in a print file, and these are in none: they were never made.
            for pk in queries.to_look_up(LETTERS).values_list("pk", flat=True):
                done.released += actions.record_absence(attempt_id=pk)
        for pk, channel in doubtful:
            _look_up(scheme_id, pk, channel, gateway, done)
    done.received = actions.apply_waiting_receipts()
    return done


def _look_up(scheme_id: UUID, attempt_id: UUID, channel: str, gateway: gateways.Gateway, done: Done) -> None:
    """Settle one doubt, unless its sender is still at it or the provider cannot be asked."""
    with _only_sender(attempt_id) as alone:
        if not alone:
            return
        try:
            provider_id = gateway.find(attempt_id, channel)
        except LookupFailed as error:
            log.warning("recall.lookup_failed", attempt=str(attempt_id), error=str(error))
            return
        failpoints.reach("F7")
        with wall.within(scheme_id):
            if provider_id:
                done.found += actions.record_find(attempt_id=attempt_id, provider_id=provider_id)
            else:
                done.released += actions.record_absence(attempt_id=attempt_id)


def plan_reminders() -> Done:
    """Queue the next invitation for everybody due one, and end the campaigns in which nobody waits any more."""
    done = Done()
    for scheme_id in schemes():
        for campaign in _running(scheme_id):
            failpoints.reach("F9")
            with wall.within(scheme_id):
                done.reminders += actions.plan_reminders(campaign=campaign)
                actions.finish_campaign(campaign=campaign)
    return done


def check_balances() -> Done:
    """Count everybody in every running campaign."""
    done = Done()
    for scheme_id in schemes():
        for campaign in _running(scheme_id):
            with wall.within(scheme_id):
                done.off_balance += not actions.check_balance(campaign=campaign).is_sound
    return done


def catch_up() -> Done:
    """Bring into every running campaign whoever is to be invited by it since yesterday."""
    done = Done()
    for scheme_id in schemes():
        for campaign in _running(scheme_id):
            with wall.within(scheme_id):
                done.joined += actions.catch_up(campaign=campaign)
    return done
