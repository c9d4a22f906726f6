"""What people ask about their own record, and the copies that are made of it."""

from datetime import date
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import holds
from accounts.roles import Permission
from governance import lifecycle
from governance.lifecycle import BundleStatus, RequestStatus
from patients.models import Patient
from schemes.models import SchemeRow


class Kind(models.TextChoices):
    """Which right is used: the articles of the UK GDPR."""

    ACCESS = "access", "A copy of the record (article 15)"
    RECTIFICATION = "rectification", "Correction (article 16)"
    ERASURE = "erasure", "Erasure (article 17)"
    RESTRICTION = "restriction", "Restriction of use (article 18)"
    OBJECTION = "objection", "Objection (article 21)"


class RightsQuerySet(models.QuerySet[Any]):
    """Rows that only whoever answers people's rights may see; the wall holds them to their scheme."""

    def visible_to(self, user: Any) -> Self:
        return self if holds(user, Permission.ANSWER_RIGHTS) else self.none()


class RequestQuerySet(RightsQuerySet):
    def open(self) -> "RequestQuerySet":
        return self.filter(status=RequestStatus.OPEN)

    def overdue(self, day: date) -> "RequestQuerySet":
        return self.open().filter(due_on__lt=day)


class RightsRequest(SchemeRow):
    """One request by a person, from the day it came until it was answered."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    received_on = models.DateField()
    identity_checked = models.CharField("How we made sure who asked", max_length=300)
    asked_for = models.TextField("What was asked for", max_length=2000)
    due_on = models.DateField()
    extended_because = models.CharField(max_length=500, blank=True)
    told_on = models.DateField("Told of the extension on", null=True, blank=True)
    status = models.CharField(max_length=10, choices=RequestStatus.choices, default=lifecycle.REQUEST.initial)
    answer = models.TextField(max_length=4000, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="rights_request_values_are_known",
                condition=Q(kind__in=Kind.values, status__in=RequestStatus.values),
                violation_error_message="Choose what was asked for.",
            ),
            models.CheckConstraint(
                name="rights_request_closed_whole",
                condition=Q(status=RequestStatus.OPEN, closed_on__isnull=True, closed_by__isnull=True)
                | ~Q(status=RequestStatus.OPEN) & Q(closed_on__isnull=False, closed_by__isnull=False),
                violation_error_message="A closed request says when it was closed, and by whom.",
            ),
            models.CheckConstraint(
                name="rights_request_due_after_received",
                condition=Q(due_on__gt=F("received_on")),
                violation_error_message="A request falls due after it was received.",
            ),
        ]
        triggers = [pgtrigger.FSM(name="rights_moves", field="status", transitions=lifecycle.REQUEST.transitions())]

    def __str__(self) -> str:
        return Kind(self.kind).label

    def get_absolute_url(self) -> str:
        return reverse("governance:request", args=[self.pk])


class BundleQuerySet(RightsQuerySet):
    def waiting(self) -> "BundleQuerySet":
        return self.filter(status=BundleStatus.QUEUED)


class AccessBundle(SchemeRow):
    """The copy of a record for the person: the wish, how far it has come, and the bytes that were given."""

    request = models.OneToOneField(RightsRequest, on_delete=models.PROTECT, related_name="bundle", db_constraint=False)
    status = models.CharField(max_length=10, choices=BundleStatus.choices, default=lifecycle.BUNDLE.initial)
    content = models.BinaryField(default=b"")
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    reason = models.CharField("Why it failed", max_length=400, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    given_on = models.DateField(null=True, blank=True)
    given_how = models.CharField(max_length=200, blank=True)

    objects = BundleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="bundle_status_is_known",
                condition=Q(status__in=BundleStatus.values),
                violation_error_message="Choose one of the statuses there are.",
            ),
            models.CheckConstraint(
                name="bundle_given_whole",
                condition=Q(status=BundleStatus.GIVEN, given_on__isnull=False) & ~Q(sha256="")
                | ~Q(status=BundleStatus.GIVEN) & Q(given_on__isnull=True),
                violation_error_message="What was given says when, and is kept as it was.",
            ),
        ]
        triggers = [pgtrigger.FSM(name="bundle_moves", field="status", transitions=lifecycle.BUNDLE.transitions())]

    def __str__(self) -> str:
        return f"Copy: {BundleStatus(self.status).label}"


class WithholdingGround(models.TextChoices):
    """Why an entry may be left out of a copy (Data Protection Act 2018, schedules 2 and 3)."""

    THIRD_PARTY = "third_party", "It is about somebody else, who did not agree"
    SERIOUS_HARM = "serious_harm", "It would be likely to cause serious harm"


class Withholding(SchemeRow):
    """One entry left out of a copy, why and by whom. The copy says how many were, and never silently fewer."""

    bundle = models.ForeignKey(AccessBundle, on_delete=models.PROTECT, related_name="withheld", db_constraint=False)
    section = models.CharField(max_length=80)
    row_key = models.CharField(max_length=64)
    ground = models.CharField(max_length=14, choices=WithholdingGround.choices)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["bundle", "section", "row_key"],
                name="an_entry_is_withheld_once",
                violation_error_message="This entry is left out already.",
            ),
            models.CheckConstraint(
                name="withholding_ground_is_known",
                condition=Q(ground__in=WithholdingGround.values),
                violation_error_message="Choose why the entry is left out.",
            ),
        ]

    def __str__(self) -> str:
        return WithholdingGround(self.ground).label
