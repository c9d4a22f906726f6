"""A campaign: the people whose review falls due by a day, or those of a cohort, called in together."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.roles import Permission
from practices.permissions import holds
from recall.lifecycle import LIFE, Move, Status
from recall.models.cohort import Cohort
from recall.rounds import Rule
from schemes.models import Protocol, SchemeRow


class CampaignQuerySet(models.QuerySet[Any]):
    def running(self) -> "CampaignQuerySet":
        return self.filter(status=Status.RUNNING)

    def visible_to(self, user: Any) -> "CampaignQuerySet":
        """Every campaign of the scheme for whoever runs them, and none for anybody else."""
        return self if holds(user, Permission.RUN_CAMPAIGN, None) else self.none()


class Campaign(SchemeRow):
    """One round of invitations, with its rule. The protocol in force at launch stays its own, and so does the size of
    its cohort. A later round of the same people follows the one before.

    Two invitations at least, three by habit, three weeks apart: reference standards 10.
    """

    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=200, blank=True)
    due_by = models.DateField(null=True, blank=True)
    cohort = models.ForeignKey(
        Cohort, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns", db_constraint=False
    )
    attempts = models.PositiveSmallIntegerField(default=3)
    gap_days = models.PositiveSmallIntegerField(default=21)
    size_cap = models.PositiveIntegerField(null=True, blank=True)
    practice_a_week = models.PositiveSmallIntegerField(null=True, blank=True)
    split_by_practice = models.BooleanField(default=False)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by", db_constraint=False
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=LIFE.initial)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    launched_at = models.DateTimeField(null=True, blank=True)
    protocol = models.ForeignKey(
        Protocol, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    cohort_size = models.PositiveIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-drafted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "name"],
                name="campaign_name_is_unique",
                violation_error_message="A campaign has this name already; give this one another.",
            ),
            models.CheckConstraint(
                name="campaign_is_of_a_day_or_a_cohort",
                condition=Q(due_by__isnull=False, cohort__isnull=True) | Q(due_by__isnull=True, cohort__isnull=False),
                violation_error_message="Choose either a day by which reviews are due, or a cohort.",
            ),
            models.CheckConstraint(
                name="campaign_rule_is_positive",
                condition=Q(attempts__gt=0, gap_days__gte=7)
                & (Q(size_cap__isnull=True) | Q(size_cap__gt=0))
                & (Q(practice_a_week__isnull=True) | Q(practice_a_week__gt=0)),
                violation_error_message="Invite at least once, a week or more apart, and at least one person.",
            ),
            models.CheckConstraint(
                name="campaign_status_is_known",
                condition=Q(status__in=Status.values),
                violation_error_message="Choose one of the statuses there are.",
            ),
            models.CheckConstraint(
                name="launched_campaign_has_its_facts",
                condition=Q(launched_at__isnull=False, protocol__isnull=False, cohort_size__isnull=False)
                & ~Q(status=Status.DRAFT)
                | Q(launched_at__isnull=True, protocol__isnull=True, cohort_size__isnull=True)
                & Q(status__in=[Status.DRAFT, Status.STOPPED]),
                violation_error_message="A launched campaign has its moment, protocol and cohort; a draft has none.",
            ),
        ]
        triggers = [pgtrigger.FSM(name="campaign_moves", field="status", transitions=LIFE.transitions())]

    def __str__(self) -> str:
        return self.name

    @property
    def rule(self) -> Rule:
        return Rule(self.attempts, self.gap_days, self.size_cap, self.practice_a_week, self.split_by_practice)


class CampaignStatusChange(SchemeRow):
    """One move in the life of a campaign. Never edited. A move of the clock's has no person, only its process."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="changes", db_constraint=False)
    move = models.CharField(max_length=12, choices=Move.choices)
    status = models.CharField(max_length=12, choices=Status.choices)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    process = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                name="campaign_change_by_person_or_process",
                condition=Q(by__isnull=False, process="") | Q(by__isnull=True) & ~Q(process=""),
                violation_error_message="A move is made by one person or by one named process.",
            ),
            models.CheckConstraint(
                name="campaign_change_is_known",
                condition=Q(move__in=Move.values, status__in=Status.values),
                violation_error_message="Choose one of the moves there are.",
            ),
        ]

    def __str__(self) -> str:
        return f"{Move(self.move).label} at {self.at:%Y-%m-%d %H:%M}"


class Hold(SchemeRow):
    """That nothing is sent for the scheme, from a moment until somebody lets it go on."""

    began_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=200)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-began_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme"],
                condition=Q(released_at__isnull=True),
                name="one_hold_at_a_time",
                violation_error_message="Sending is held already.",
            ),
            models.CheckConstraint(
                name="hold_released_at_and_by",
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
                violation_error_message="A hold is released by somebody at a moment.",
            ),
        ]

    def __str__(self) -> str:
        return self.reason
