"""What the person wants, in their own words, and who does what about it by when."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from careplans.models.plan import PlanVersion
from patients.models import Patient
from schemes.models import SchemeRow

TEN = MaxValueValidator(10, message="Choose a number from 0 to 10.")


def withdrawn_whole(name: str) -> models.CheckConstraint:
    """The constraint that what was withdrawn says by whom and when, and what was not says neither."""
    return models.CheckConstraint(
        name=name,
        condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
        | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
        violation_error_message="What is taken out of a plan says when and by whom.",
    )


class StandingQuerySet(models.QuerySet[Any]):
    def standing(self) -> "StandingQuerySet":
        """Those that were neither taken out nor replaced by a correction."""
        return self.filter(withdrawn_at__isnull=True, superseded_by__isnull=True)


class GoalQuerySet(StandingQuerySet):
    def visible_to(self, user: Any) -> "GoalQuerySet":
        """The goals of the people whose whole record this person may read."""
        return self.filter(version__plan__patient__in=Patient.objects.wholly_visible_to(user))


class PlanActionQuerySet(StandingQuerySet):
    def visible_to(self, user: Any) -> "PlanActionQuerySet":
        """The actions of the people whose whole record this person may read."""
        return self.filter(goal__version__plan__patient__in=Patient.objects.wholly_visible_to(user))


class Withdrawable(SchemeRow):
    """What can be taken out of a draft or corrected, and is kept all the same."""

    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes", db_constraint=False
    )

    class Meta:
        abstract = True


class Goal(Withdrawable):
    """One goal. The person's own words are kept as they were said; rewording stands beside them, never over (J2)."""

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="goals", db_constraint=False)
    position = models.PositiveSmallIntegerField()
    own_words = models.TextField()
    staff_wording = models.TextField(blank=True)
    importance = models.PositiveSmallIntegerField(validators=[TEN])
    confidence = models.PositiveSmallIntegerField(validators=[TEN])
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_into", db_constraint=False
    )

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["position", "written_at"]
        constraints = [
            models.CheckConstraint(
                name="goal_has_own_words",
                condition=~Q(own_words=""),
                violation_error_message="Write the goal in the person’s own words.",
            ),
            models.CheckConstraint(
                name="goal_scores_are_to_ten",
                condition=Q(importance__lte=10, confidence__lte=10),
                violation_error_message="Importance and confidence are numbers from 0 to 10.",
            ),
            withdrawn_whole("goal_withdrawn_by_somebody"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="goal_words_stay", fields=["version", "own_words", "staff_wording", "importance", "confidence"]
            )
        ]

    def __str__(self) -> str:
        return self.own_words[:60]


class OwnerKind(models.TextChoices):
    """Who does an action."""

    PERSON = "person", "The person"
    COMMUNITY = "community", "Family, friends or a community group"
    SERVICE = "service", "A service"


class PlanAction(Withdrawable):
    """One thing to be done towards a goal: what, who does it, who helps by name, by when. Not a meeting's action."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="actions", db_constraint=False)
    what = models.CharField(max_length=300)
    owner_kind = models.CharField(max_length=12, choices=OwnerKind.choices)
    helper = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True, blank=True)

    objects = PlanActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "written_at"]
        constraints = [
            models.CheckConstraint(
                name="plan_action_says_what",
                condition=~Q(what=""),
                violation_error_message="Say what is to be done.",
            ),
            models.CheckConstraint(
                name="plan_action_owner_is_known",
                condition=Q(owner_kind__in=OwnerKind.values),
                violation_error_message="Choose who does it.",
            ),
            withdrawn_whole("plan_action_withdrawn_by_somebody"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="plan_action_stays", fields=["goal", "what", "owner_kind", "helper", "due_on"])
        ]

    def __str__(self) -> str:
        return self.what

    def copied_to(self, goal: Goal, by: Any) -> "PlanAction":
        """The same action under another goal, not saved."""
        return PlanAction(
            scheme_id=self.scheme_id,
            goal=goal,
            what=self.what,
            owner_kind=self.owner_kind,
            helper=self.helper,
            due_on=self.due_on,
            written_by=by,
        )
