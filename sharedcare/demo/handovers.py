"""Care that is being handed over: an offer that waits, one that ran out, a delegation in course; who supports whom, and
who is away."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from episodes import actions as episodes
from episodes.models import Episode, Handover, Responsibility
from practices.models import Practice
from schemes.models import CareAspect
from sharedcare.demo.cast import Cast
from sharedcare.demo.history import Deed

WEEK = timedelta(days=7)


def deeds(cast: Cast, practice: Practice, today: date) -> list[Deed]:
    """What happened with hand-overs at the practice whose GP is on the printed list."""
    gp, worker = cast.prescribers[practice.pk], cast.key_workers[0]

    def offer(aspect: str, number: int, stands: timedelta, **terms: Any) -> Handover | None:
        held = held_by_gp(cast, practice, aspect, number)
        if held is None:
            return None
        return episodes.offer_handover(
            episode=held.episode,
            aspect=held.aspect,
            receiver=worker,
            expires_at=timezone.now() + stands,
            note="Knows them well from the drop-in.",
            by=gp,
            **terms,
        )

    def delegate() -> None:
        returns = timezone.now() + timedelta(days=32)
        made = offer("drug_testing", 0, WEEK, kind="delegation", returns_at=returns)
        if made:
            episodes.accept_handover(handover=made, by=worker.user)

    def support() -> None:
        held = held_by_gp(cast, practice, "physical_health", 0)
        if held:
            episodes.add_supporter(episode=held.episode, aspect=held.aspect, supporter=worker, by=gp)

    return [
        (today - timedelta(days=20), support),
        (today - timedelta(days=18), delegate),
        (today - timedelta(days=12), lambda: offer("physical_health", 1, WEEK)),
        (today - timedelta(days=2), lambda: offer("coordination", 2, WEEK)),
        (today - timedelta(days=1), lambda: leave(cast, today)),
    ]


def leave(cast: Cast, today: date) -> None:
    """A key worker with nobody to stand in, and a pharmacist with a deputy."""
    first, last = today + timedelta(days=11), today + timedelta(days=22)
    episodes.record_absence(professional=cast.key_workers[-1], starts_on=first, ends_on=last, by=cast.coordinator)
    episodes.record_absence(
        professional=cast.pharmacists[0],
        starts_on=first,
        ends_on=last,
        deputy=cast.pharmacists[1],
        by=cast.coordinator,
    )


def held_by_gp(cast: Cast, practice: Practice, aspect: str, number: int) -> Responsibility | None:
    """What the practice's first GP answers for, of the number-th person there who is in shared care."""
    found = Responsibility.objects.held_now().filter(
        aspect=CareAspect.objects.get(code=aspect),
        holder=cast.gps[practice.pk][0],
        episode__in=Episode.objects.open().filter(patient__practice=practice),
    )
    rows = list(found.select_related("episode", "aspect").order_by("episode__started_on", "pk")[: number + 1])
    return rows[number] if len(rows) > number else None
