"""A fortnight of collections: most people come, some do not, and this morning's list waits at the first pharmacy."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from episodes import actions as episodes
from episodes.collecting import Entry
from episodes.lifecycle import AlertOutcome
from episodes.models import Alert, CollectionArrangement, Responsibility
from episodes.queries.route import KEY_WORK
from practices.models import Organisation
from sharedcare.demo.cast import Cast
from sharedcare.demo.history import Deed

DAYS = 12
EVERY_DAY = ["supervised"] * 7
MOST_DAYS = ["supervised"] * 6 + ["at_home"]
PEOPLE = 8  # at the pharmacy whose pharmacist signs in, all of them known to the key worker who signs in
ELSEWHERE = 12


def deeds(cast: Cast, today: date) -> list[Deed]:
    """Arranged twelve days ago, recorded each day since, but for what is not."""
    places = [Organisation.objects.get(posts__professional=each) for each in cast.pharmacists]
    begins = today - timedelta(days=DAYS)
    told: list[Deed] = [(begins, lambda: arrange(cast, places, begins))]
    told += [(day, recording(cast, day, today)) for day in (begins + timedelta(days=n) for n in range(DAYS))]
    told.append((today - timedelta(days=1), lambda: answer(cast)))
    told.append((today, lambda: close_for_a_fortnight(cast, places[1], today)))
    return told


def arrange(cast: Cast, places: list[Organisation], begins: date) -> None:
    """At the first pharmacy for people whom the first key worker looks after, elsewhere for others."""
    held = Responsibility.objects.held_now().filter(aspect__code=KEY_WORK, episode__status="active")
    held = held.select_related("episode__patient").order_by("episode__patient__nhs_number")
    worker = cast.key_workers[0]
    near = list(held.filter(holder=worker)[:PEOPLE])
    far = list(held.exclude(holder=worker)[:ELSEWHERE])
    for number, each in enumerate([*near, *far]):
        episodes.arrange_collection(
            episode=each.episode,
            pharmacy=places[0] if number < len(near) else places[1 + number % 4],
            days=EVERY_DAY if number % 2 == 0 or number < len(near) else MOST_DAYS,
            starts_on=begins,
            may_vary="The prescriber, after talking to the pharmacy",
            review_on=begins + timedelta(days=10 if number == len(near) else 90),
            by=cast.coordinator,
        )


def recording(cast: Cast, day: date, today: date) -> Callable[[], Any]:
    """What each pharmacy records that day: the first by itself, the others ring the co-ordinator."""

    def record() -> None:
        arranged = list(CollectionArrangement.objects.held_on(day).order_by("recorded_at"))
        entries = [
            Entry(each, outcome, note)
            for number, each in enumerate(arranged)
            if each.episode.status == "active" and (told := outcome_on(number, (today - day).days))
            for outcome, note in [told]
        ]
        own = [each for each in entries if each.arrangement.pharmacy_id == arranged[0].pharmacy_id] if entries else []
        others = [each for each in entries if each not in own]
        pharmacist = cast.pharmacists[0].user
        for by, given in ((pharmacist, own), (cast.coordinator, others)):
            if given:
                episodes.record_collections(day=day, entries=given, by=by)

    return record


def outcome_on(number: int, days_ago: int) -> tuple[str, str] | None:
    """Nearly everybody collects; the second missed the last two days, and two were forgotten to be recorded."""
    if number == 1 and days_ago <= 2:
        return "not_collected", ""
    if number == 3 and days_ago == 1:
        return "concern", "Unsteady, and smelt of alcohol. Took it under supervision."
    if number == 5 and days_ago == 6:
        return "not_collected", ""
    if number in (9, 12) and days_ago <= (1 if number == 9 else 3):
        return None
    return "collected", ""


def answer(cast: Cast) -> None:
    """The key worker has the first alerts; the one of last week is closed."""
    worker = cast.key_workers[0].user
    for alert in Alert.objects.unanswered().filter(episode__responsibilities__holder=cast.key_workers[0]).distinct():
        had = episodes.acknowledge_alert(alert=alert, will_do="Ring them this afternoon, and their sister", by=worker)
        if alert.days == 1:
            episodes.close_alert(alert=had, outcome=AlertOutcome.SPOKEN, by=worker)


def close_for_a_fortnight(cast: Cast, pharmacy: Organisation, today: date) -> None:
    """A pharmacy will be refitted: whoever collects there has to go somewhere else."""
    begins = today + timedelta(days=20)
    episodes.record_closure(
        pharmacy=pharmacy, starts_on=begins, ends_on=begins + timedelta(days=13), reason="Refit", by=cast.coordinator
    )
