"""Killing the worker and the database between the steps of alerts, and counting what was lost and what came twice.

A scheme of its own with alerts all of whose steps are due, a worker as a process of its own that tells each step it
fires, and an end in the middle of it: the worker's (SIGKILL), or that of a database process, after which PostgreSQL
throws every connection out and recovers from its log as after a power cut.
"""

import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Count
from django.utils import timezone

from accounts.models import Notice
from audit import wall
from episodes import actions as episodes
from episodes import delivery
from episodes.alerting import ROUTE
from episodes.models import Alert, AlertStep, AlertTelling, CollectionArrangement, CollectionRule, Episode
from patients.models import Patient
from practices import actions as practices
from sharedcare.bench.faults import Ground, Result, ground

DAYS_MISSED = 5  # known to nobody: the sweep raises an alert for each
RECOVERY_SECONDS = 60


@dataclass(frozen=True)
class Trial:
    """One way of breaking: who is killed, and how many workers there are."""

    name: str
    workers: int = 1
    kill_worker: bool = True
    kill_database: bool = False


TRIALS = [
    Trial("the worker is killed between steps"),
    Trial("the database crashes between steps", kill_worker=False, kill_database=True),
    Trial("two workers, and both are killed in turn", workers=2),
    Trial("two workers, worker and database killed", workers=2, kill_database=True),
]


def escalate_once(scheme_id: UUID) -> None:
    """The worker, in the process that may be killed: it says each step that it fired."""
    while True:
        with wall.within(scheme_id):
            step = episodes.fire_next_step(scheme_id=scheme_id)
        if step is None:
            return
        print(step.pk, flush=True)


def raised(on: Ground, alerts: int) -> None:
    """So many people of whom nothing was recorded, and an alert for each, every step of which is due."""
    today = timezone.localdate()
    scheme_id = on.scheme_id
    with wall.within(scheme_id, on.coordinator.pk):
        pharmacy = practices.add_organisation(kind="pharmacy", name=f"Corner {uuid.uuid4().hex[:6]}", by=on.coordinator)
        CollectionRule.objects.get_or_create(
            scheme_id=scheme_id, number=1,
            defaults={
                "starts_on": today, "source": "Faults", "recorded_by": on.coordinator,
                "minutes_urgent": [0] * len(ROUTE), "repeat_minutes": 30_000,
            },
        )  # fmt: skip
        people = Patient.objects.bulk_create(
            Patient(
                scheme_id=scheme_id, practice_id=on.practice.pk, given_name="Alex", family_name=f"Fault{n}",
                born_on=today - timedelta(12_000),
            )
            for n in range(alerts)
        )  # fmt: skip
        begun = Episode.objects.bulk_create(
            Episode(scheme_id=scheme_id, patient=each, started_on=today, started_by=on.coordinator) for each in people
        )
        CollectionArrangement.objects.bulk_create(
            CollectionArrangement(
                scheme_id=scheme_id, episode=each, pharmacy=pharmacy, days=["supervised"] * 7, may_vary="Nobody",
                starts_on=today - timedelta(DAYS_MISSED), review_on=today, recorded_by=on.coordinator,
            )
            for each in begun
        )  # fmt: skip
    delivery.sweep(scheme_ids=[scheme_id])


def run(trial: Trial, alerts: int, kills: int, chance: random.Random) -> Result:
    """Break it in this way so many times, let it recover, and count."""
    began, on = time.perf_counter(), ground()
    killed = 0
    while killed < kills:
        raised(on, alerts)
        before = killed
        while killed < kills and _waiting(on):
            killed += _broken(trial, on, chance)
        if killed == before:
            break
    for _ in range(20):
        if not _waiting(on):
            break
        for process in _started(on, 1):
            process.communicate()
    return _count(trial, on, killed, time.perf_counter() - began)


def _broken(trial: Trial, on: Ground, chance: random.Random) -> int:
    """Let the workers fire a few steps each, and then kill what the trial kills; says how many ends there were."""
    processes = _started(on, trial.workers)
    for process in processes:
        _let_fire(process, chance.randint(1, 4))
    time.sleep(chance.random() * 0.02)
    ends = 0
    if trial.kill_database and (not trial.kill_worker or chance.random() < 0.5):
        ends += crash_database()
    for process in processes:
        if trial.kill_worker and process.poll() is None:
            process.send_signal(signal.SIGKILL)
            ends += 1
        process.communicate()
    recovered()
    return ends


def _started(on: Ground, workers: int) -> list[subprocess.Popen[bytes]]:
    command = [sys.executable, "manage.py", "faults", "alerts", "--escalator", str(on.scheme_id)]
    surroundings = {**os.environ, "LOG_LEVEL": "CRITICAL"}
    return [
        subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        for _ in range(workers)
    ]


def _let_fire(process: "subprocess.Popen[bytes]", steps: int) -> None:
    assert process.stdout is not None
    for _ in range(steps):
        if not process.stdout.readline():
            return  # it found nothing more to do


def crash_database() -> int:
    """Kill one database process of the workers'; says whether there was one."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE usename = current_user AND datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        found = [pid for (pid,) in cursor.fetchall() if _is_postgres(pid)]
    if not found:
        return 0
    os.kill(found[0], signal.SIGKILL)
    return 1


def _is_postgres(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"postgres")
    except OSError:
        return False


def recovered() -> None:
    """Wait until the database answers again."""
    for _ in range(RECOVERY_SECONDS * 4):
        try:
            connection.close()
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except OperationalError:
            time.sleep(0.25)
        else:
            return
    raise TimeoutError("The database did not come back.")


def _waiting(on: Ground) -> int:
    with wall.within(on.scheme_id):
        return AlertStep.objects.due(timezone.now()).count()


def _count(trial: Trial, on: Ground, killed: int, seconds: float) -> Result:
    """Every step of every alert was fired once; whoever was reached has one telling and one e-mail."""
    with wall.within(on.scheme_id):
        alerts = Alert.objects.count()
        fired = AlertStep.objects.filter(fired_at__isnull=False)
        tellings = AlertTelling.objects.count()
        told = fired.annotate(told=Count("tellings"))
        twice = AlertTelling.objects.values("step", "user").annotate(times=Count("pk")).filter(times__gt=1).count()
        mails = Notice.objects.filter(to=on.coordinator.email).count()
        return Result(
            name=trial.name,
            messages=alerts * len(ROUTE),
            killed=killed,
            lost=alerts * len(ROUTE) - fired.filter(number__lte=len(ROUTE)).count(),
            duplicated=twice + max(0, mails - tellings),
            unexplained=sum(step.told != step.reached for step in told) + max(0, tellings - mails),
            seconds=seconds,
        )


def results(alerts: int, kills: int, only: str, seed: int = 1) -> Iterator[Result]:
    """Every trial, as it ends."""
    chance = random.Random(seed)
    for trial in TRIALS:
        if only in trial.name:
            yield run(trial, alerts, kills, chance)
