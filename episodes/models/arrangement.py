"""How care is arranged around a person, and that their own GP was told of care given elsewhere."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from episodes.classification import Notes, OnePlan, Pathway, Psychosocial, ReferralSource, Responsible, Setting
from episodes.models.episode import Episode
from patients.models import Patient
from practices.models import DatedQuerySet, Organisation, Practice, Professional, ends_after_start, never_overlapping
from schemes.models import SchemeRow

# What is said about an arrangement: everything but whose it is, its days, and who recorded it.
FACTS = (
    "prescribed_at", "prescriber", "setting", "support", "support_by", "one_plan", "notes", "notes_held_by",
    "responsible", "responsible_other", "referral_source", "pathway", "led_by",
)  # fmt: skip


def _known(name: str, field: str, values: list[str], message: str) -> models.CheckConstraint:
    """The constraint that a choice is one of those there are."""
    return models.CheckConstraint(name=name, condition=Q(**{f"{field}__in": values}), violation_error_message=message)


def _named_when(name: str, field: str, value: str, named: str, message: str) -> models.CheckConstraint:
    """The constraint that who or where is named exactly when the choice asks for it."""
    asked = Q(**{field: value})
    given = Q(**{f"{named}__isnull": False})
    return models.CheckConstraint(name=name, condition=asked & given | ~asked & ~given, violation_error_message=message)


class CareArrangementQuerySet(DatedQuerySet):
    def standing(self) -> "CareArrangementQuerySet":
        """Those that no correction has replaced."""
        return self.filter(superseded_by__isnull=True)

    def visible_to(self, user: Any) -> "CareArrangementQuerySet":
        """Of the people whose whole record this person may read."""
        return self.filter(patient__in=Patient.objects.wholly_visible_to(user))


class Arrangement(SchemeRow):
    """Who prescribes, who supports, whose plan and whose notes, from a day to a day (A3, A15, B5).

    Only facts are kept; whether they make shared care is worked out (`episodes.classification`). Where the person is
    registered stands with the person. A change is a new row; a correction keeps the wrong one, which stands no longer.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, related_name="care_arrangements", db_constraint=False
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    prescribed_at = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    prescriber = models.ForeignKey(
        Professional, on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True, blank=True
    )
    setting = models.CharField(max_length=20, choices=Setting.choices, default=Setting.NOT_KNOWN)
    support = models.CharField(max_length=10, choices=Psychosocial.choices, default=Psychosocial.NOT_KNOWN)
    support_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    one_plan = models.CharField(max_length=10, choices=OnePlan.choices, default=OnePlan.NOT_KNOWN)
    notes = models.CharField(max_length=10, choices=Notes.choices, default=Notes.NOT_KNOWN)
    notes_held_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    responsible = models.CharField(max_length=10, choices=Responsible.choices, default=Responsible.NOT_KNOWN)
    responsible_other = models.ForeignKey(
        Professional, on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True, blank=True
    )
    referral_source = models.CharField(max_length=20, choices=ReferralSource.choices, default=ReferralSource.NOT_KNOWN)
    pathway = models.CharField(max_length=20, choices=Pathway.choices, default=Pathway.NONE)
    led_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    superseded_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="corrects", null=True, blank=True, db_constraint=False
    )
    correction_reason = models.CharField(max_length=500, blank=True)

    objects = CareArrangementQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-recorded_at"]
        constraints = [
            never_overlapping(
                name="one_care_arrangement_at_a_time",
                same=["episode"],
                condition=Q(superseded_by__isnull=True),
                message="Another arrangement holds on some of these days.",
            ),
            ends_after_start("care_arrangement_ends_after_start"),
            models.CheckConstraint(
                name="prescriber_prescribes_somewhere",
                condition=Q(prescriber__isnull=True) | Q(prescribed_at__isnull=False),
                violation_error_message="Say where the prescriber prescribes.",
            ),
            _named_when(
                "support_names_who_gives_it", "support", Psychosocial.GIVEN, "support_by",
                "Choose who gives the support.",
            ),
            _named_when(
                "other_responsible_is_named", "responsible", Responsible.OTHER, "responsible_other",
                "Choose who carries clinical responsibility.",
            ),
            models.CheckConstraint(
                name="notes_elsewhere_may_name_where",
                condition=Q(notes=Notes.ELSEWHERE) | Q(notes_held_by__isnull=True),
                violation_error_message="Only notes kept elsewhere have another place.",
            ),
            models.CheckConstraint(
                name="pathway_names_who_leads_it",
                condition=Q(pathway=Pathway.NONE, led_by__isnull=True)
                | ~Q(pathway=Pathway.NONE) & Q(led_by__isnull=False),
                violation_error_message="Choose the service that leads the pathway.",
            ),
            _known("arrangement_setting_is_known", "setting", Setting.values, "Choose as what the prescriber works."),
            _known("arrangement_support_is_known", "support", Psychosocial.values, "Choose whether there is support."),
            _known("arrangement_plan_is_known", "one_plan", OnePlan.values, "Choose whether there is one care plan."),
            _known("arrangement_notes_are_known", "notes", Notes.values, "Choose where the notes are kept."),
            _known(
                "arrangement_responsible_is_known", "responsible", Responsible.values,
                "Choose who carries clinical responsibility.",
            ),
            _known("referral_source_is_known", "referral_source", ReferralSource.values, "Choose who sent them."),
            _known("pathway_is_known", "pathway", Pathway.values, "Choose a pathway."),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Arrangement from {self.starts_on}"

    @property
    def in_words(self) -> str:
        """The facts as one line."""
        said = {
            "Prescribed by": f"{self.prescriber or 'not known whom'}, {self.prescribed_at or 'not known where'}",
            "who treats them": self.get_setting_display().lower().replace("gp", "GP"),
            "clinically responsible": self.responsible_other or self.get_responsible_display().lower(),
            "psychosocial support": self.support_by or self.get_support_display().lower(),
            "one care plan": self.get_one_plan_display().lower(),
            "notes": self.notes_held_by or self.get_notes_display().lower(),
        }
        return "; ".join(f"{name}: {value}" for name, value in said.items()) + "."


class ToldHow(models.TextChoices):
    """How a GP was told."""

    LETTER = "letter", "Letter"
    SECURE_EMAIL = "secure_email", "Secure e-mail"
    TELEPHONE = "telephone", "Telephone"
    IN_PERSON = "in_person", "In person"


class ToldOwnGpQuerySet(models.QuerySet[Any]):
    def standing(self) -> "ToldOwnGpQuerySet":
        """Those that were not withdrawn as recorded by mistake."""
        return self.filter(withdrawn_at__isnull=True)

    def visible_to(self, user: Any) -> "ToldOwnGpQuerySet":
        """Of the people whose whole record this person may read."""
        return self.filter(patient__in=Patient.objects.wholly_visible_to(user))


class ToldOwnGp(SchemeRow):
    """That the practice where somebody is registered was told of their care elsewhere: when, how, by whom (A5).

    `practice` is where they were registered then: when they move to another, that one has still to be told.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="own_gp_told", db_constraint=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    told_on = models.DateField()
    how = models.CharField(max_length=15, choices=ToldHow.choices)
    told_by = models.CharField("who told them", max_length=120)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    objects = ToldOwnGpQuerySet.as_manager()

    class Meta:
        ordering = ["-told_on", "-recorded_at"]
        indexes = [models.Index(fields=["episode", "practice", "told_on"], name="own_gp_told_last")]
        constraints = [
            models.CheckConstraint(
                name="own_gp_told_somehow",
                condition=Q(how__in=ToldHow.values),
                violation_error_message="Choose how the practice was told.",
            ),
            models.CheckConstraint(
                name="own_gp_told_withdrawn_with_reason",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason=""),
                violation_error_message="What is withdrawn has somebody who did so, a moment and a reason.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice} was told on {self.told_on}"
