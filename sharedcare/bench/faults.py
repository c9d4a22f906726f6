"""Killing the sender of invitations at named points, and counting what was lost and what left twice.

A scheme of its own, a sender as a process of its own, and a provider that is a file: each message it takes is one line.
The lease and the quarantine are cut to seconds (reference reliability 4.1 asks for 15 minutes in earnest); everything
else is what the worker does.
"""

import fcntl
import os
import random
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from accounts import actions as accounts
from audit import wall
from careplans.models import CarePlan
from episodes.models import Episode
from patients.models import Patient
from practices import actions as practices
from recall import actions as recall
from recall import delivery, queries
from recall.models import Campaign, InvitationAttempt, PrintRun
from recall.outcomes import Accepted, Manners, Message, Outcome
from schemes import actions as schemes

PROCESS = "faults"
LEASE, QUARANTINE = 2, 6
ROUNDS = 60


@dataclass(frozen=True)
class Trial:
    """One way of breaking: where, how, what kind of message, and how the provider behaves."""

    name: str
    failpoint: str = ""
    kills: int = 5
    letters: bool = False
    faulty: bool = False
    second_sender: bool = False


TRIALS = [
    Trial("killed after the claim (F2)", "F2:kill"),
    Trial("killed before sending (F3)", "F3:kill"),
    Trial("killed after sending (F4)", "F4:kill"),
    Trial("killed before the outcome is written (F5)", "F5:kill"),
    Trial("killed after the outcome is written (F6)", "F6:kill"),
    Trial("killed after the provider was asked about a doubt (F7)", "F7:kill", kills=2, faulty=True),
    Trial("an error after sending (F4)", "F4:raise", kills=1),
    Trial("asleep past its lease, another sender at work (F3)", "F3:pause:3", kills=1, second_sender=True),
    Trial("one reply in three is a fault", faulty=True, kills=0),
    Trial("letters, killed before the print file is kept (F5)", "F5:kill", kills=2, letters=True),
]


@dataclass(frozen=True)
class Result:
    """What a trial came to: how many messages, and of them lost, sent twice, and not explained."""

    name: str
    messages: int
    killed: int
    lost: int
    duplicated: int
    unexplained: int
    seconds: float

    @property
    def whole(self) -> bool:
        return not (self.lost or self.duplicated or self.unexplained)


