"""Offering everything somebody answers for to somebody else; they accept it a person at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts import actions as accounts
from episodes import wording
from episodes.actions.handover import place_offer
from episodes.handover import Kind, Terms
from episodes.models import Handover, Responsibility
from practices.models import Professional


@dataclass(frozen=True)
class CaseloadOffer:
    """What was offered, and what was not, each with why in words."""

    made: list[Handover]
    refused: list[tuple[Responsibility, str]]


@transaction.atomic
def offer_caseload(
    *, held: Iterable[Responsibility], receiver: Professional, expires_at: datetime, by: Any, note: str = ""
) -> CaseloadOffer:
    """Offer each of these responsibilities to one person, for good; whoever answers goes on until each is accepted.

    One that cannot be offered stands in nobody's way: it is given back with the reason, and nothing of it is written.
    The receiver is told once. Raises PermissionDenied when nothing at all may be offered.
    """
    made, refused, forbidden = [], [], []
    terms = Terms(Kind.FOR_GOOD, expires_at)
    # In one order always, so that two who hand over at once wait for each other and never for ever.
    for each in sorted(held, key=lambda row: (row.episode_id, row.aspect_id)):
        try:
            with transaction.atomic():
                offered = place_offer(
                    episode=each.episode, aspect=each.aspect, receiver=receiver, terms=terms, note=note, offered_by=by
                )
                made.append(offered)
        except ValidationError as refusal:
            refused.append((each, " ".join(refusal.messages)))
        except PermissionDenied as refusal:
            forbidden.append((each, str(refusal)))
    if forbidden and not (made or refused):
        raise PermissionDenied("You may not hand over anybody's care.")
    if made:
        accounts.tell([receiver.user], wording.offered(f"{accounts.address_of('episodes:handovers')}?show=mine"))
    return CaseloadOffer(made, refused + forbidden)
