"""Two campaigns: last year's, which has ended or nearly so, and this month's, half-way; and a draft of the next."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from recall import actions as recall
from recall import delivery
from recall.answering import Attendance
from recall.models import Booking, Campaign, Invitation, PrintRun, Response
from recall.rounds import Rule
from schemes import actions as schemes
from sharedcare.demo.cast import Cast
from sharedcare.demo.history import Deed

PURPOSE = "A yearly review for everybody in shared care"
# Made-up prices and targets, as a monitoring group might agree them.
AGREED = {
    "texts_pence_a_hundred": 244,
    "letters_pence_a_hundred": 6200,
    "target_reached": 90,
    "target_answered": 60,
    "target_attended": 50,
}
# What people say, in turn: most say nothing at first.
SAID = [Response.BOOKED, None, None, None, Response.DECLINED, None, None, Response.BOOKED, None, Response.NOT_NOW, None]
LENGTHS = (20, 25, 30, 40)  # minutes
IN_SIX_MONTHS = timedelta(days=182)


def deeds(cast: Cast, today: date) -> list[Deed]:
    """Drafted, launched, sent, posted, reminded and answered, on their days."""
    first, second = today - timedelta(days=240), today - timedelta(days=24)
    return [
        (first - timedelta(days=7), agree_on_numbers(cast, first - timedelta(days=7))),
        *campaign(cast, "Reviews due last spring", first, due_by=first, reminders=(21, 43, 70)),
        *campaign(cast, "Reviews due this season", second, due_by=second + timedelta(days=10), reminders=(22,)),
        *[(first + timedelta(days=after), answers(cast, after)) for after in (4, 9, 16, 30, 51)],
        *[(first + timedelta(days=after), visits(cast)) for after in (25, 45, 75)],
        *[(second + timedelta(days=after), answers(cast, after)) for after in (3, 8, 15)],
        (second + timedelta(days=21), visits(cast)),
        (today, next_round(cast, today)),
    ]


def agree_on_numbers(cast: Cast, day: date) -> Callable[[], Any]:
    """What messages cost, and what the monitoring group hopes for."""
    return lambda: schemes.adopt_protocol(
        starts_on=day, source="Monitoring group, call and recall", by=cast.coordinator, **AGREED
    )


def answers(cast: Cast, turn: int) -> Callable[[], Any]:
    """Some of those who were invited and said nothing yet answer: by telephone, to their practice."""

    def answer() -> None:
        today = timezone.localdate()
        silent = Invitation.objects.filter(state="invited", answers__isnull=True, campaign__status="running")
        for place, invitation in enumerate(silent.order_by("patient__nhs_number")[:60]):
            response = SAID[(place + turn) % len(SAID)]
            if response is not None:
                recall.record_answer(
                    invitation=invitation, response=response, answered_on=today, by=cast.coordinator,
                    **more(response, today, place),
                )  # fmt: skip

    return answer


def more(response: Response, today: date, place: int) -> dict[str, Any]:
    """What goes with an answer: the appointment, or when to ask again."""
    if response == Response.NOT_NOW:
        return {"ask_again_on": today + IN_SIX_MONTHS}
    if response != Response.BOOKED:
        return {}
    day = datetime.combine(today + timedelta(days=7 + place % 5), time(9 + place % 8, 20))
    return {"booked_for": timezone.make_aware(day), "minutes": LENGTHS[place % len(LENGTHS)]}


def visits(cast: Cast) -> Callable[[], Any]:
    """What became of the appointments there were by then: one in six did not come."""

    def note() -> None:
        past = Booking.objects.filter(booked_for__lt=timezone.now(), outcome__isnull=True)
        for place, booking in enumerate(past.order_by("booked_for", "invitation__patient__nhs_number")):
            came = place % 6 != 5
            recall.record_attendance(
                booking=booking, by=cast.coordinator,
                outcome=Attendance.ATTENDED if came else Attendance.MISSED,
                minutes=LENGTHS[(place + 1) % len(LENGTHS)] if came else None,
            )  # fmt: skip

    return note


def next_round(cast: Cast, today: date) -> Callable[[], Any]:
    """A small round after this one, a few people of each practice a week, for somebody to look at and launch."""
    return lambda: recall.draft_campaign(
        name="Reviews due this season, second round", purpose=PURPOSE, due_by=today + timedelta(days=60),
        rule=Rule(attempts=2, gap_days=21, size_cap=60, practice_a_week=2), by=cast.coordinator,
        follows=Campaign.objects.running().latest("launched_at"),
    )  # fmt: skip


def campaign(cast: Cast, name: str, day: date, *, due_by: date, reminders: tuple[int, ...]) -> list[Deed]:
    """One campaign: what is launched is sent the same day, its letters are posted the next, reminders follow."""

    def launch() -> None:
        drafted = recall.draft_campaign(name=name, purpose=PURPOSE, due_by=due_by, by=cast.coordinator)
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
