"""Supervised consumption as it is recorded, not prescribed: which days, at which pharmacy, and what came of each day.

No drug and no dose is named anywhere here; the prescription says those.
"""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.roles import Permission, may
from episodes.collecting import ATTENDS, NEEDS_NOTE, DayKind, Outcome, in_words
from episodes.holidays import Nation
from episodes.models.episode import Episode
from practices.models import DatedQuerySet, Organisation, ends_after_start, never_overlapping
from schemes.models import SchemeRow, VersionQuerySet


def concerns(user: Any) -> bool:
    """Whether collections and alerts are the business of the user's role: of whoever treats people, and pharmacies."""
    return user.acting is not None and may(user.acting.role, Permission.RECORD_COLLECTION)


class ArrangementQuerySet(DatedQuerySet):
    def visible_to(self, user: Any) -> "ArrangementQuerySet":
        """Of the people this person may see, for whoever has to do with what they collect."""
        return self.filter(episode__in=Episode.objects.visible_to(user)) if concerns(user) else self.none()


class CollectionArrangement(SchemeRow):
    """On which days somebody collects or takes their medicine at which pharmacy (D2); a change is a new row."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="arrangements", db_constraint=False)
    pharmacy = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    days = ArrayField(models.CharField(max_length=10, choices=DayKind.choices), size=7)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    may_vary = models.CharField("who may vary it", max_length=120)
    review_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = ArrangementQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        indexes = [models.Index(fields=["pharmacy", "starts_on"], name="arrangement_by_pharmacy")]
        constraints = [
            never_overlapping(
                name="one_arrangement_at_a_time",
                same=["episode"],
                message="An arrangement holds on some of these days already.",
            ),
            ends_after_start("arrangement_ends_after_start"),
            models.CheckConstraint(
                name="arrangement_days_are_a_week",
                condition=Q(days__len=7, days__contained_by=DayKind.values, days__overlap=sorted(ATTENDS)),
                violation_error_message="Say for each day of the week what happens; on one of them the person comes.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pharmacy}: {in_words(self.days)}"

    @property
    def in_words(self) -> str:
        return in_words(self.days)


class CollectionQuerySet(models.QuerySet[Any]):
    def standing(self) -> "CollectionQuerySet":
        """Those that no correction has replaced."""
        return self.filter(superseded_by__isnull=True)

    def visible_to(self, user: Any) -> "CollectionQuerySet":
        return self.filter(arrangement__in=CollectionArrangement.objects.visible_to(user))


class Collection(SchemeRow):
    """What came of one day. A correction is a new row that supersedes this one."""

    arrangement = models.ForeignKey(
        CollectionArrangement, on_delete=models.PROTECT, related_name="collections", db_constraint=False
    )
    day = models.DateField()
    outcome = models.CharField(max_length=14, choices=Outcome.choices)
    note = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    correction_reason = models.CharField(max_length=200, blank=True)
    superseded_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes", db_constraint=False
    )

    objects = CollectionQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["arrangement", "day"],
                condition=Q(superseded_by__isnull=True),
                name="one_collection_a_day",
                violation_error_message="This day is recorded already. Correct that record if it is wrong.",
            ),
            models.CheckConstraint(
                name="collection_outcome_is_known",
                condition=Q(outcome__in=Outcome.values),
                violation_error_message="Choose what came of the day.",
            ),
            models.CheckConstraint(
                name="collection_says_what_is_wrong",
                condition=~Q(outcome__in=sorted(NEEDS_NOTE)) | ~Q(note=""),
                violation_error_message="Say what happened, so that somebody can act on it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{Outcome(self.outcome).label} on {self.day}"


class PharmacyClosure(SchemeRow):
    """That a pharmacy is closed from a day to a day, beyond bank holidays."""

    pharmacy = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=200)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pharmacy__name"]
        constraints = [
            never_overlapping(
                name="one_closure_at_a_time",
                same=["scheme", "pharmacy"],
                message="This pharmacy is closed on some of these days already.",
            ),
            ends_after_start("closure_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.pharmacy} from {self.starts_on} to {self.ends_on}"

    @property
    def length(self) -> int:
        """How many days it lasts."""
        return (self.ends_on - self.starts_on).days + 1


def first_minutes() -> list[int]:
    return [0, 60, 120, 240, 360]


def urgent_minutes() -> list[int]:
    return [0, 30, 60, 120, 180]


def highest_minutes() -> list[int]:
    return [0, 0, 0, 15, 30]


class CollectionRule(SchemeRow):
    """One version of the scheme's own numbers for collections and their alerts; the newest that has begun holds.

    Sources of the defaults: the highest level at three days in a row without a dose, because tolerance may be lost
    (BNF; pharmacies' service agreements: at three or more the dose is withheld and the prescriber asked). The minutes
    of the clock, and from how many unrecorded days on nobody knows enough, are our own first guess: no source sets
    them, but for an answer on the same working day (standard 17 of the audit set). A closure of more days than
    `longest_closure_days` cannot be bridged by doses to take home, so its days go on being expected.
    """

    number = models.PositiveIntegerField(default=1)
    starts_on = models.DateField()
    source = models.CharField(max_length=200)
    nation = models.CharField(max_length=3, choices=Nation.choices, default=Nation.ENGLAND)
    urgent_after_days = models.PositiveSmallIntegerField(default=2)
    highest_after_days = models.PositiveSmallIntegerField(default=3)
    not_recorded_after_days = models.PositiveSmallIntegerField(default=2)
    longest_closure_days = models.PositiveSmallIntegerField(default=4)
    minutes_first = ArrayField(models.PositiveSmallIntegerField(), size=5, default=first_minutes)
    minutes_urgent = ArrayField(models.PositiveSmallIntegerField(), size=5, default=urgent_minutes)
    minutes_highest = ArrayField(models.PositiveSmallIntegerField(), size=5, default=highest_minutes)
    repeat_minutes = models.PositiveSmallIntegerField(default=60)
    duty_lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="collection_rule_number_is_unique"),
            models.CheckConstraint(
                name="collection_rule_numbers_rise",
                condition=Q(urgent_after_days__gte=1, not_recorded_after_days__gte=1, longest_closure_days__gte=1)
                & Q(highest_after_days__gte=models.F("urgent_after_days"), repeat_minutes__gte=5),
                violation_error_message=(
                    "The highest level comes with the urgent one or later, days are counted from 1, and the last step "
                    "is repeated every 5 minutes or less often."
                ),
            ),
            models.CheckConstraint(
                name="collection_rule_has_every_step",
                condition=Q(minutes_first__len=5, minutes_urgent__len=5, minutes_highest__len=5),
                violation_error_message="Give the minutes to each of the five steps.",
            ),
            models.CheckConstraint(
                name="collection_rule_nation_is_known",
                condition=Q(nation__in=Nation.values),
                violation_error_message="Choose the nation whose bank holidays count.",
            ),
        ]

    def __str__(self) -> str:
        return f"Numbers for collections, version {self.number}"
