"""A share of the inputs: batches, each between two walks over the whole site that must find it sound."""

import logging
import random
import re
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.test.utils import override_settings
from django.utils import timezone

from accounts.models import Session
from governance import reporting as copies
from monitoring import reporting as reports
from sharedcare.bench.access import recipes
from sharedcare.bench.access.filling import Kitchen
from sharedcare.bench.access.ground import Ground
from sharedcare.bench.access.survey import OPEN_MOST, Survey, name_of, try_keys, walk
from sharedcare.bench.access.visitor import Answer, Sent, Visitor

KEPT_EACH = 40  # one input in so many stays, so that what it left is met later
LARGE_EACH = 2_500
SIGN_IN_EACH = 1_000
# What would end the visit itself: nobody would be in any more, or nobody would hold the role.
NEVER_KEPT = {
    "account_change_password", "account_logout", "account_set_password", "accounts:act_as", "accounts:session_end",
    "accounts:sign_out_everywhere", "mfa_activate_totp", "schemes:leaver", "schemes:role_end",
    "schemes:second_step_reset", "schemes:status",
}  # fmt: skip
OURS = re.compile(rf'File "{re.escape(str(settings.BASE_DIR))}/(?!\.venv|sharedcare/bench)(.+?)", line (\d+)')
LONGEST_KEPT = 4_000


@dataclass(frozen=True)
class Failure:
    """What went wrong, and all that is needed to send it again."""

    wrong: str
    number: int
    seed: str
    recipe: str
    role: str
    route: str
    what: str
    request: dict[str, Any]
    trace: str

    @property
    def kind(self) -> str:
        """What is told once, however often it happened: the same fault at the same place of ours."""
        places = OURS.findall(self.trace)
        last = self.trace.strip().rpartition("\n")[2][:160]
        return f"{self.wrong}: {last} ({':'.join(places[-1]) if places else self.route})"


@dataclass
class Tally:
    """What a share came to."""

    inputs: int = 0
    walked: int = 0
    kept: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    slowest_at: str = ""
    statuses: Counter[int] = field(default_factory=Counter)
    recipes: Counter[str] = field(default_factory=Counter)
    routes: Counter[str] = field(default_factory=Counter)
    forms: int = 0
    fields: int = 0
    failures: list[Failure] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "failures": [vars(failure) for failure in self.failures]}


# No person sends so much, or for so long.
WHILE_SENDING = {
    "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
    "REQUESTS_A_MINUTE": 1_000_000,
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": 24 * 3600,
}


@contextmanager
def quietly() -> Iterator[None]:
    """Without the log, which would tell every refusal, without e-mails, and without what minds a person's pace."""
    logging.disable(logging.CRITICAL)
    try:
        with override_settings(**WHILE_SENDING):
            yield
    finally:
        logging.disable(logging.NOTSET)


