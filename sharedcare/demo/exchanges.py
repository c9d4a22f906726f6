"""What places told one another, how they are reached, and caseloads gone through; and what was forgotten of each."""

import random
from datetime import date, timedelta

from episodes import actions as episodes
from episodes import queries
from episodes.exchange import Direction, Following, Side
from episodes.models import CaseloadReview, ContactRoute, Episode, Responsibility, ResponsibilityQuerySet
from practices.models import Organisation, Practice, Professional
from sharedcare.demo.cast import Cast
from sharedcare.demo.history import Deed

TOLD = [
    ("progress", "Comes every week and is looking for work. Sleeps better since the clocks went back."),
    ("attendance", "Missed the last two appointments and rang afterwards to say sorry."),
    ("health", "Bloods taken at the practice; the liver is to be looked at again in three months."),
    ("review", "Reviewed with the person: goes on as it is, key work every other week."),
    ("concern", "Has been seen unsteady at the counter. Is asked to come in this week."),
    ("plan", "The plan has a new goal about housing; a copy of this version was handed over."),
]
SPOKEN, WRITTEN = ("telephone", "meeting"), ("letter", "email")
QUIET_SHARE = 0.12  # of the people: nobody told anybody anything for long
LINES = "01632 960"


def deeds(cast: Cast, taking_part: list[Practice], today: date) -> list[Deed]:
    """From half a year ago until this morning."""
    first, second = taking_part[:2]
    return [
        (today - timedelta(days=200), lambda: keep_routes(cast, taking_part)),
        (today - timedelta(days=60), lambda: tell_of_many(cast, first, today - timedelta(days=60))),
        (today - timedelta(days=30), lambda: review_and_sign_off(cast, second, today)),
        (today - timedelta(days=21), lambda: tell_of_one(cast, first, "letter", 0, today - timedelta(days=21))),
        (today - timedelta(days=20), lambda: talk_with_places(cast, taking_part, today)),
        (today - timedelta(days=12), lambda: plan_reviews(cast, taking_part[2:8], today)),
        (today - timedelta(days=10), lambda: try_routes_again(cast)),
        (today - timedelta(days=3), lambda: begin_review(cast, first, today)),
        (today - timedelta(days=1), lambda: tell_of_one(cast, first, "email", 1, today - timedelta(days=1))),
    ]


def keep_routes(cast: Cast, taking_part: list[Practice]) -> None:
    """The co-ordinator rang most places, and tried what they said."""
    places = [Organisation.objects.get(posts__professional=each) for each in (*cast.pharmacists, cast.key_workers[0])]
    for number, place in enumerate([*taking_part[:12], *places]):
        episodes.record_route(
            organisation=Organisation.objects.get(pk=place.pk),
            direct_line=f"{LINES} {100 + number}",
            secure_email=f"desk{number}@example.org",
            deputy="Whoever is at the desk",
            hours="Weekdays 9am to 5.30pm",
            by=cast.coordinator,
        )
    worker = cast.key_workers[0]
    episodes.record_route(
        organisation=places[-1],
        professional=worker,
        direct_line=f"{LINES} 200",
        hours="Not on Wednesdays",
        by=worker.user,
    )


def tell_of_many(cast: Cast, practice: Practice, day: date) -> None:
    """The key worker who signs in rings the GPs, and the GPs ring the other key workers, about nearly everybody.

    Of the practice whose GP is on the printed list the first person is forgotten.
    """
    rng = random.Random("exchange")
    worker = cast.key_workers[0]
    forgotten = first_taken_on(practice)
    for held in key_work().order_by("episode__patient__nhs_number"):
        if rng.random() < QUIET_SHARE or held == forgotten:
            continue
        kind, what = rng.choice(TOLD)
        by = worker.user if held.holder_id == worker.pk else cast.prescribers[held.episode.patient.practice_id]
        other = practice_of(held.episode) if by == worker.user else Side(held.organisation, held.holder)
        episodes.log_exchange(
            episode=held.episode, direction=Direction.SENT, other=other, kind=kind, how=rng.choice(SPOKEN), day=day,
            what=what, by=by,
        )  # fmt: skip


def try_routes_again(cast: Cast) -> None:
    """All but a few, the pharmacy whose pharmacist signs in among them."""
    pharmacy = Organisation.objects.get(posts__professional=cast.pharmacists[0])
    for route in ContactRoute.objects.exclude(organisation=pharmacy).select_related("organisation")[3:]:
        episodes.verify_route(route=route, by=cast.coordinator)


def key_work() -> ResponsibilityQuerySet:
    held = Responsibility.objects.held_now().filter(aspect__code="key_work", episode__in=Episode.objects.open())
    found: ResponsibilityQuerySet = held.select_related("episode__patient__practice", "organisation", "holder")
    return found