class FileGateway:
    """A provider that keeps each message as a line of a file, with no idea that it had the same one before."""

    timeout = 0.2
    manners = Manners()

    def __init__(self, path: Path, *, faulty: bool = False) -> None:
        self.path, self.faulty, self.chance = path, faulty, random.Random(os.getpid())

    def send(self, message: Message, reference: UUID) -> Outcome:
        fault = self.chance.choice(["none", "none", "none", "none", "before", "after"]) if self.faulty else "none"
        if fault == "before":
            raise TimeoutError
        with self.path.open("a", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(f"{reference}\n")
        if fault == "after":
            raise TimeoutError
        return Accepted(f"line-{reference}")

    def find(self, reference: UUID, channel: str) -> str | None:
        return f"line-{reference}" if self.taken()[str(reference)] else None

    def taken(self) -> Counter[str]:
        """How often each message was taken."""
        return Counter(self.path.read_text("utf-8").split() if self.path.exists() else [])


def send_once(scheme_id: UUID, path: Path, *, faulty: bool) -> None:
    """One round of the worker, in the process that may be killed."""
    settings.SEND_LEASE_S, settings.SEND_QUARANTINE_S = LEASE, QUARANTINE
    gateway = FileGateway(path, faulty=faulty)
    delivery.drain(gateway=gateway, scheme_ids=[scheme_id])
    delivery.reconcile(gateway=gateway, scheme_ids=[scheme_id])


@dataclass(frozen=True)
class Ground:
    """The scheme that is broken in, and whoever runs it."""

    scheme_id: UUID
    coordinator: Any
    practice: Any


def ground() -> Ground:
    """A scheme with one practice. It stays in the database, which is the command's own."""
    name, today = f"Faults {uuid.uuid4().hex[:8]}", timezone.localdate()
    coordinator = accounts.create_user(
        email=f"{name.replace(' ', '-').lower()}@example.org", name=name, password=None, process=PROCESS
    )
    scheme = schemes.set_up_scheme(
        name=name, locality=name, commissioner=name, starts_on=today - timedelta(365), coordinator=coordinator,
        process=PROCESS,
    )  # fmt: skip
    with wall.within(scheme.pk, coordinator.pk):
        practice = practices.add_organisation(kind="practice", name="Elm Surgery", by=coordinator)
    return Ground(scheme.pk, coordinator, practice)


def launched(on: Ground, messages: int, *, letters: bool) -> Campaign:
    """A campaign for so many new people, each with a review due and one way to be reached."""
    today = timezone.localdate()
    how = {"address": ["2 Mill Lane"], "postcode": "ZZ99 9ZZ"} if letters else {"mobile": "07700 900001"}
    with wall.within(on.scheme_id, on.coordinator.pk):
        people = Patient.objects.bulk_create(
            Patient(
                scheme_id=on.scheme_id, practice_id=on.practice.pk, given_name="Alex", family_name=f"Fault{n}",
                born_on=today - timedelta(12_000), **how,
            )
            for n in range(messages)
        )  # fmt: skip
        episodes = Episode.objects.bulk_create(
            Episode(scheme_id=on.scheme_id, patient=person, started_on=today, started_by=on.coordinator)
            for person in people
        )
        CarePlan.objects.bulk_create(
            CarePlan(scheme_id=on.scheme_id, patient=e.patient, episode=e, next_review_on=today) for e in episodes
        )
        name = f"Campaign {uuid.uuid4().hex[:8]}"
        campaign = recall.draft_campaign(name=name, due_by=today, by=on.coordinator)
        recall.pass_shipped_wording(on=today, said="Read for a trial of faults.", by=on.coordinator)
        return recall.launch_campaign(campaign=campaign, by=on.coordinator)


@contextmanager
def sender(on: Ground, path: Path, trial: Trial, failpoint: str) -> Iterator[subprocess.Popen[bytes]]:
    """The worker as a process of its own, with the fault it is to meet."""
    command = [sys.executable, "manage.py", "faults", "--sender", str(on.scheme_id), "--file", str(path)]
    if trial.faulty:
        command.append("--faulty")
    process = subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env={**os.environ, "FAILPOINT": failpoint, "LOG_LEVEL": "ERROR"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.wait()


def run(trial: Trial, on: Ground, folder: Path, messages: int) -> Result:
    """Break it in this way, let it recover, and count."""
    began = time.perf_counter()
    campaign = launched(on, messages, letters=trial.letters)
    path, killed = folder / f"{campaign.pk}.txt", 0
    for _ in range(trial.kills):
        with sender(on, path, trial, trial.failpoint) as process:
            if trial.second_sender:
                time.sleep(LEASE + 0.5)
                with sender(on, path, trial, ""):
                    pass
        killed += process.returncode < 0
        time.sleep(LEASE * (5 if trial.letters else 1))
    for _ in range(ROUNDS):
        if _settled(on, campaign):
            break
        with sender(on, path, trial, ""):
            pass
        time.sleep(1)
    return _count(trial, on, campaign, FileGateway(path), messages, killed, time.perf_counter() - began)


def _settled(on: Ground, campaign: Campaign) -> bool:
    with wall.within(on.scheme_id):
        return not queries.balance(campaign).moving


def _count(
    trial: Trial, on: Ground, campaign: Campaign, gateway: FileGateway, messages: int, killed: int, seconds: float
) -> Result:
    with wall.within(on.scheme_id):
        attempts = InvitationAttempt.objects.filter(invitation__campaign=campaign)
        if trial.letters:
            taken = Counter(str(a.pk) for a in attempts if a.print_run_id)
            in_files = sum(run.letters for run in PrintRun.objects.filter(campaign=campaign).defer("content"))
            duplicated = in_files - sum(taken.values())
        else:
            taken = gateway.taken()
            duplicated = sum(times - 1 for times in taken.values())
        ended = {"accepted", "printed"}
        return Result(
            name=trial.name,
            messages=messages,
            killed=killed,
            lost=sum(not taken[str(a.pk)] for a in attempts),
            duplicated=duplicated,
            unexplained=sum(a.state not in ended for a in attempts),
            seconds=seconds,
        )
