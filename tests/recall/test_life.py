"""The life of campaigns, lived at random: whatever is done in whatever order, nobody is lost and nobody hears twice.

Some hundred steps are taken in every run, the same each time; `--hypothesis-profile=long` takes thousands, at random.
"""

from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from random import Random
from unittest import mock

import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from audit import wall
from careplans.models import CarePlan
from patients.models import Patient
from recall import actions, delivery, queries
from recall.answering import EFFECTS, Finding, Response
from recall.balance import State
from recall.lifecycle import AttemptState, Status
from recall.models import Campaign, Concern, Hold, Invitation, InvitationAttempt, PrintRun
from recall.outcomes import Accepted, Barred, Refused, TryLater
from recall.queries import balances, statements
from recall.receipts import FATES, Receipt
from recall.schedule import MONTH, Step
from recall.telling import Reached, Telling
from schemes.models import Protocol
from tests import factories
from tests.recall import cast

MOST_CAMPAIGNS = 3
REACHED_BY = {
    "text": {"mobile": "07700 900001", "address": [], "postcode": ""},
    "e-mail": {"email": "alex@example.org", "address": [], "postcode": ""},
    "letter": {},
    "anything": {"mobile": "07700 900001", "email": "alex@example.org"},
    "nothing": {"address": [], "postcode": ""},
}
LEAVES_BY = {
    "dies": lambda patient: Patient.objects.filter(pk=patient.pk).update(status="deceased"),
    "moves": lambda patient: Patient.objects.filter(pk=patient.pk).update(status="moved"),
    "opts out": lambda patient: factories.OptOutFactory(scheme=patient.scheme, patient=patient),
    "restricts": lambda patient: factories.ProcessingRestrictionFactory(patient=patient),
    "is reviewed": lambda patient: is_reviewed(patient.plans.get()),
}
SAYS = {
    "takes it": Accepted("taken"),
    "refuses it": Refused("No such number"),
    "is busy": TryLater("429"),
    "bars us": Barred("403"),
    "takes it and is silent": cast.takes_and_times_out,
    "is silent": cast.times_out,
}

# Or else the runs proved nothing.
WHAT_HAS_TO_HAPPEN = [
    "heard",
    *(("Invitation", state) for state in State.values),
    *(("InvitationAttempt", state) for state in AttemptState.values if state != AttemptState.SENDING),
    *(("Campaign", status) for status in (Status.RUNNING, Status.STOPPED)),
]


def is_reviewed(plan):
    """Today, and not due again while anybody looks."""
    factories.ReviewFactory(plan=plan, reviewed_on=timezone.localdate())
    CarePlan.objects.filter(pk=plan.pk).update(next_review_on=timezone.localdate() + timedelta(days=3650))