def practice_of(episode: Episode) -> Side:
    return Side(Organisation.objects.get(pk=episode.patient.practice_id))


def first_taken_on(practice: Practice) -> Responsibility | None:
    """Of whom at the practice nobody ever tells anybody anything: whoever has been in shared care for longest."""
    there = key_work().filter(episode__patient__practice=practice)
    return there.order_by("episode__started_on", "pk").first()


def tell_of_one(cast: Cast, practice: Practice, how: str, number: int, day: date) -> None:
    """The key worker who signs in writes to the GP on the printed list, who has not said that it arrived; and the GP to
    the key worker, who has."""
    worker, gp = cast.key_workers[0], cast.prescribers[practice.pk]
    there = key_work().filter(episode__patient__practice=practice).order_by("-episode__started_on", "pk")
    held = [each for each in there if each != first_taken_on(practice)]
    if len(held) <= number:
        return
    episode = held[number].episode
    kind, what = TOLD[number]
    to = Side(Organisation.objects.get(pk=practice.pk), cast.gps[practice.pk][0])
    episodes.log_exchange(
        episode=episode, direction=Direction.SENT, other=to, kind=kind, how=how, day=day, what=what, by=worker.user
    )
    service = Organisation.objects.get(posts__professional=worker)
    following = Following("Ask the practice nurse for the results", gp, day + timedelta(days=1))
    answer = episodes.log_exchange(
        episode=episode, direction=Direction.SENT, other=Side(service, worker), kind="health", how=how, day=day,
        what=TOLD[2][1], following=following, by=gp,
    )  # fmt: skip
    episodes.acknowledge_exchange(exchange=answer, by=worker.user)


def talk_with_places(cast: Cast, taking_part: list[Practice], today: date) -> None:
    """The co-ordinator rang most places in the last weeks, and is to ring one of them again."""
    places = [Organisation.objects.get(posts__professional=each) for each in cast.pharmacists[:6]]
    for number, place in enumerate([*taking_part[:14], *places]):
        following = Following("Ring again about the new clerk", cast.coordinator, today) if number == 0 else None
        episodes.log_exchange(
            direction=Direction.SENT,
            other=Side(Organisation.objects.get(pk=place.pk)),
            kind="arrangements",
            how="telephone",
            day=today - timedelta(days=20),
            what="Who is there, who stands in, and whether anything is in the way.",
            following=following,
            by=cast.coordinator,
        )


def specialist() -> Professional:
    found: Professional = Professional.objects.filter(profession="specialist").order_by("pk")[0]
    return found


def planned(cast: Cast, practice: Practice, day: date) -> CaseloadReview:
    """A review of the list of the practice's first GP, with the specialist."""
    place = Organisation.objects.get(pk=practice.pk)
    gp = cast.gps[practice.pk][0]
    return episodes.plan_caseload_review(
        gp=gp, practice=place, reviewer=specialist(), planned_on=day, by=cast.coordinator
    )


def plan_reviews(cast: Cast, practices: list[Practice], today: date) -> None:
    """Two of them are due by today."""
    for number, practice in enumerate(practices):
        planned(cast, practice, today + timedelta(days=30 * (number - 1) - 1 if number > 1 else -2 * number))


def gone_through(cast: Cast, practice: Practice, day: date, *, but: int = 0) -> CaseloadReview | None:
    """A review planned and opened today, everybody gone through but for the last few."""
    by = cast.prescribers[practice.pk]
    review = planned(cast, practice, day)
    if not queries.on_the_list(review).exists():
        return None
    review = episodes.open_caseload_review(review=review, by=by)
    rng = random.Random(practice.ods_code)
    items = list(review.items.select_related("patient", "review__reviewer"))
    for item in items[: len(items) - but]:
        outcome = rng.choice(["continues", "continues", "continues", "to_be_seen", "advice", "step_down"])
        note = "" if outcome == "continues" else "The GP sees to it before the next prescription."
        episodes.record_outcome(item=item, outcome=outcome, note=note, by=by, version=1)
    return review


def review_and_sign_off(cast: Cast, practice: Practice, today: date) -> None:
    """Gone through a month ago, with supervision."""
    review = gone_through(cast, practice, today - timedelta(days=30))
    if review:
        episodes.sign_off_caseload_review(
            review=review,
            next_on=today + timedelta(weeks=22),
            supervised_by=review.reviewer,
            supervision="When to ask for help, and how to talk about coming down.",
            by=cast.prescribers[practice.pk],
        )


def begin_review(cast: Cast, practice: Practice, today: date) -> None:
    """Begun three days ago; two people are still to be gone through."""
    gone_through(cast, practice, today - timedelta(days=3), but=2)
