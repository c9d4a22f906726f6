"""A scheme of its own for measuring in. What is measured is undone; the scheme itself stays in the database."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from accounts import actions as accounts
from audit import wall
from patients import actions as patients
from practices import actions as practices
from schemes import actions as schemes
from sharedcare.bench.owner import swept
from sharedcare.demo import register
from ui.press import process as press

PROCESS = "bench"
PRACTICES = 20
EPISODES = """
INSERT INTO episodes_episode
    (id, scheme_id, patient_id, status, complexity, started_on, end_reason, started_by_id, version)
SELECT gen_random_uuid(), scheme_id, id, 'active', 'stable', %(begun)s, '', %(by)s, 1 FROM patients_patient
"""
# A review falls due on one of ninety days around today, so that a third of the people are overdue.
PLANS = """
INSERT INTO careplans_careplan (id, scheme_id, patient_id, episode_id, status, next_review_on, version)
SELECT gen_random_uuid(), scheme_id, patient_id, id, 'draft', %(today)s::date - 30 + (hashtext(id::text) %% 45 + 45), 1
FROM episodes_episode
"""


@dataclass(frozen=True)
class Scratch:
    """The scheme measured in, who runs it, and a register as a practice system would export it."""

    scheme_id: Any
    coordinator: Any
    content: bytes
    people: int
    today: date

    def inside(self) -> AbstractContextManager[None]:
        """The wall of this scheme, as a request stands in it."""
        return wall.within(self.scheme_id, self.coordinator.pk)


def make(people: int, today: date, places: int = PRACTICES) -> Scratch:
    """A scheme with so many practices and nobody on its register. It stays: the planner reads nothing else."""
    with transaction.atomic():
        coordinator = accounts.create_user(email="bench@example.org", name="Bench", password=None, process=PROCESS)
        scheme = schemes.set_up_scheme(
            name="Bench",
            locality="Bench",
            commissioner="Bench",
            starts_on=today - timedelta(days=365),
            coordinator=coordinator,
            process=PROCESS,
        )
        with wall.within(scheme.pk, coordinator.pk):
            codes = [_practice(number, coordinator, today) for number in range(places)]
    lines = register.lines(random.Random(1), count=people, practice_codes=codes, today=today)
    return Scratch(scheme.pk, coordinator, register.as_csv(lines), people, today)


def _practice(number: int, by: Any, today: date) -> str:
    code = f"Y9{number:04d}"
    practice = practices.add_organisation(kind="practice", name=f"Bench {number}", ods_code=code, by=by)
    schemes.take_part(organisation=practice, starts_on=today - timedelta(days=365), by=by)
    return code


def populate(world: Scratch) -> None:
    """Everybody on the register, each in shared care with a plan; then the planner is told."""
    with world.inside(), connection.cursor() as cursor:
        bring_in(world)
        cursor.execute(EPISODES, {"begun": world.today - timedelta(days=300), "by": world.coordinator.pk})
        cursor.execute(PLANS, {"today": world.today})
    swept()


def bring_in(world: Scratch) -> None:
    """The register import as a person does it: checked, then confirmed."""
    staged = patients.stage_register(content=world.content, filename="bench.csv", by=world.coordinator)
    patients.confirm_register_import(register_import=staged, by=world.coordinator)


@contextmanager
def undone(world: Scratch) -> Iterator[None]:
    """Inside the scheme's wall; what happens leaves nothing behind."""
    with transaction.atomic():
        with world.inside():
            yield
        transaction.set_rollback(True)


def timed(work: Callable[[], Any]) -> float:
    """Seconds by the clock on the wall, with every deferred check of the database made within them."""
    began = time.perf_counter()
    work()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    seconds = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return seconds


def timed_cpu(work: Callable[[], Any]) -> float:
    """Seconds of this process's own work, and of the press that lays pages out for it."""
    began = time.process_time() + press.spent()
    work()
    return time.process_time() + press.spent() - began
