"""The invitation of one person in one campaign, every attempt to deliver it, and what they answered."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from audit import looks
from careplans.models import Review
from patients.models import Channel, Format, Patient
from practices.models import Practice
from recall.answering import OF_THE_PERSON, Response, Source
from recall.balance import REASON_LABELS, REASONS, State
from recall.lifecycle import (
    ATTEMPT_LIFE,
    FINAL_ATTEMPT,
    LEFT_OR_MAY_HAVE,
    OPEN_ATTEMPT,
    AttemptMove,
    AttemptState,
    Status,
)
from recall.models.campaign import Campaign
from recall.models.printing import PrintRun
from recall.models.wording import Wording
from recall.telling import UNREACHED, WAY_LABELS, WAYS
from schemes.models import SchemeRow

FITTING_REASON = Q()
for _state, _reasons in REASONS.items():
    FITTING_REASON |= Q(state=_state, reason__in=_reasons)


class InvitationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "InvitationQuerySet":
        """The invitations of the people whose whole record this person may read."""
        return self.filter(patient__in=Patient.objects.wholly_visible_to(user))

    def stranded(self) -> "InvitationQuerySet":
        """Waiting, while no attempt is under way: whoever waits like that would wait for ever."""
        under_way = InvitationAttempt.objects.filter(invitation=OuterRef("pk"), state__in=OPEN_ATTEMPT)
        return self.filter(~Exists(under_way), state=State.WAITING)

    def to_tell(self) -> "InvitationQuerySet":
        """Of running campaigns, those that no message carries: somebody rings the person, or tells them at a visit."""
        unreached = Q(state=State.EXCLUDED, reason__in=UNREACHED)
        return self.filter(unreached | Q(state=State.FAILED), campaign__status=Status.RUNNING)

    def open(self) -> "InvitationQuerySet":
        """Invited or about to be, in a running campaign, without an answer that holds. A review is an answer too.

        Whoever said "not now" is open again from their day on.
        """
        reviewed = Review.objects.filter(
            patient=OuterRef("patient"),
            reviewed_on__gte=OuterRef("campaign__drafted_at__date"),
            superseded_by__isnull=True,
        )
        newest = Answer.objects.filter(invitation=OuterRef("pk")).order_by("-recorded_at", "-pk")
        answered = self.alias(
            newest_answer=Subquery(newest.values("response")[:1]), again_on=Subquery(newest.values("ask_again_on")[:1])
        )
        return answered.filter(
            ~Exists(reviewed),
            Q(newest_answer__isnull=True) | Q(again_on__lte=timezone.localdate()),
            campaign__status=Status.RUNNING,
            state__in=[State.WAITING, State.INVITED],
        )


class Invitation(SchemeRow):
    """One person's place in one campaign: exactly one state, and the reason for it unless it is invited (H11)."""

    # Without indexes of their own: the constraint and the index below begin with them.
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="invitations", db_constraint=False, db_index=False
    )
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="invitations", db_constraint=False, db_index=False
    )
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)
    reason = models.CharField(max_length=20, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["patient__family_name", "patient__given_name", "id"]
        indexes = [models.Index(fields=["campaign", "state", "reason"], name="invitation_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "campaign"],
                name="one_invitation_per_person_and_campaign",
                violation_error_message="This person is in the campaign already.",
            ),
            models.CheckConstraint(
                name="invitation_reason_fits_state",
                condition=FITTING_REASON,
                violation_error_message="Whoever is not invited, waits or failed has a reason for it.",
            ),
            models.CheckConstraint(
                name="invited_has_moment",
                condition=Q(state=State.INVITED, invited_at__isnull=False)
                | ~Q(state=State.INVITED) & Q(invited_at__isnull=True),
                violation_error_message="An invitation that was sent has its moment, and no other has.",
            ),
        ]
        triggers = [pgtrigger.Protect(name="nobody_is_taken_out", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Invitation of {self.patient_id} in {self.campaign_id}"

    @property
    def state_label(self) -> str:
        return State(self.state).label

    @property
    def reason_label(self) -> str:
        return REASON_LABELS.get(self.reason, "")


class InvitationAttempt(SchemeRow):
    """One attempt to deliver an invitation. Its key is the reference the provider knows; once final it stays."""

    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, related_name="attempts", db_constraint=False, db_index=False
    )
    # The invitation's own, so that what is due next is found by an index alone: `queries.delivery.due`.
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    sequence = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=10, choices=WAYS)
    format = models.CharField(max_length=12, choices=Format.choices, default=Format.STANDARD)
    state = models.CharField(max_length=10, choices=AttemptState.choices, default=ATTEMPT_LIFE.initial)
    not_before = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    wording = models.ForeignKey(
        Wording, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False, db_index=False
    )
    recipient = models.TextField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    provider_id = models.CharField(max_length=100, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    print_run = models.ForeignKey(
        PrintRun,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attempts",
        db_constraint=False,
        db_index=False,
    )
    position = models.PositiveIntegerField(null=True, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["invitation", "sequence"]
        indexes = [
            models.Index(
                fields=["campaign", "not_before", "id"],
                condition=Q(state=AttemptState.PENDING),
                name="attempt_by_turn",
            ),
            models.Index(
                fields=["state", "lease_until"],
                condition=Q(state__in=[AttemptState.SENDING, AttemptState.UNKNOWN]),
                name="attempt_in_hand",
            ),
            models.Index(  # by it the contacts of a month are counted
                Coalesce("settled_at", "claimed_at"), condition=Q(state__in=LEFT_OR_MAY_HAVE), name="attempt_contacts"
            ),
            models.Index(fields=["print_run", "position"], name="attempt_by_print_run"),
            models.Index(  # by it a text that comes back finds its person
                fields=["recipient"],
                condition=Q(channel=Channel.SMS, state=AttemptState.ACCEPTED),
                name="attempt_by_number",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "sequence"],
                name="attempt_sequence_is_unique",
                violation_error_message="This attempt has been made already.",
            ),
            models.UniqueConstraint(
                fields=["invitation"],
                condition=Q(state__in=OPEN_ATTEMPT),
                name="one_open_attempt_at_a_time",
                violation_error_message="An earlier attempt has not ended yet.",
            ),
            models.CheckConstraint(
                name="attempt_values_are_known",
                condition=Q(state__in=AttemptState.values, channel__in=WAY_LABELS, format__in=Format.values),
                violation_error_message="Choose one of the channels and states there are.",
            ),
            models.CheckConstraint(
                name="sending_is_claimed",
                condition=~Q(state=AttemptState.SENDING)
                | Q(token__isnull=False, claimed_at__isnull=False, lease_until__isnull=False, wording__isnull=False),
                violation_error_message="What is being sent is claimed by somebody, until a moment.",
            ),
            models.CheckConstraint(
                name="printed_is_in_a_print_file",
                condition=~Q(state=AttemptState.PRINTED)
                | Q(print_run__isnull=False, position__isnull=False, pages__isnull=False),
                violation_error_message="A printed letter is in a print file.",
            ),
            models.CheckConstraint(
                name="final_attempt_is_settled",
                condition=Q(state__in=FINAL_ATTEMPT, settled_at__isnull=False)
                | Q(state__in=OPEN_ATTEMPT, settled_at__isnull=True),
                violation_error_message="An attempt that ended has its moment, and no other has.",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="attempt_moves", field="state", transitions=ATTEMPT_LIFE.transitions()),
            pgtrigger.Protect(
                name="final_attempt_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=FINAL_ATTEMPT),
            ),
        ]

    def __str__(self) -> str:
        return f"Attempt {self.sequence} of {self.invitation_id}"


looks.watch(InvitationAttempt, "recipient", "body", whose=lambda attempt: [attempt.invitation.patient_id])


class AttemptOutcome(SchemeRow):
    """One thing that happened to an attempt. Never edited."""

    attempt = models.ForeignKey(
        InvitationAttempt, on_delete=models.PROTECT, related_name="outcomes", db_constraint=False
    )
    move = models.CharField(max_length=10, choices=AttemptMove.choices)
    detail = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                name="attempt_outcome_is_known",
                condition=Q(move__in=AttemptMove.values),
                violation_error_message="Choose one of the things that can happen.",
            )
        ]

    def __str__(self) -> str:
        return AttemptMove(self.move).label


