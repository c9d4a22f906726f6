"""One demo locality from beginning to end."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import time_machine
from django.conf import settings
from django.db import transaction

from audit import wall
from patients import actions as patients
from patients.models import Patient
from practices import actions as practices
from practices.models import Practice
from schemes import actions as schemes
from schemes.models import CareAspect
from sharedcare.demo import (
    agreements,
    arrangements,
    collections,
    exchanges,
    handovers,
    history,
    meetings,
    moves,
    queries,
    recalls,
    register,
)
from sharedcare.demo import cast as casting
from sharedcare.demo.cast import Cast

LOCALITIES = ["Teesmouth", "Wearside Vale", "Northmoor"]
COMMISSIONERS = ["00K", "11N", "00K"]
PRACTICES = 20
NATIONAL_FILE = settings.BASE_DIR / "practices" / "data" / "epraccur-extract.csv"

Say = Callable[[str], None]


def build(*, seed: int, index: int, people: int, today: date, say: Say) -> Cast:
    """Make the index-th demo locality and everything that happened in it by today.

    All in one transaction: a demo that stops half-way leaves nothing behind. Takes the clock back two years and brings
    it forward again, so that every deed is dated the day it would have been done.
    """
    rng = random.Random(f"{seed}:{index}")
    begins = today - timedelta(days=730)
    with time_machine.travel(at(begins), tick=True) as traveller, transaction.atomic():

        def clock(day: date) -> None:
            traveller.move_to(at(day))

        cast = set_up(index, begins)
        with wall.within(cast.scheme.pk):  # each deed is somebody else's
            taking_part = bring_practices_in(rng, cast, index, begins)
            say(f"{len(taking_part)} practices, {casting.GPS} GPs")
            told = bring_people_in(rng, cast, taking_part, people, begins, today)
            say(f"{len(told)} people on the register")
            story = tell_of(rng, cast, told, taking_part, begins, today)
            story += meetings.deeds(cast, today) + recalls.deeds(cast, today) + collections.deeds(cast, today)
            story += handovers.deeds(cast, taking_part[0], today) + queries.deeds(cast, taking_part[0], today)
            story += exchanges.deeds(cast, taking_part, today)
            history.tell(clock, story, cast)
            say(f"{len(story)} deeds in two years")
            clock(today)
            leave_waiting(rng, cast, taking_part, today)
    return cast


def at(day: date) -> datetime:
    """Mid-morning of that day."""
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)


def prefix_for(index: int) -> str:
    """What tells the sign-ins of a second and third scheme from the first's."""
    return f"scheme{index + 1}." if index else ""


def set_up(index: int, begins: date) -> Cast:
    """The scheme and the person who runs it."""
    prefix = prefix_for(index)
    coordinator = casting.account(f"{prefix}coordinator@example.org", "Casey Marlowe", signs_in=True)
    scheme = schemes.set_up_scheme(
        name=f"{LOCALITIES[index]} Shared Care",
        locality=LOCALITIES[index],
        commissioner=f"{LOCALITIES[index]} Council public health",
        model_description="Practices prescribe and review; the recovery service gives key work and takes people back.",
        starts_on=begins,
        coordinator=coordinator,
        process=casting.PROCESS,
    )
    coordinator.act_as(coordinator.memberships.get())
    cast = Cast(coordinator=coordinator, scheme=scheme)
    casting.note_sign_in(cast, coordinator, casting.Role.SCHEME_COORDINATOR, scheme.name)
    return cast


def bring_practices_in(rng: random.Random, cast: Cast, index: int, begins: date) -> list[Practice]:
    """The national file for one commissioner; twenty of its practices take part, with their GPs, and ten pharmacies."""
    staged = practices.preview_practice_import(
        content=NATIONAL_FILE.read_bytes(),
        filename="epraccur.csv",
        commissioner_codes=[COMMISSIONERS[index]],
        by=cast.coordinator,
    )
    practices.confirm_practice_import(practice_import=staged, by=cast.coordinator)
    found = Practice.objects.open().filter(commissioner_code=COMMISSIONERS[index]).order_by("ods_code")[:PRACTICES]
    taking_part = list(found)
    schemes.change_status(scheme=cast.scheme, status="live", by=cast.coordinator)
    casting.bring_in_gps(rng, cast, taking_part, begins, prefix_for(index))
    others = casting.bring_in_others(rng, cast, begins, prefix_for(index))
    for organisation in [*taking_part, *others]:
        schemes.take_part(organisation=organisation, starts_on=begins, by=cast.coordinator)
    bring_practice_staff_in(cast, taking_part[0], begins, prefix_for(index))
    return taking_part


def bring_practice_staff_in(cast: Cast, practice: Practice, begins: date, prefix: str) -> None:
    """Two who work at a practice; one of them speaks for practices and, from a month later, holds both roles."""
    staff = casting.account(f"{prefix}practice.staff@example.org", "Jo Penhallow", signs_in=True)
    casting.gives_role(cast, staff, casting.Role.PRACTICE_STAFF, begins, practice)
    speaker = casting.account(f"{prefix}practice.representative@example.org", "Robin Thackray", signs_in=True)
    casting.gives_role(cast, speaker, casting.Role.PRACTICE_REPRESENTATIVE, begins, practice)
    later = begins + timedelta(days=30)
    casting.gives_role(cast, speaker, casting.Role.PRACTICE_STAFF, later, practice, listed=False)


def bring_people_in(
    rng: random.Random, cast: Cast, taking_part: list[Practice], people: int, begins: date, today: date
) -> list[Patient]:
    """The register, as the practices would send it."""
    codes = [practice.ods_code or "" for practice in taking_part]
    rows = register.lines(rng, count=people, practice_codes=codes, today=begins)
    staged = patients.stage_register(content=register.as_csv(rows), filename="register.csv", by=cast.coordinator)
    patients.confirm_register_import(register_import=staged, by=cast.coordinator)
    return list(Patient.objects.order_by("nhs_number"))


def tell_of(
    rng: random.Random, cast: Cast, told: list[Patient], taking_part: list[Practice], begins: date, today: date
) -> list[history.Deed]:
    """Everybody's course through shared care, as one list of deeds."""
    aspects = {aspect.code: aspect for aspect in CareAspect.objects.all()}
    story: list[history.Deed] = []
    courses = history.courses(rng, told, begins, today)
    for course in courses:
        story += history.deeds(rng, cast, aspects, course, today)
    story += agreements.deeds(cast, courses, today) + arrangements.deeds(cast, courses, taking_part, today)
    story += moves.deeds(cast, courses, today)
    for patient in rng.sample(told, max(1, len(told) // 60)):
        day = today - timedelta(days=rng.randint(5, 300))
        story.append((day, opting_out(patient, day, cast)))
    return story


def opting_out(patient: Patient, day: date, cast: Cast) -> Callable[[], Any]:
    """The deed of one person asking not to be invited."""
    return lambda: patients.record_opt_out(
        patient=patient, starts_on=day, reason="Asked not to be written to", by=cast.coordinator
    )


def leave_waiting(rng: random.Random, cast: Cast, taking_part: list[Practice], today: date) -> None:
    """What the co-ordinator finds on the desk this morning: a register with a few bad rows, not yet confirmed."""
    codes = [practice.ods_code or "" for practice in taking_part]
    rows = register.lines(rng, count=25, practice_codes=codes, today=today, first=700_000)
    known = register.lines(rng, count=4, practice_codes=codes, today=today, first=700_100)
    content = register.as_csv([*rows, *known, *register.spoilt(rng, rows)])
    patients.stage_register(content=content, filename="register-this-month.csv", by=cast.coordinator)
