"""Killing senders and database at random while a lying provider calls back, and counting what was lost or came twice.

The senders are processes of their own that do what the worker does, over the real client of GOV.UK Notify; only the
lease, the quarantine and the waiting after "busy" are cut to seconds (reference reliability 4.1 and its goal G3: 10,000
invitations, 50 kills, none lost, none doubled). The broker has no part in it: rows are the queue.
"""

import json
import logging
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from audit import wall
from recall import delivery, queries
from recall.models import Campaign, DeliveryReceipt, InvitationAttempt
from sharedcare.bench.alert_faults import crash_database, recovered
from sharedcare.bench.faults import Ground, Result, ground, launched
from sharedcare.bench.provider import Provider, serve

SENDERS = 2
TIMEOUT, LEASE, QUARANTINE = 1, 3, 6  # seconds; a lease outlasts a request, a quarantine three of them
KILL_EVERY = (0.5, 4.0)  # seconds of peace between two kills, from and to
PATIENCE = 900  # seconds after the last kill in which everything has to come to rest
TOKEN = uuid.uuid4().hex


def work(scheme_id: UUID) -> None:
    """The worker, in the process that may be killed: until nothing is left to send or to look up."""
    from recall.actions import outcomes

    outcomes.FIRST_DELAY = timedelta(seconds=1)
    while True:
        delivery.drain(scheme_ids=[scheme_id])
        delivery.reconcile(scheme_ids=[scheme_id])
        with wall.within(scheme_id):
            if not any(queries.balance(campaign).moving for campaign in Campaign.objects.running()):
                return
        time.sleep(0.5)


def run(messages: int, kills: int, seed: int) -> tuple[Result, dict[str, int]]:
    """Send so many invitations through so many kills, let everything come to rest, and count.

    Returns the result, and how often the provider did what.
    """
    began, on, chance = time.perf_counter(), ground(), random.Random(seed)
    settings.NOTIFY_CALLBACK_TOKEN = TOKEN
    logging.disable(logging.CRITICAL)  # every crash would be told for every request it cut off
    campaign = launched(on, messages, letters=False)
    provider = Provider(random.Random(seed), TIMEOUT + 0.5, QUARANTINE / 3, called_back)
    server = serve(provider)
    senders = [_started(on, server.server_port) for _ in range(SENDERS)]
    killed, last = 0, time.monotonic()
    try:
        while time.monotonic() - last < PATIENCE and any(sender.poll() is None for sender in senders):
            time.sleep(chance.uniform(*KILL_EVERY))
            if killed < kills:
                killed += _kill(chance, senders)
                last = time.monotonic()
            for place, sender in enumerate(senders):
                # One that ended because the database went away is started again, as a supervisor does.
                if sender.poll() not in (None, 0):
                    senders[place] = _started(on, server.server_port)
        time.sleep(1)  # the last callbacks
        recovered()
        delivery.reconcile(scheme_ids=[on.scheme_id])
    finally:
        for sender in senders:
            sender.kill()
            sender.wait()
        server.shutdown()
    return _count(on, campaign, provider, killed, time.perf_counter() - began), dict(provider.met)


def called_back(body: dict[str, Any]) -> bool:
    """Bring a receipt to our door, from the provider's thread; says whether it was taken."""
    try:
        answer = Client(raise_request_exception=False, SERVER_NAME="localhost").post(
            reverse("callbacks:receipts"),
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {TOKEN}"},
        )
    except DatabaseError:
        return False  # it is recovering
    finally:
        connection.close()
    return answer.status_code == 204


def _started(on: Ground, port: int) -> "subprocess.Popen[bytes]":
    surroundings = {
        **os.environ,
        "LOG_LEVEL": "CRITICAL",
        "NOTIFY_API_KEY": f"test-{uuid.uuid4()}-{uuid.uuid4()}",
        "NOTIFY_BASE_URL": f"http://127.0.0.1:{port}",
        "NOTIFY_TIMEOUT_S": str(TIMEOUT),
        "NOTIFY_SMS_TEMPLATE": str(uuid.uuid4()),
        "SEND_HOURS": "always",
        "SEND_LEASE_S": str(LEASE),
        "SEND_QUARANTINE_S": str(QUARANTINE),
    }
    command = [sys.executable, "manage.py", "faults", "recall", "--worker", str(on.scheme_id)]
    return subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _kill(chance: random.Random, senders: list["subprocess.Popen[bytes]"]) -> int:
    """Kill one sender, or crash the database under all of them; says how many ends there were."""
    if chance.random() < 0.3:
        recovered()  # from the crash before, which the last look may have been too early to notice
        return crash_database()
    alive = [sender for sender in senders if sender.poll() is None]
    if not alive:
        return 0
    chance.choice(alive).send_signal(signal.SIGKILL)
    return 1


def _count(on: Ground, campaign: Campaign, provider: Provider, killed: int, seconds: float) -> Result:
    with wall.within(on.scheme_id):
        attempts = list(InvitationAttempt.objects.filter(invitation__campaign=campaign).values_list("pk", "state"))
        receipts = DeliveryReceipt.objects.count()
    taken = {reference: len(times) for reference, times in provider.accepted.items()}
    assert receipts <= len(attempts)  # one of a kind for each, however often it came
    return Result(
        name=f"{SENDERS} senders, killed at random, the database too",
        messages=len(attempts),
        killed=killed,
        lost=sum(not taken.get(str(pk)) for pk, _ in attempts),
        duplicated=sum(times - 1 for times in taken.values()),
        unexplained=sum(state != "accepted" for _, state in attempts),
        seconds=seconds,
    )
