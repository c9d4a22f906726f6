"""Two campaigns: last year's, which has ended or nearly so, and this month's, half-way."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from recall import actions as recall
from recall import delivery
from recall.models import PrintRun
from sharedcare.demo.cast import Cast
from sharedcare.demo.history import Deed


def deeds(cast: Cast, today: date) -> list[Deed]:
    """Drafted, launched, sent, posted and reminded, on their days."""
    first, second = today - timedelta(days=240), today - timedelta(days=24)
    return [
        *campaign(cast, "Reviews due last spring", first, due_by=first, reminders=(21, 43, 70)),
        *campaign(cast, "Reviews due this season", second, due_by=second + timedelta(days=10), reminders=(22,)),
    ]


def campaign(cast: Cast, name: str, day: date, *, due_by: date, reminders: tuple[int, ...]) -> list[Deed]:
    """One campaign: what is launched is sent the same day, its letters are posted the next, reminders follow."""

    def launch() -> None:
        drafted = recall.draft_campaign(name=name, due_by=due_by, by=cast.coordinator)
        recall.pass_shipped_wording(
            on=day, said="Friendly. It could be from any surgery.", by=cast.coordinator, from_whom="The Tuesday group"
        )
        recall.launch_campaign(campaign=drafted, by=cast.coordinator)
        delivery.drain()

    told: list[Deed] = [(day, launch), (day + timedelta(days=1), posting(cast, day + timedelta(days=1)))]
    for after in reminders:
        on = day + timedelta(days=after)
        told += [(on, remind), (on + timedelta(days=1), posting(cast, on + timedelta(days=1)))]
    return told


def remind() -> None:
    """What the worker does each morning."""
    delivery.plan_reminders()
    delivery.drain()


def posting(cast: Cast, day: date) -> Callable[[], Any]:
    """Every print file there is goes to the post."""

    def post() -> None:
        for run in PrintRun.objects.visible_to(cast.coordinator).to_post():
            recall.post_print_run(print_run=run, posted_on=day, by=cast.coordinator)

    return post
