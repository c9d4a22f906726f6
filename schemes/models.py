"""The scheme, who takes part in it, and the numbers it has chosen for itself."""

import uuid
from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from practices.models import DatedQuerySet, Organisation, ends_after_start, never_overlapping
from schemes.agreement import REVIEW_WEEKS, SIGN_WITHIN_DAYS
from schemes.lifecycle import LIFE, Move, Status


class Scheme(models.Model):
    """A locality's organised shared care: who commissions it, who runs it, how secure it is (A1)."""

    unwalled_because = "named when somebody chooses where to stand; holds no people but its co-ordinator"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    locality = models.CharField(max_length=120)
    commissioner = models.CharField(max_length=120)
    model_description = models.TextField(blank=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.PLANNED)
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]
        triggers = [pgtrigger.FSM(name="scheme_moves", field="status", transitions=LIFE.transitions())]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], name="scheme_name_is_unique", violation_error_message="A scheme has this name already."
            ),
            models.CheckConstraint(
                name="scheme_status_is_known",
                condition=Q(status__in=Status.values),
                violation_error_message="Choose one of the statuses there are.",
            ),
            models.CheckConstraint(
                name="running_scheme_has_coordinator",
                condition=Q(status=Status.PLANNED) | Q(coordinator__isnull=False),
                violation_error_message="Name the scheme co-ordinator before the scheme leaves planning.",
            ),
            ends_after_start("scheme_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name


class SchemeRow(models.Model):
    """What every row of one scheme has: its own key and the scheme whose wall it stands behind."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True


class SchemeStatusChange(SchemeRow):
    """One move in the life of the scheme, with the reason given for it (A13). Never edited."""

    move = models.CharField(max_length=15, choices=Move.choices)
    status = models.CharField(max_length=20, choices=Status.choices)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                name="scheme_status_change_status_is_known",
                condition=Q(status__in=Status.values),
                violation_error_message="Choose one of the statuses there are.",
            ),
            models.CheckConstraint(
                name="scheme_status_change_move_is_known",
                condition=Q(move__in=Move.values),
                violation_error_message="Choose one of the moves there are.",
            ),
        ]

    def __str__(self) -> str:
        return f"{Move(self.move).label} at {self.at:%Y-%m-%d %H:%M}"


class Participation(SchemeRow):
    """That an organisation takes part in the scheme, from a day to a day."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="participations")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name", "-starts_on"]
        constraints = [
            never_overlapping(
                name="one_participation_at_a_time",
                same=["scheme", "organisation"],
                message="This organisation already takes part on some of these days.",
            ),
            ends_after_start("participation_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.scheme}"


class SpecialPopulation(SchemeRow):
    """That a practice is commissioned for a particular group of people, from a day to a day (A14)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    population = models.CharField(max_length=120)
    basis = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            never_overlapping(
                name="one_special_population_at_a_time",
                same=["scheme", "organisation"],
                message="This practice is commissioned for a group already on some of these days.",
            ),
            ends_after_start("special_population_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} for {self.population}"


NUMBERS = (
    "review_weeks_stable",
    "review_weeks_complex",
    "review_weeks_chaotic",
    "attempts",
    "attempt_gap_days",
    "contacts_a_month",
    "texts_pence_a_hundred",
    "letters_pence_a_hundred",
    "target_reached",
    "target_answered",
    "target_attended",
    "caseload_limit_level_1",
    "caseload_limit_level_2",
    "meeting_every_weeks",
    "people_seen_an_hour",
    "looks_without_a_deed",
    "gap_warning_days",
    "own_gp_weeks",
    "stable_weeks",
    "query_hours_urgent",
    "query_hours_routine",
    "silence_days",
    "acknowledge_days",
    "contact_weeks",
    "verify_months",
    "caseload_review_weeks",
)


class VersionQuerySet(models.QuerySet[Any]):
    """Of what the scheme decides anew from a day on, version by version."""

    def begun_by(self, day: date) -> "VersionQuerySet":
        """The versions that have begun by the day; the first of them is in force."""
        return self.filter(starts_on__lte=day).order_by("-starts_on", "-number")


class Protocol(SchemeRow):
    """One version of the scheme's own numbers; the newest that has begun is in force. Defaults ship, nothing is fixed.

    Sources of the defaults: review at least yearly, sooner for complex needs (RCGP/C4CC toolkit; capabilities L1), with
    three months usual in drug treatment (standards 5.1); two invitations at least, three by habit, three weeks apart
    (standards 10); a meeting a quarter (standards 11). From how many people seen in an hour, and looks at one person
    without doing anything for them, the information-governance lead is told; how many days ahead a gap in who answers
    for somebody is shown; how often a month one person is contacted by all campaigns together; how many weeks what
    their own GP was told lasts; for how many weeks care has been stable before it could come down to primary care;
    within how many hours a clinical query is answered in time; after how long nothing exchanged is a silence, something
    sent is late to be acknowledged, a place is to be contacted, a way to reach somebody tried and a GP's caseload gone
    through again: our own first guess, no source sets them.
    """

    number = models.PositiveIntegerField()
    starts_on = models.DateField()
    source = models.CharField(max_length=200)
    review_weeks_stable = models.PositiveSmallIntegerField(default=52)
    review_weeks_complex = models.PositiveSmallIntegerField(default=26)
    review_weeks_chaotic = models.PositiveSmallIntegerField(default=13)
    attempts = models.PositiveSmallIntegerField(default=3)
    attempt_gap_days = models.PositiveSmallIntegerField(default=21)
    contacts_a_month = models.PositiveSmallIntegerField(default=2)
    texts_pence_a_hundred = models.PositiveIntegerField(null=True, blank=True)  # nobody knows before they ask
    letters_pence_a_hundred = models.PositiveIntegerField(null=True, blank=True)
    target_reached = models.PositiveSmallIntegerField(null=True, blank=True)  # percentages; none before they are agreed
    target_answered = models.PositiveSmallIntegerField(null=True, blank=True)
    target_attended = models.PositiveSmallIntegerField(null=True, blank=True)
    caseload_limit_level_1 = models.PositiveSmallIntegerField(default=15)
    caseload_limit_level_2 = models.PositiveSmallIntegerField(default=30)
    meeting_every_weeks = models.PositiveSmallIntegerField(default=13)
    people_seen_an_hour = models.PositiveSmallIntegerField(default=100)
    looks_without_a_deed = models.PositiveSmallIntegerField(default=10)
    gap_warning_days = models.PositiveSmallIntegerField(default=28)
    own_gp_weeks = models.PositiveSmallIntegerField(default=13)
    stable_weeks = models.PositiveSmallIntegerField(default=26)
    query_hours_urgent = models.PositiveSmallIntegerField(default=4)
    query_hours_routine = models.PositiveSmallIntegerField(default=72)
    silence_days = models.PositiveSmallIntegerField(default=90)
    acknowledge_days = models.PositiveSmallIntegerField(default=14)
    contact_weeks = models.PositiveSmallIntegerField(default=13)
    verify_months = models.PositiveSmallIntegerField(default=6)
    caseload_review_weeks = models.PositiveSmallIntegerField(default=26)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="protocol_number_is_unique"),
            models.CheckConstraint(
                name="protocol_numbers_are_positive",
                condition=Q(review_weeks_stable__gt=0, review_weeks_complex__gt=0, review_weeks_chaotic__gt=0)
                & Q(attempts__gt=0, attempt_gap_days__gte=7),
                violation_error_message="Intervals must be a week or more, and at least one attempt must be made.",
            ),
            models.CheckConstraint(
                name="protocol_contacts_are_counted",
                condition=Q(contacts_a_month__gt=0),
                violation_error_message="One person may be contacted once a month at least.",
            ),
            models.CheckConstraint(
                name="protocol_targets_are_percentages",
                condition=(Q(target_reached__isnull=True) | Q(target_reached__lte=100))
                & (Q(target_answered__isnull=True) | Q(target_answered__lte=100))
                & (Q(target_attended__isnull=True) | Q(target_attended__lte=100)),
                violation_error_message="A target is a percentage.",
            ),
            models.CheckConstraint(
                name="protocol_looks_are_counted",
                condition=Q(people_seen_an_hour__gt=0, looks_without_a_deed__gt=0),
                violation_error_message="Looks stand out from one person or one look on.",
            ),
            models.CheckConstraint(
                name="protocol_own_gp_is_told_again",
                condition=Q(own_gp_weeks__gt=0),
                violation_error_message="What a GP was told lasts for one week or more.",
            ),
            models.CheckConstraint(
                name="protocol_query_hours_are_positive",
                condition=Q(query_hours_urgent__gt=0, query_hours_routine__gte=F("query_hours_urgent")),
                violation_error_message="Clinical queries are answered within an hour or more, urgent ones no later.",
            ),
            models.CheckConstraint(
                name="protocol_exchange_is_counted",
                condition=Q(silence_days__gt=0, acknowledge_days__gt=0, contact_weeks__gt=0)
                & Q(verify_months__gt=0, caseload_review_weeks__gt=0),
                violation_error_message="Days, weeks and months must be one or more.",
            ),
        ]

    def __str__(self) -> str:
        return f"Protocol version {self.number}"


class CareAspect(SchemeRow):
    """An aspect of care that somebody must answer for; the list is the scheme's own (A2, B1)."""

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="care_aspect_code_is_unique"),
            ends_after_start("care_aspect_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name


class AgreementTemplate(SchemeRow):
    """One version of what shared care agreements say before they are fitted to a person (B2). Never edited.

    Duties, one a line, are kept by party; the fields are named in `schemes.agreement`.
    """

    number = models.PositiveIntegerField()
    starts_on = models.DateField()
    source = models.CharField(max_length=200)
    patient_duties = models.TextField()
    prescriber_duties = models.TextField()
    key_worker_duties = models.TextField()
    pharmacist_duties = models.TextField()
    specialist_duties = models.TextField()
    communication = models.TextField()
    return_criteria = models.TextField()
    cover = models.TextField()
    review_weeks = models.PositiveSmallIntegerField(default=REVIEW_WEEKS)
    sign_within_days = models.PositiveSmallIntegerField(default=SIGN_WITHIN_DAYS)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "number"],
                name="agreement_template_number_is_unique",
                violation_error_message="Somebody else adopted a template just now. Look at it, then try again.",
            ),
            models.CheckConstraint(
                name="agreement_template_numbers_are_positive",
                condition=Q(review_weeks__gt=0, sign_within_days__gt=0),
                violation_error_message="Weeks and days must be one or more.",
            ),
        ]

    def __str__(self) -> str:
        return f"Template version {self.number}"
