"""Whatever happens, in whatever order: one holder or none, none without a finding, and no past answer ever changes.

Hypothesis makes up what happens, by the actions that people use. `NEVER_NOBODY_EXAMPLES=400 ./dev test
tests/episodes/test_never_nobody.py --hypothesis-show-statistics` drives it for longer than the slice of every run.
"""

import os
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from accounts import actions as accounts
from accounts.models import Membership
from episodes import actions, queries
from episodes.gaps import Why
from episodes.models import Absence, Handover, Responsibility
from tests import factories

EXAMPLES = int(os.environ.get("NEVER_NOBODY_EXAMPLES", "12"))
STEPS = 25
BEGAN = date(2026, 3, 2)
START = datetime(2026, 3, 16, 10, 0, tzinfo=UTC)  # the clocks go forward a fortnight later
DEEDS = (
    "offer",
    "delegate",
    "accept",
    "accept",
    "accept",
    "decline",
    "recall",
    "assign",
    "correct",
    "clear",
    "leave",
    "back",
    "go",
    "wait",
)
# What happens, to which aspect, by and for whom, how long after the step before, and a number for whatever else.
STEP = st.tuples(
    st.sampled_from(DEEDS),
    st.integers(0, 1),
    st.integers(0, 3),
    st.sampled_from([timedelta(seconds=1), timedelta(hours=7), timedelta(days=1), timedelta(days=6)]),
    st.integers(1, 20),
)
REFUSED = (ValidationError, PermissionDenied)


class Story:
    """One person's care and the people in it; each deed is done by whoever may do it."""

    def __init__(self, scheme, practice, coordinator):
        self.coordinator = coordinator
        self.aspects = [each for each in factories.care_aspects(scheme) if each.code in ("coordination", "key_work")]
        self.people = [
            factories.ProfessionalFactory(scheme_id=scheme.pk, organisation=practice, name=f"Number {number}")
            for number in range(4)
        ]
        leaver = factories.sign_in("prescriber", scheme, practice, name="Number 3")
        self.people[3].user = leaver
        self.people[3].save()
        self.leaver = leaver
        self.episode = actions.start_episode(
            patient=factories.PatientFactory(scheme=scheme, practice=practice),
            started_on=BEGAN,
            complexity="stable",
            holders={self.aspects[0]: self.people[0]},
            by=coordinator,
        )
        self.answers = {}

    def do(self, deed, aspect, person, number):
        """One deed; what is refused, in words, has changed nothing."""
        try:
            with transaction.atomic():
                getattr(self, deed)(self.aspects[aspect], self.people[person], number)
                event(f"{deed} was done")
        except REFUSED:
            event(f"{deed} was refused")

    def offer(self, aspect, person, number, **terms):
        actions.offer_handover(
            episode=self.episode, aspect=aspect, receiver=person, by=self.coordinator,
            expires_at=timezone.now() + timedelta(days=number), **terms,
        )  # fmt: skip

    def delegate(self, aspect, person, number):
        self.offer(aspect, person, number, kind="delegation", returns_at=timezone.now() + timedelta(days=number + 3))

    def _latest(self, aspect):
        found = Handover.objects.filter(aspect=aspect).order_by("-offered_at").first()
        if found is None:
            raise ValidationError("Nothing was offered.")
        return found

    def _answerer(self, offer):
        signs_in = Membership.objects.filter(user=offer.receiver.user_id).held_on(timezone.localdate()).exists()
        return self.leaver if signs_in else self.coordinator

    def accept(self, aspect, person, number):
        offer = self._latest(aspect)
        actions.accept_handover(handover=offer, by=self._answerer(offer), told_how="By telephone")

    def decline(self, aspect, person, number):
        offer = self._latest(aspect)
        actions.decline_handover(handover=offer, by=self._answerer(offer), told_how="By telephone", reason="No")

    def recall(self, aspect, person, number):
        actions.recall_handover(handover=self._latest(aspect), by=self.coordinator)

    def assign(self, aspect, person, number):
        actions.assign_responsibility(episode=self.episode, aspect=aspect, holder=person, by=self.coordinator)

    def correct(self, aspect, person, number, holder=True):
        now = timezone.now()
        until = now - timedelta(days=number / 4) if number % 2 else None
        actions.correct_responsibility(
            episode=self.episode, aspect=aspect, holder=person if holder else None, reason="Found in the letters",
            from_moment=now - timedelta(days=number), until_moment=until, by=self.coordinator,
        )  # fmt: skip
        self.answers = {}  # what is known today has changed; what was known before is asked for below

    def clear(self, aspect, person, number):
        self.correct(aspect, person, number, holder=False)

    def leave(self, aspect, person, number):
        first = timezone.localdate() + timedelta(days=number % 4)
        actions.record_absence(
            professional=person, starts_on=first, ends_on=first + timedelta(days=number), by=self.coordinator,
            deputy=self.people[number % 4] if number % 3 else None,
        )  # fmt: skip

    def back(self, aspect, person, number):
        absence = Absence.objects.not_over(timezone.localdate()).first()
        if absence:
            actions.cancel_absence(absence=absence, by=self.coordinator)

    def go(self, aspect, person, number):
        if number > 15 and Membership.objects.filter(user=self.leaver, ended_at=None).exists():
            accounts.record_leaver(user=self.leaver, reason="Moved on.", by=self.coordinator)

    def wait(self, aspect, person, number):
        """Nothing happens; the clock goes on."""