@dataclass
class Share:
    """So many inputs from this seed; `visitors` may be some of those there are, and `each` fewer addresses to open."""

    ground: Ground
    inputs: int
    seed: str
    batch: int = 5_000
    each: int = 2
    keys_tried: int = 60
    say: Callable[[str], None] = lambda _: None
    turn: int = 0
    found: Survey = field(default_factory=Survey)
    fields: set[tuple[str, str]] = field(default_factory=set)
    tally: Tally = field(default_factory=Tally)

    def run(self) -> Tally:
        began = time.perf_counter()
        chance = random.Random(self.seed)
        everybody = self.ground.visitors
        with quietly():
            self.look_over(chance, everybody)
            if self.keys_tried:
                try_keys(self.found, self.ground, everybody, self.keys_tried)
            while self.tally.inputs < self.inputs:
                self.send(chance, min(self.batch, self.inputs - self.tally.inputs))
                is_last = self.tally.inputs >= self.inputs
                self.look_over(chance, everybody if is_last else self.next_visitors())
                self.tally.seconds = time.perf_counter() - began
                self.say(self.progress())
        return self.tally

    def next_visitors(self) -> list[Visitor]:
        """Those who open most, and two of the others in turn."""
        most = [visitor for visitor in self.ground.visitors if visitor.role in OPEN_MOST]
        others = [visitor for visitor in self.ground.visitors if visitor not in most]
        self.turn += 2
        return [*most, *(others[(self.turn + step) % len(others)] for step in range(min(2, len(others))))]

    def progress(self) -> str:
        done, wrong = self.tally.inputs, len(self.tally.failures)
        rate = done / self.tally.seconds
        return f"{self.seed}: {done:,} of {self.inputs:,} inputs, {rate:.0f} a second, {wrong} wrong"

    def look_over(self, chance: random.Random, visitors: list[Visitor]) -> None:
        """Let the worker do what was asked for, then open the site as these, and find what can be sent."""
        for produce in (copies.produce_waiting, reports.produce_waiting):
            try:
                produce()
            except Exception:  # whatever it is, it is what is looked for
                self.fail("the worker raised", "worker", "worker", Sent(produce.__module__, ""), traceback.format_exc())
        self.sign_in()
        walk(self.found, chance, visitors, self.each)
        for visitor, sent, answer in self.found.wrong:
            self.fail(answer.wrong, "walk", visitor.role, sent, answer.trace)
        self.found.wrong.clear()
        self.tally.walked, self.tally.forms = self.found.asked, len(self.found.forms)

    def sign_in(self) -> None:
        """Sessions end, and what asks for the password asks again after five minutes."""
        for visitor in self.ground.visitors:
            visitor.sign_in()

    def send(self, chance: random.Random, count: int) -> None:
        kitchen = Kitchen(chance, self.ground, self.found, timezone.localdate())
        for recipe, visitor, sent in recipes.inputs(kitchen, count, large_each=LARGE_EACH):
            if self.tally.inputs % SIGN_IN_EACH == 0:
                self.sign_in()
            route = name_of(sent.path)
            keep = chance.randrange(KEPT_EACH) == 0 and route not in NEVER_KEPT
            answer = visitor.ask(sent, keep=keep)
            self.note(recipe, route, visitor, sent, answer)
            if keep:
                self.tally.kept += answer.status < 400
                stay_in(visitor)
        self.fields |= kitchen.fields_met
        self.tally.fields = len(self.fields)

    def note(self, recipe: str, route: str, visitor: Visitor, sent: Sent, answer: Answer) -> None:
        tally = self.tally
        tally.inputs += 1
        tally.statuses[answer.status] += 1
        tally.recipes[recipe] += 1
        tally.routes[route] += 1
        if answer.seconds > tally.slowest:
            tally.slowest, tally.slowest_at = answer.seconds, f"{route}, {sent.what[:80]}"
        if answer.wrong:
            self.fail(answer.wrong, recipe, visitor.role, sent, answer.trace)

    def fail(self, wrong: str, recipe: str, role: str, sent: Sent, trace: str) -> None:
        route, number = name_of(sent.path), self.tally.inputs
        found = Failure(wrong, number, self.seed, recipe, role, route, sent.what[:300], shown(sent), trace)
        if found.kind not in {failure.kind for failure in self.tally.failures}:
            self.say(f"{found.kind}\n    {recipe} as {role}, {route}: {sent.what[:160]}")
        self.tally.failures.append(found)


def shown(sent: Sent) -> dict[str, Any]:
    """The request as text that a file can hold."""
    return {
        "method": sent.method,
        "path": ascii(sent.path)[1:-1][:LONGEST_KEPT],
        "query": sent.query.decode("latin-1")[:LONGEST_KEPT],
        "content_type": sent.content_type[:500],
        "headers": {name: ascii(value)[1:-1][:LONGEST_KEPT] for name, value in sent.headers.items()},
        "body": ascii(sent.body[:LONGEST_KEPT])[2:-1],
        "body_length": len(sent.body),
    }


def stay_in(visitor: Visitor) -> None:
    """Sign in again whoever a kept input signed out."""
    key = visitor.cookies.get(settings.SESSION_COOKIE_NAME, "")
    if visitor.user is not None and not Session.objects.filter(session_key=key).exists():
        visitor.sign_in()
