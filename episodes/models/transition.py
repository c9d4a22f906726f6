"""Moves of a person from one service to another, with what went with them, and what became of each."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from episodes import transition
from episodes.lifecycle import TRANSITION, TransitionStatus
from episodes.models.episode import Episode
from episodes.transition import Direction, Information
from patients.models import CareLink, Patient
from patients.models import Status as PatientStatus
from practices.models import Organisation, Professional
from schemes.models import CareAspect, SchemeRow

ANSWERED = [TransitionStatus.ACCEPTED, TransitionStatus.DECLINED]


class TransitionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "TransitionQuerySet":
        return self.filter(episode__in=Episode.objects.visible_to(user))

    def open(self) -> "TransitionQuerySet":
        return self.filter(status=TransitionStatus.OFFERED)

    def of_the_registered(self) -> "TransitionQuerySet":
        """Without those of people who died or moved away, which only wait to be withdrawn."""
        return self.filter(patient__status=PatientStatus.REGISTERED)


class Transition(SchemeRow):
    """One person, offered by whoever prescribes for them to somebody of another service (A8).

    The sender answers until the receiver has accepted. `aspect` is what passes then: prescribing, or care co-ordination
    where nobody prescribes. `link` is what let the receiver's place see the person, where it did not before; it ends
    with the offer unless that is accepted.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="transitions", db_constraint=False)
    aspect = models.ForeignKey(CareAspect, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    direction = models.CharField(max_length=10, choices=Direction.choices)
    sender = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    from_place = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    to_place = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    link = models.ForeignKey(
        CareLink, on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True, blank=True
    )
    reason = models.CharField(max_length=500)
    information = ArrayField(models.CharField(max_length=20, choices=Information.choices), default=list, blank=True)
    information_other = models.CharField("other information", max_length=500, blank=True)
    status = models.CharField(max_length=10, choices=TransitionStatus.choices, default=TRANSITION.initial)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    told_how = models.CharField(max_length=200, blank=True)
    decline_reason = models.CharField(max_length=500, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)

    objects = TransitionQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_at", "pk"]
        triggers = [pgtrigger.FSM(name="transition_moves", field="status", transitions=TRANSITION.transitions())]
        constraints = [
            models.UniqueConstraint(
                fields=["episode"],
                condition=Q(status=TransitionStatus.OFFERED),
                name="one_open_transition_per_episode",
                violation_error_message="A move of this person waits for an answer already.",
            ),
            models.CheckConstraint(
                name="transition_words_are_known",
                condition=Q(
                    direction__in=Direction.values,
                    status__in=TransitionStatus.values,
                    information__contained_by=Information.values,
                ),
                violation_error_message="Choose one of the directions, statuses and kinds of information there are.",
            ),
            models.CheckConstraint(
                name="transition_leads_to_another_service",
                condition=~Q(from_place=F("to_place")) & ~Q(sender=F("receiver")),
                violation_error_message="A move leads to somebody else, at another service.",
            ),
            models.CheckConstraint(
                name="transition_sends_information",
                condition=Q(information__len__gt=0) | ~Q(information_other=""),
                violation_error_message="Say what information goes with the person.",
            ),
            models.CheckConstraint(
                name="transition_answer_has_who_and_when",
                condition=Q(answered_by__isnull=False, answered_at__isnull=False, status__in=ANSWERED)
                | Q(answered_by__isnull=True, answered_at__isnull=True) & ~Q(status__in=ANSWERED),
                violation_error_message="An answer has somebody who gave it and a moment; nothing else has either.",
            ),
            models.CheckConstraint(
                name="transition_refusal_has_a_reason",
                condition=Q(status=TransitionStatus.DECLINED) & ~Q(decline_reason="")
                | ~Q(status=TransitionStatus.DECLINED) & Q(decline_reason=""),
                violation_error_message="Say why it is declined.",
            ),
            models.CheckConstraint(
                name="transition_withdrawal_has_when_and_why",
                condition=Q(status=TransitionStatus.WITHDRAWN, ended_at__isnull=False) & ~Q(end_reason="")
                | Q(ended_at__isnull=True, ended_by__isnull=True, end_reason="")
                & ~Q(status=TransitionStatus.WITHDRAWN),
                violation_error_message="What was withdrawn has a moment and a reason; nothing else has either.",
            ),
        ]

    def __str__(self) -> str:
        return f"{Direction(self.direction).label}, from {self.from_place} to {self.to_place}"

    @property
    def sent(self) -> list[str]:
        """What went with the person, in words."""
        return [*transition.said_of(self.information), *([self.information_other] if self.information_other else [])]