def check(story, known):
    """What must hold at this instant, and of everything that was ever known."""
    now = timezone.now()
    findings = queries.gaps_in(story.episode, now)
    for aspect in story.aspects:
        rows = Responsibility.objects.held_at(now).filter(aspect=aspect)
        assert rows.count() <= 1
        finding = findings.get(aspect.pk)
        if not rows:
            assert (finding and finding.why, finding and finding.is_now) == (Why.NOBODY, True)
        elif rows.get().holder_id == story.people[3].pk and not Membership.objects.filter(
            user=story.leaver, ended_at=None
        ):
            assert finding
            assert finding.is_now
        holder = queries.holder_at(story.episode, aspect, now)
        known[(aspect.pk, now)] = holder and holder.pk
        story.answers[(aspect.pk, now)] = holder and holder.pk


def check_past(story, known):
    """Every answer ever given is given again: as it is known today, or as it was known then."""
    aspects = {aspect.pk: aspect for aspect in story.aspects}
    for (aspect, moment), holder in known.items():
        then = queries.holder_at(story.episode, aspects[aspect], moment, known_on=moment)
        assert (then and then.pk) == holder
    for (aspect, moment), holder in story.answers.items():
        today = queries.holder_at(story.episode, aspects[aspect], moment)
        assert (today and today.pk) == holder


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize="CI" in os.environ)
@given(steps=st.lists(STEP, min_size=STEPS, max_size=STEPS))
def test_at_every_instant_somebody_answers_or_it_is_a_finding(scheme, practice, coordinator, steps):
    with transaction.atomic(), time_machine.travel(START, tick=False) as clock:
        story, known = Story(scheme, practice, coordinator), {}
        for deed, aspect, person, later, number in steps:
            clock.shift(later)
            story.do(deed, aspect, person, number)
            check(story, known)
        check_past(story, known)
        transaction.set_rollback(True)


@pytest.mark.parametrize("shift", [timedelta(days=13), timedelta(days=223)], ids=["forward", "back"])
def test_a_hand_over_in_the_night_the_clocks_change_leaves_no_second_out(scheme, practice, coordinator, shift):
    with time_machine.travel(datetime(2026, 3, 16, 0, 30, tzinfo=UTC) + shift, tick=False) as clock:
        story = Story(scheme, practice, coordinator)
        clock.shift(timedelta(minutes=30))
        story.assign(story.aspects[0], story.people[1], 1)
        changed = timezone.now()
        clock.shift(timedelta(hours=2))

        seconds = [changed + timedelta(seconds=number) for number in range(-3600, 3600, 97)]
        seen = [queries.holder_at(story.episode, story.aspects[0], moment) for moment in seconds]

    assert [holder.name for holder in seen] == ["Number 0" if moment < changed else "Number 1" for moment in seconds]
