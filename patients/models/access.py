"""Who may see one person beyond, or short of, what their role reaches: restrictions, named access, broken glass.

The wall (`app_hidden`, `app_linked` in this app's migrations) and the door (`Patient.objects.visible_to`) both read
these rows; `Reach.EVERYBODY` stands outside all three. Beneath `person.py`, whose door needs them.
"""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Permission, may
from patients.emergency import Category, Outcome
from schemes.models import SchemeRow


class Sensitivity(models.TextChoices):
    """Why a record is restricted (reliability 4.5; standards 9.1)."""

    STAFF = "staff", "Works for a place that takes part"
    FAMILY_OF_STAFF = "family_of_staff", "Family of somebody who works for one"
    SENSITIVE = "sensitive", "Flagged as sensitive"
    SAFEGUARDING = "safeguarding", "Safeguarding"


def governs(user: Any) -> bool:
    """Whether the user's present role answers for who may look."""
    return user.acting is not None and may(user.acting.role, Permission.GOVERN_ACCESS)


class LastingQuerySet(models.QuerySet[Any]):
    """Rows that hold from a moment until a moment; who holds what is for whoever answers for access."""

    def visible_to(self, user: Any) -> Self:
        return self if governs(user) else self.none()

    def lasting_at(self, moment: datetime) -> Self:
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=moment), starts_at__lte=moment)


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    """The constraint that what holds from a moment does not end before it."""
    return models.CheckConstraint(
        name=name,
        condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
        violation_error_message="The end must not be before the start.",
    )


class Restriction(SchemeRow):
    """That only named people may open a record; for everybody else it does not exist, in lists and counts too."""

    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="restrictions", db_constraint=False
    )
    sensitivity = models.CharField(max_length=20, choices=Sensitivity.choices)
    reason = models.CharField(max_length=500)
    # The member of staff whose own record this is, or whose family's: they never open it, whatever they are named for.
    concerns = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = LastingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                name="restriction_sensitivity_is_known",
                condition=Q(sensitivity__in=Sensitivity.values),
                violation_error_message="Choose why the record is restricted.",
            ),
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(ends_at__isnull=True),
                name="one_restriction_at_a_time",
                violation_error_message="This record is restricted already.",
            ),
            ends_after_it_starts("restriction_ends_after_start"),
        ]

    def __str__(self) -> str:
        return Sensitivity(self.sensitivity).label


class NamedAccess(SchemeRow):
    """That one user may open one restricted record, from a moment until a moment, as far as their role goes."""

    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="named_access", db_constraint=False
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = LastingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "user"],
                condition=Q(ends_at__isnull=True),
                name="one_named_access_at_a_time",
                violation_error_message="This person is named already.",
            ),
            ends_after_it_starts("named_access_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.patient_id}"


class EmergencyAccessQuerySet(LastingQuerySet):
    def open_to(self, user: Any, moment: datetime) -> "EmergencyAccessQuerySet":
        """What the user opened and may still look at, in the role they act in now; in no other role of theirs."""
        return self.lasting_at(moment).filter(user=user, membership=user.acting)

    def waiting(self, moment: datetime) -> "EmergencyAccessQuerySet":
        """Asked for, and neither decided about nor lapsed."""
        return self.filter(starts_at__isnull=True, decided_at__isnull=True, lapses_at__gt=moment)

    def unreviewed(self) -> "EmergencyAccessQuerySet":
        """Opened, and nobody has said yet whether rightly."""
        settled = EmergencyReview.objects.settling().values("access_id")
        return self.filter(starts_at__isnull=False).exclude(pk__in=settled)


class EmergencyAccess(SchemeRow):
    """One breaking of the glass: one user opens one record out of their reach, for a reason and a short while.

    It opens nothing while `starts_at` is empty, which is how one that needs approval waits. It holds for the membership
    under which it was asked for, so whoever also holds another role does not take it there, and it ends with the role.
    """

    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="emergency_access", db_constraint=False
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=12, choices=Category.choices)
    reason = models.CharField(max_length=500)
    asked_at = models.DateTimeField(default=timezone.now)
    lapses_at = models.DateTimeField()
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    review_due_on = models.DateField()

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["user", "-asked_at"], name="emergency_access_by_user")]
        constraints = [
            models.CheckConstraint(
                name="emergency_access_ends",
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__gte=F("starts_at")),
                violation_error_message="Access in an emergency has an end.",
            ),
            models.CheckConstraint(
                name="emergency_category_is_known",
                condition=Q(category__in=Category.values),
                violation_error_message="Choose why you need the record now.",
            ),
            models.CheckConstraint(
                name="emergency_decided_by_somebody_else",
                condition=Q(decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decided_by=F("user")),
                violation_error_message="Somebody else must decide about what you asked for yourself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.patient_id}"

    @property
    def reference(self) -> str:
        """What the access is called wherever neither the person nor the user may be named."""
        return self.pk.hex[:8].upper()


class EmergencyReviewQuerySet(models.QuerySet[Any]):
    def settling(self) -> "EmergencyReviewQuerySet":
        """Those after which nothing more is asked."""
        return self.exclude(outcome=Outcome.MORE_TO_ASK)


class EmergencyReview(SchemeRow):
    """What whoever answers for access found about one breaking of the glass. Never edited: another one follows."""

    access = models.ForeignKey(EmergencyAccess, on_delete=models.PROTECT, related_name="outcomes", db_constraint=False)
    outcome = models.CharField(max_length=14, choices=Outcome.choices)
    note = models.CharField(max_length=500)
    what_is_done = models.CharField(max_length=500, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(default=timezone.now)

    objects = EmergencyReviewQuerySet.as_manager()

    class Meta:
        ordering = ["reviewed_at"]
        constraints = [
            models.CheckConstraint(
                name="emergency_review_outcome_is_known",
                condition=Q(outcome__in=Outcome.values),
                violation_error_message="Choose what you found.",
            ),
            models.CheckConstraint(
                name="not_justified_says_what_is_done",
                condition=~Q(outcome=Outcome.NOT_JUSTIFIED) | ~Q(what_is_done=""),
                violation_error_message="Enter what is done about it.",
            ),
            models.UniqueConstraint(
                fields=["access"],
                condition=~Q(outcome=Outcome.MORE_TO_ASK),
                name="an_emergency_is_settled_once",
                violation_error_message="This has been reviewed already.",
            ),
        ]

    def __str__(self) -> str:
        return Outcome(self.outcome).label


class EmergencyAttemptQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "EmergencyAttemptQuerySet":
        return self if governs(user) else self.none()


class EmergencyAttempt(SchemeRow):
    """One try to break the glass by which no record was opened. Never edited.

    `patient` is the restricted record that was meant, if one was: for whoever answers for access, and nobody else.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    tried_at = models.DateTimeField(default=timezone.now)

    objects = EmergencyAttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-tried_at"]
        indexes = [models.Index(fields=["user", "-tried_at"], name="emergency_attempt_by_user")]

    def __str__(self) -> str:
        return f"{self.user} at {self.tried_at:%Y-%m-%d %H:%M}"