class Answer(SchemeRow):
    """What came back on one invitation: by staff, or by the person themselves. Never edited; the newest counts."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="answers", db_constraint=False)
    response = models.CharField(max_length=12, choices=Response.choices)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.STAFF, db_default=Source.STAFF)
    answered_on = models.DateField()
    ask_again_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="answer_is_known",
                condition=Q(response__in=Response.values, source__in=Source.values),
                violation_error_message="Choose one of the answers there are.",
            ),
            models.CheckConstraint(
                name="decision_is_written_down",
                condition=~Q(response=Response.DECIDED) | ~Q(note=""),
                violation_error_message="Write down what was decided.",
            ),
            models.CheckConstraint(
                name="answer_by_staff_or_by_the_person",
                condition=Q(source__in=OF_THE_PERSON, recorded_by__isnull=True)
                | ~Q(source__in=OF_THE_PERSON) & Q(recorded_by__isnull=False),
                violation_error_message="An answer is recorded by somebody, or given by the person themselves.",
            ),
            models.CheckConstraint(
                name="resumed_says_when",  # of "not now" the action asks it; older rows of it have no day
                condition=~Q(response=Response.RESUMED) | Q(ask_again_on__isnull=False),
                violation_error_message="Enter the day from which to ask again.",
            ),
        ]

    def __str__(self) -> str:
        return Response(self.response).label