def life_of(scheme, practice, coordinator, happened):
    """The machine whose every run begins with this scheme and ends without a trace; it counts what happened in all."""

    class Life(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.beginning = transaction.savepoint()
            self.stack = ExitStack()
            self.stack.enter_context(mock.patch("os.urandom", Random(0).randbytes))  # the same keys in every run
            self.clock = self.stack.enter_context(time_machine.travel(timezone.now(), tick=False))
            self.gateway = cast.FakeGateway()
            self.patients, self.members = [], {}
            self.left, self.sent_again = set(), set()
            self.heard = []  # when a message really left for whom, whatever we know of it

        def teardown(self):
            happened["heard"] += len(self.heard)
            self.stack.close()
            transaction.savepoint_rollback(self.beginning)

        # --- Who is in it

        @initialize()
        def begins(self):
            for reached_by in sorted(REACHED_BY) * 2:
                self.falls_due(reached_by=reached_by)
            self.is_launched()
            self.messages_leave(says=[])

        @rule(reached_by=st.sampled_from(sorted(REACHED_BY)))
        def falls_due(self, reached_by):
            self.patients.append(cast.due(scheme, practice, **REACHED_BY[reached_by]))

        @precondition(lambda self: self.patients)
        @rule(data=st.data(), by=st.sampled_from(sorted(LEAVES_BY)))
        def leaves(self, data, by):
            patient = data.draw(st.sampled_from(self.patients))
            if patient.pk not in self.left:
                self.left.add(patient.pk)
                LEAVES_BY[by](patient)

        # --- What is done with campaigns

        @precondition(lambda self: self.patients and len(self.members) < MOST_CAMPAIGNS)
        @rule()
        def is_launched(self):
            today = timezone.localdate()
            draft = cast.draft(coordinator, f"Campaign {len(self.members)}", due_by=today + timedelta(days=30))
            with refusals_allowed():
                actions.launch_campaign(campaign=draft, by=coordinator)
            self.members[draft.pk] = set()

        @precondition(lambda self: self.members)
        @rule(data=st.data())
        def is_stopped(self, data):
            campaign = Campaign.objects.get(pk=data.draw(st.sampled_from(sorted(self.members))))
            with refusals_allowed():
                actions.stop_campaign(campaign=campaign, by=coordinator)

        @rule()
        def catches_up(self):
            delivery.catch_up()

        @rule()
        def goes_round_again(self):
            delivery.plan_reminders()

        # --- What leaves, and what comes of it

        @precondition(lambda self: self.members)
        @rule(says=st.lists(st.sampled_from(sorted(SAYS)), max_size=4))
        def messages_leave(self, says):
            before, gone = len(self.gateway.taken), set(self.left)
            running = set(Campaign.objects.running().values_list("pk", flat=True))
            self.gateway.answers = [SAYS[each] for each in says]
            delivery.drain(gateway=self.gateway)
            for reference, _ in self.gateway.taken[before:]:
                invitation = Invitation.objects.get(attempts=reference)
                self.heard.append((timezone.localdate(), invitation.patient_id))
                assert invitation.patient_id not in gone, "somebody heard from us who had left"
                assert invitation.campaign_id in running, "a campaign sent that did not run"

        @precondition(lambda self: self.members)
        @rule(data=st.data(), channel=st.sampled_from(["sms", "email", "letter"]))
        def sender_dies(self, data, channel):
            campaign = Campaign.objects.get(pk=data.draw(st.sampled_from(sorted(self.members))))
            actions.claim_due(campaign=campaign, channels=(channel,), limit=1)

        @rule()
        def doubts_are_looked_up(self):
            delivery.reconcile(gateway=self.gateway)

        @rule(data=st.data(), has_left=st.booleans())
        def doubt_is_settled(self, data, has_left):
            for attempt in chosen(data, queries.unknown_attempts(coordinator)):
                actions.settle_attempt(attempt=attempt, has_left=has_left, by=coordinator)
                if not has_left:
                    self.sent_again.add(attempt.pk)

        @precondition(lambda self: self.gateway.taken)
        @rule(data=st.data(), status=st.sampled_from(sorted(FATES)))
        def receipt_comes(self, data, status):
            reference, _ = data.draw(st.sampled_from(self.gateway.taken))
            actions.take_receipt(receipt=Receipt(reference, f"provider-{reference}", status, timezone.now()))

        @rule(data=st.data())
        def letters_are_posted(self, data):
            for run in chosen(data, PrintRun.objects.to_post()):
                actions.post_print_run(print_run=run, posted_on=timezone.localdate(), by=coordinator)

        @rule()
        def sending_goes_on(self):
            for hold in Hold.objects.filter(released_at__isnull=True):
                actions.release_hold(hold=hold, by=coordinator)

        @rule(data=st.data())
        def is_tried_again(self, data):
            for invitation in chosen(data, queries.failed_members(coordinator)):
                with refusals_allowed():
                    actions.try_again(invitation=invitation, by=coordinator)

        @rule(data=st.data(), way=st.sampled_from([*Telling]), reached=st.sampled_from([*Reached]))
        def is_told(self, data, way, reached):
            for invitation in chosen(data, queries.people_to_tell(coordinator)):
                with refusals_allowed():
                    actions.record_telling(
                        invitation=invitation, way=way, reached=reached, told_on=timezone.localdate(), by=coordinator
                    )

        # --- What they answer

        @rule(data=st.data(), response=st.sampled_from([*EFFECTS]))
        def answers(self, data, response):
            again = timezone.localdate() + timedelta(days=7) if EFFECTS[response].asks_again else None
            note = "Spoken to" if EFFECTS[response].wants_words else ""
            for invitation in chosen(data, Invitation.objects.filter(state__in=["invited", "waiting"])):
                with refusals_allowed():
                    actions.record_answer(
                        invitation=invitation, response=response, answered_on=timezone.localdate(), note=note,
                        ask_again_on=again, by=coordinator,
                    )  # fmt: skip

        @rule(data=st.data(), finding=st.sampled_from([*Finding]))
        def is_looked_into(self, data, finding):
            for concern in chosen(data, Concern.objects.unsettled()):
                with refusals_allowed():
                    actions.settle_concern(concern=concern, finding=finding, by=coordinator)

        @rule(data=st.data())
        def clinician_decides(self, data):
            for invitation in chosen(data, queries.no_answer_members(coordinator)):
                actions.record_answer(
                    invitation=invitation, response=Response.DECIDED, answered_on=timezone.localdate(),
                    note="Will be asked in clinic", by=coordinator,
                )  # fmt: skip

        @rule(days=st.sampled_from([8, 22]), says=st.lists(st.sampled_from(sorted(SAYS)), max_size=4))
        def work_goes_on(self, days, says):
            """What the clock rings for, as on any day."""
            self.time_passes(hours=24 * days)
            self.sending_goes_on()
            self.doubts_are_looked_up()
            self.catches_up()
            self.goes_round_again()
            self.messages_leave(says=says)

        @rule(hours=st.sampled_from([1, 24, 24 * 31]))
        def time_passes(self, hours):
            self.clock.move_to(timezone.now() + timedelta(hours=hours))
            self.stack.enter_context(wall.within(scheme.pk))  # which tells the database what time it is

        # --- What always holds

        @invariant()
        def what_happens_is_noted(self):
            for what in (InvitationAttempt, Invitation, Campaign):
                field = "status" if what is Campaign else "state"
                for state in what.objects.order_by().values_list(field, flat=True).distinct():
                    happened[what.__name__, state] += 1

        @invariant()
        def everybody_is_in_one_place(self):
            for campaign in Campaign.objects.filter(pk__in=self.members):
                counted = balances.count(campaign)
                assert queries.balance(campaign).adds_up
                assert counted == balances.Count(counted.cohort, counted.cohort, misbooked=0, stranded=0)
                assert counted.cohort == (campaign.cohort_size or 0)

        @invariant()
        def an_attempt_is_of_the_campaign_of_its_invitation(self):
            assert not InvitationAttempt.objects.exclude(invitation__campaign=F("campaign")).exists()

        @invariant()
        def nobody_is_taken_out(self):
            for key, members in self.members.items():
                now = set(Invitation.objects.filter(campaign=key).values_list("patient_id", flat=True))
                assert members <= now
                self.members[key] = now

        @invariant()
        def nothing_is_sent_twice_but_by_decision(self):
            twice = {reference for reference, n in Counter(key for key, _ in self.gateway.taken).items() if n > 1}
            assert twice <= self.sent_again

        @invariant()
        def nobody_hears_more_often_than_the_month_allows(self):
            if not self.sent_again:
                most = Protocol.objects.begun_by(timezone.localdate()).first().contacts_a_month
                for day, patient in self.heard:
                    assert most >= sum(who == patient and day <= on < day + MONTH for on, who in self.heard)

        @invariant()
        def not_answering_leaves_nobody_out_of_view(self):
            silent = Invitation.objects.filter(state="invited", answers__isnull=True).exclude(patient__in=self.left)
            for campaign in Campaign.objects.running():
                steps = statements.steps(campaign, timezone.localdate())
                for invitation in silent.filter(campaign=campaign):
                    assert steps[invitation.pk] != Step.CLOSE

        @invariant()
        def nothing_waits_to_leave_for_a_campaign_that_is_over(self):
            over = InvitationAttempt.objects.filter(
                invitation__campaign__status__in=[Status.STOPPED, Status.FINISHED], state="pending"
            )
            assert not over.exists()

    def chosen(data, found):
        """One of them, if there is any; in an order that is the same in every run."""
        there = sorted(found, key=lambda row: str(row.pk))
        return [data.draw(st.sampled_from(there))] if there else []

    def refusals_allowed():
        """What is refused in words, and leaves no trace."""
        stack = ExitStack()
        stack.push(lambda kind, error, trace: kind is not None and issubclass(kind, ValidationError))
        stack.enter_context(transaction.atomic())
        return stack

    return Life


def test_whatever_happens_nobody_is_lost_and_nobody_hears_twice(scheme, practice, coordinator):
    happened = Counter()
    is_long = settings.get_current_profile_name() == "long"
    run_state_machine_as_test(
        life_of(scheme, practice, coordinator, happened),
        settings=settings(
            max_examples=60 if is_long else 12,
            stateful_step_count=50,
            derandomize=not is_long,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert not [what for what in WHAT_HAS_TO_HAPPEN if not happened[what]]
