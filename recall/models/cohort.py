"""A cohort: people found in one of five ways, each with the reason they are in it, to be called in by campaigns."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.roles import Permission
from episodes.models import Complexity
from patients.models import Patient
from practices.models import Practice
from practices.permissions import holds
from recall.cohorts import BY_SCORE, Clearance, Method, Trouble
from recall.lifecycle import MEMBER_LIFE, Standing
from schemes.models import SchemeRow


class CohortQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "CohortQuerySet":
        """Every cohort for whoever runs campaigns or signs their use off, and none for anybody else."""
        seen = holds(user, Permission.RUN_CAMPAIGN, None) or holds(user, Permission.GOVERN_ACCESS, None)
        return self if seen else self.none()


class Cohort(SchemeRow):
    """How people are found, with what, and what is on record about its use. What the method does not use is empty."""

    name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=200)
    method = models.CharField(max_length=12, choices=Method.choices)
    # Of a file of scores: what made them, on which day, on which terms, and from which score on somebody is in.
    tool = models.CharField(max_length=120, blank=True)
    scored_on = models.DateField(null=True, blank=True)
    conditions_of_use = models.CharField(max_length=500, blank=True)
    bound = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    # Of a segment: what is on record here. Each that is empty is not asked for.
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    complexity = models.CharField(max_length=10, choices=Complexity.choices, blank=True)
    not_reviewed_since = models.DateField(null=True, blank=True)
    # What must be on record before a risk score may be used.
    posters_on = models.DateField(null=True, blank=True)
    leaflets_on = models.DateField(null=True, blank=True)
    justification = models.CharField(max_length=500, blank=True)
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_off_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "name"],
                name="cohort_name_is_unique",
                violation_error_message="A cohort has this name already; give this one another.",
            ),
            models.CheckConstraint(
                name="cohort_values_are_known",
                condition=Q(method__in=Method.values, complexity__in=["", *Complexity.values]),
                violation_error_message="Choose one of the methods there are.",
            ),
            models.CheckConstraint(
                name="cohort_by_score_says_of_what",
                condition=~Q(method__in=BY_SCORE)
                | ~Q(tool="") & ~Q(conditions_of_use="") & Q(scored_on__isnull=False, bound__isnull=False),
                violation_error_message="Say which tool made the scores, on which day, on which terms, and the bound.",
            ),
            models.CheckConstraint(
                name="cohort_ages_in_order",
                condition=Q(age_from__isnull=True) | Q(age_to__isnull=True) | Q(age_from__lte=F("age_to")),
                violation_error_message="The lowest age must not be above the highest.",
            ),
            models.CheckConstraint(
                name="cohort_signed_off_at_and_by",
                condition=Q(signed_off_by__isnull=True, signed_off_at__isnull=True)
                | Q(signed_off_by__isnull=False, signed_off_at__isnull=False),
                violation_error_message="A sign-off is somebody's at a moment.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def clearance(self) -> Clearance:
        return Clearance(self.posters_on, self.leaflets_on, self.justification, self.signed_off_at is not None)


class CohortMember(SchemeRow):
    """One person in a cohort, why, and what was decided about them. Deciding again replaces; the events keep each."""

    # Without an index of its own: the constraint below begins with it.
    cohort = models.ForeignKey(
        Cohort, on_delete=models.PROTECT, related_name="members", db_constraint=False, db_index=False
    )
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="cohorts", db_constraint=False)
    standing = models.CharField(max_length=12, choices=Standing.choices, default=MEMBER_LIFE.initial)
    reason = models.CharField(max_length=300)
    score = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    decision = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["patient__family_name", "patient__given_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "patient"],
                name="once_in_a_cohort",
                violation_error_message="This person is in the cohort already.",
            ),
            models.CheckConstraint(
                name="cohort_standing_is_known",
                condition=Q(standing__in=Standing.values),
                violation_error_message="Choose what was decided.",
            ),
            models.CheckConstraint(
                name="cohort_member_has_reason",
                condition=~Q(reason=""),
                violation_error_message="Say why the person is in the cohort.",
            ),
            models.CheckConstraint(
                name="cohort_refusal_has_reason",
                condition=~Q(standing__in=[Standing.DEFERRED, Standing.DECLINED])
                | ~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False),
                violation_error_message="Say why the person is not to be called in.",
            ),
        ]
        triggers = [pgtrigger.FSM(name="member_moves", field="standing", transitions=MEMBER_LIFE.transitions())]

    def __str__(self) -> str:
        return f"Member of {self.cohort_id}"


class CohortFileRow(SchemeRow):
    """A row of a file of scores that put nobody into the cohort, as it was, and why. Never edited."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="file_rows", db_constraint=False)
    line = models.PositiveIntegerField()
    nhs_number = models.CharField(max_length=40, blank=True)
    score = models.CharField(max_length=40, blank=True)
    trouble = models.CharField(max_length=12, choices=Trouble.choices)
    detail = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "line", "id"]
        constraints = [
            models.CheckConstraint(
                name="cohort_trouble_is_known",
                condition=Q(trouble__in=Trouble.values),
                violation_error_message="Choose one of the reasons there are.",
            )
        ]

    def __str__(self) -> str:
        return f"Line {self.line}: {Trouble(self.trouble).label}"
