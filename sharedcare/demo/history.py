"""Two years of care, told forwards: who started when, who was reviewed, who agreed a plan, who left."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from audit import wall
from careplans import actions as careplans
from careplans.models import CarePlan, Outcome
from patients import actions as patients
from patients.models import Patient
from schemes.aspects import CASE_MANAGEMENT
from schemes.models import CareAspect
from sharedcare.demo.cast import Cast

GOALS = [
    "I want to see my little girl every other weekend without anybody worrying.",
    "Sleep through the night. That is all I want for now.",
    "Get back to work at the garage, three days to begin with.",
    "I would like to cook a proper dinner for my mum on Sundays.",
    "Not be on my own all day. I want somewhere to go on Tuesdays.",
    "Walk the dog along the canal again without my chest hurting.",
    "Sort my teeth out so that I can smile in photos.",
    "Have my own front door by the summer.",
]
ACTIONS = [
    ("Ring the housing officer and go with them to the first visit", "service", "Key worker"),
    ("Walk to the shop and back every morning", "person", "Me"),
    ("Try the allotment group on Tuesday afternoon", "community", "My sister"),
    ("Book the dentist and write it on the calendar", "person", "Me and my mum"),
    ("Ask about the blood tests at the next visit", "service", "Practice nurse"),
]


@dataclass(frozen=True)
class Course:
    """How one person's time in shared care goes, decided before it is told."""

    patient: Patient
    starts_on: date
    complexity: str
    weeks: int
    agrees: bool
    ends: bool
    late_by: int


def courses(rng: random.Random, patients: list[Patient], begins: date, today: date) -> list[Course]:
    """Two in five people start shared care, most of them in the first year and a half."""
    span = (today - begins).days - 20
    return [
        Course(
            patient=patient,
            starts_on=begins + timedelta(days=10 + round(span * min(rng.random(), rng.random()))),
            complexity=(complexity := rng.choices(["stable", "complex", "chaotic"], [68, 24, 8])[0]),
            weeks={"stable": 52, "complex": 26, "chaotic": 13}[complexity],
            agrees=rng.random() < 0.56,
            ends=rng.random() < 0.10,
            late_by=max(0, round(rng.gauss(2, 16))),
        )
        for patient in patients
        if rng.random() < 0.42
    ]


Deed = tuple[date, Callable[[], Any]]


def deeds(
    rng: random.Random, cast: Cast, aspects: dict[str, CareAspect], course: Course, today: date
) -> Iterator[Deed]:
    """What happens to one person, in order; each deed is done when the clock has reached its day."""
    gp = cast.prescribers[course.patient.practice_id]
    holders = holders_of(rng, cast, aspects, course)
    plan: list[CarePlan] = []

    def start() -> None:
        plan.append(
            careplans.start_shared_care(
                patient=course.patient,
                started_on=course.starts_on,
                complexity=course.complexity,
                holders=holders,
                by=gp,
            )
        )

    yield course.starts_on, start
    yield course.starts_on, usually_seen(cast, course, gp)
    if course.agrees:
        day = course.starts_on + timedelta(days=rng.randint(3, 40))
        if day <= today:
            goal, action = rng.choice(GOALS), rng.choice(ACTIONS)
            yield day, lambda: agree(plan[0], goal, action, day, gp)
    yield from reviews(rng, course, plan, gp, today)


def usually_seen(cast: Cast, course: Course, gp: Any) -> Callable[[], Any]:
    """The deed of saying which GP the person usually sees; about one in four usually see the one who came last."""
    gps = cast.gps[course.patient.practice_id]
    usual = gps[-1 if course.starts_on.day % 4 == 0 else 0]
    return lambda: patients.record_usual_gp(patient=course.patient, gp=usual, starts_on=course.starts_on, by=gp)


def reviews(rng: random.Random, course: Course, plan: list[CarePlan], gp: Any, today: date) -> Iterator[Deed]:
    """Reviews at about the right time, some late, one in six missed at the end; the last may hand the person back."""
    day = course.starts_on
    while True:
        day = day + timedelta(days=course.weeks * 7 - rng.randint(0, 12) + course.late_by)
        if day > today:
            return
        last = day + timedelta(weeks=course.weeks) > today
        if last and rng.random() < 0.16:
            return
        outcome = (
            Outcome.RETURNED if course.ends and last else rng.choices([Outcome.CONTINUES, Outcome.CHANGED], [4, 1])[0]
        )
        yield day, _review(plan, day, outcome, gp)
        if outcome == Outcome.RETURNED:
            return


def _review(plan: list[CarePlan], day: date, outcome: Outcome, gp: Any) -> Callable[[], Any]:
    def review() -> None:
        careplans.record_review(plan=plan[0], reviewed_on=day, outcome=outcome, contact_details_confirmed=True, by=gp)

    return review


def agree(plan: CarePlan, own_words: str, action: tuple[str, str, str], day: date, gp: Any) -> None:
    """A goal in the person's words, one action with a helper and a day, and both sides agree."""
    what, owner_kind, helper = action
    goal = careplans.record_goal(plan=plan, own_words=own_words, importance=8, confidence=6, by=gp)
    careplans.record_plan_action(
        goal=goal, what=what, owner_kind=owner_kind, helper=helper, due_on=day + timedelta(days=60), by=gp
    )
    present = f"{plan.patient.given_name} and {gp.name}"
    careplans.agree_plan(plan=plan, agreed_on=day, present=present, by=gp)


def holders_of(rng: random.Random, cast: Cast, aspects: dict[str, CareAspect], course: Course) -> dict[CareAspect, Any]:
    """Who answers for what: the GP for most, a key worker and a pharmacist for theirs; one in twenty has a gap."""
    gp = cast.gps[course.patient.practice_id][0]
    holders = dict.fromkeys(aspects.values(), gp)
    holders[aspects["key_work"]] = rng.choice(cast.key_workers)
    holders[aspects["supervised_consumption"]] = rng.choice(cast.pharmacists)
    if course.complexity == "stable":
        del holders[aspects[CASE_MANAGEMENT]]
    else:
        holders[aspects[CASE_MANAGEMENT]] = holders[aspects["key_work"]]
    if rng.random() < 0.05:
        del holders[aspects["supervised_consumption"]]
    return holders


def tell(clock: Any, story: list[Deed], cast: Cast) -> None:
    """Do every deed in order of its day, with the clock standing on that day, the database's too."""
    for day, deed in sorted(story, key=lambda told: told[0]):
        clock(day)
        with wall.within(cast.scheme.pk):
            deed()
