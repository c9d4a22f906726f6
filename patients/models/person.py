"""A person on the register: how they may be reached, whether they may be invited, who takes part in their care."""

from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.urls import reverse
from django.utils import timezone

from accounts.reach import SEES, Reach
from accounts.roles import Permission, may
from audit import looks
from patients.models.access import EmergencyAccess, NamedAccess, Restriction
from practices.models import (
    DatedQuerySet,
    Organisation,
    Post,
    Practice,
    Professional,
    ends_after_start,
    never_overlapping,
)
from schemes.models import SchemeRow


class Sex(models.TextChoices):
    """As the register holds it."""

    FEMALE = "female", "Female"
    MALE = "male", "Male"
    OTHER = "other", "Other"
    UNKNOWN = "unknown", "Not known"


class Status(models.TextChoices):
    """Whether the person is on the register."""

    REGISTERED = "registered", "Registered"
    MOVED = "moved", "Moved away"
    DECEASED = "deceased", "Died"
    ERASED = "erased", "Erased"


class Channel(models.TextChoices):
    """How somebody may be reached."""

    LETTER = "letter", "Letter"
    SMS = "sms", "Text message"
    EMAIL = "email", "E-mail"


class Format(models.TextChoices):
    """How somebody needs what we print."""

    STANDARD = "standard", "Standard print"
    LARGE_PRINT = "large_print", "Large print"
    EASY_READ = "easy_read", "Easy read"


class PatientQuerySet(models.QuerySet[Any]):
    def registered(self) -> "PatientQuerySet":
        return self.filter(status=Status.REGISTERED)

    def visible_to(self, user: Any) -> "PatientQuerySet":
        """The door: whom this person's present role lets them see, of those behind the wall (`accounts/reach.py`).

        A linked role sees the people registered at its place, those linked to it today and those for whom its holder
        broke the glass. Nobody but whoever is named sees a restricted record, and nobody the one that concerns them.
        """
        acting = user.acting
        if acting is None or not may(acting.role, Permission.VIEW_PEOPLE):
            return self.none()
        reach = SEES[acting.role].reach
        if reach == Reach.NOBODY:
            return self.none()
        left = self.exclude(status=Status.ERASED)
        now = timezone.now()
        known = left.filter(_linked(user, now)) if reach == Reach.LINKED else left
        return known.exclude(pk__in=_restricted(user, reach, now).values("patient_id"))

    def seen_by(self, user: Any) -> "PatientQuerySet":
        """The same, each knowing that it was read for this role, and whether in an emergency.

        For a page that only reads: `holds_for` asks such a row instead of the database.
        """
        acting = user.acting
        if acting is None:
            return self.none()
        opened = EmergencyAccess.objects.open_to(user, timezone.now()).filter(patient=OuterRef("pk"))
        return self.visible_to(user).annotate(
            seen_as=Value(acting.pk, output_field=models.UUIDField()), in_an_emergency=Exists(opened)
        )

    def withheld_from(self, user: Any) -> "PatientQuerySet":
        """The restricted records this person does not get into, named for them or not, whatever their role."""
        return self.filter(pk__in=_restricted(user, Reach.LINKED, timezone.now()).values("patient_id"))

    def restricted(self) -> "PatientQuerySet":
        """Whose records only named people open now."""
        return self.filter(pk__in=Restriction.objects.lasting_at(timezone.now()).values("patient_id"))

    def wholly_visible_to(self, user: Any) -> "PatientQuerySet":
        """Of those this person may see, the ones whose whole record they may read: plans, reviews, invitations."""
        acting = user.acting
        if acting is None or not may(acting.role, Permission.VIEW_WHOLE_RECORD):
            return self.none()
        return self.visible_to(user)


def _restricted(user: Any, reach: Reach, now: datetime) -> models.QuerySet[Restriction]:
    """The restrictions that hold against the user: for whoever reaches everybody, only the one that concerns them."""
    lasting = Restriction.objects.lasting_at(now)
    own = lasting.filter(concerns=user)
    if reach == Reach.EVERYBODY:
        return own
    named = NamedAccess.objects.lasting_at(now).filter(user=user)
    return lasting.exclude(patient__in=named.values("patient_id")) | own


def _linked(user: Any, now: datetime) -> Q:
    """Registered at the user's place, linked to it today, or opened by them in an emergency."""
    place = user.acting.organisation_id
    links = CareLink.objects.held_on(timezone.localdate(now)).filter(organisation_id=place)
    opened = EmergencyAccess.objects.open_to(user, now)
    return Q(practice_id=place) | Q(pk__in=links.values("patient_id")) | Q(pk__in=opened.values("patient_id"))


class Patient(SchemeRow):
    """A person on the scheme's register. The same NHS number may live in two schemes, and neither can tell."""

    nhs_number = models.CharField(max_length=10, null=True, blank=True)  # noqa: DJ001  unique when known
    family_name = models.CharField(max_length=80)
    given_name = models.CharField(max_length=80)
    born_on = models.DateField()
    died_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=10, choices=Sex.choices, default=Sex.UNKNOWN)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="patients")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.REGISTERED)
    address = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    no_fixed_abode = models.BooleanField(default=False)
    mobile = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    preferred_channel = models.CharField(max_length=10, choices=Channel.choices, blank=True)
    safe_to_post = models.BooleanField(default=True)
    safe_to_text = models.BooleanField(default=True)
    safe_to_email = models.BooleanField(default=True)
    safe_to_ring = models.BooleanField(default=True, db_default=True)
    phone_is_shared = models.BooleanField(default=False, db_default=False)
    voicemail_is_safe = models.BooleanField(default=False, db_default=False)  # only where they said so
    language = models.CharField(max_length=40, blank=True)
    format = models.CharField(max_length=12, choices=Format.choices, default=Format.STANDARD)
    needs = models.CharField(max_length=200, blank=True)
    # Since when the way to reach this person is what they told somebody here; from then on no file overrides it.
    preferences_recorded_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Since when who this person is was corrected here; from then on no file overrides it.
    identity_recorded_at = models.DateTimeField(null=True, blank=True, editable=False)
    moved_on = models.DateField(null=True, blank=True)
    # Of somebody erased: a keyed hash of their NHS number, so that a register which brings them again is noticed.
    erased_number = models.CharField(max_length=64, blank=True, db_default="", editable=False)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField(auto_now_add=True)

    objects = PatientQuerySet.as_manager()

    class Meta:
        ordering = ["family_name", "given_name", "born_on", "id"]
        indexes = [
            models.Index(fields=["scheme", "practice", "family_name"], name="patient_by_practice"),
            models.Index(fields=["scheme", "born_on"], name="patient_by_birth"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "nhs_number"],
                condition=Q(nhs_number__isnull=False),
                name="nhs_number_once_a_scheme",
                violation_error_message="Somebody on the register already has this NHS number.",
            ),
            models.CheckConstraint(
                name="nhs_number_is_ten_digits",
                condition=Q(nhs_number__isnull=True) | Q(nhs_number__regex=r"^[0-9]{10}$"),
                violation_error_message="Enter all 10 digits of the NHS number.",
            ),
            models.CheckConstraint(
                name="patient_sex_is_known", condition=Q(sex__in=Sex.values), violation_error_message="Choose a sex."
            ),
            models.CheckConstraint(
                name="patient_status_is_known",
                condition=Q(status__in=Status.values),
                violation_error_message="Choose a status.",
            ),
            models.CheckConstraint(
                name="patient_channel_is_known",
                condition=Q(preferred_channel__in=["", *Channel.values]),
                violation_error_message="Choose a way to be reached.",
            ),
            models.CheckConstraint(
                name="patient_died_after_birth",
                condition=Q(died_on__isnull=True) | Q(died_on__gte=F("born_on")),
                violation_error_message="The date of death must not be before the date of birth.",
            ),
            models.CheckConstraint(
                name="patient_died_or_moved_as_status_says",
                condition=(Q(died_on__isnull=True) | Q(status=Status.DECEASED))
                & (Q(moved_on__isnull=True) | Q(status=Status.MOVED)),
                violation_error_message="Only who died has a day of death, and only who moved away a day of moving.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.pk])

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


# Reading any of these while a page is made shows somebody, and the page must have recorded the look.
PARTICULARS = ("family_name", "given_name", "nhs_number", "born_on", "address", "postcode", "mobile", "email")
looks.watch(Patient, *PARTICULARS, whose=lambda patient: [patient.pk])


class CareLink(SchemeRow):
    """That an organisation takes part in one person's care, from a day to a day; it sees them while it lasts."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="care_links", db_constraint=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="care_links")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            never_overlapping(
                name="one_care_link_at_a_time",
                same=["patient", "organisation"],
                message="This organisation is already linked to the person on some of these days.",
            ),
            ends_after_start("care_link_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} and {self.patient_id}"


class UsualGpQuerySet(DatedQuerySet):
    def with_whether_there(self, day: date) -> "UsualGpQuerySet":
        """With `there`: whether the GP works at the person's practice on the day."""
        posts = Post.objects.held_on(day).filter(
            professional=OuterRef("gp"), organisation=OuterRef("patient__practice")
        )
        return self.annotate(there=Exists(posts))


class UsualGp(SchemeRow):
    """Which GP a person usually sees, from a day on; the rows before stay, so that continuity can be told (B13)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="usual_gps", db_constraint=False)
    gp = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = UsualGpQuerySet.as_manager()

    class Meta:
        constraints = [
            never_overlapping(
                name="one_usual_gp_at_a_time",
                same=["patient"],
                message="This person has another usual GP on some of these days.",
            ),
            ends_after_start("usual_gp_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"Usual GP from {self.starts_on}"


class ObjectionTo(models.TextChoices):
    """What a person does not want: to be invited, or their record used beyond their own care (UK GDPR article 21)."""

    INVITATIONS = "invitations", "Being invited"
    BEYOND_CARE = "beyond_care", "Use of the record beyond their own care"


class OptOutQuerySet(DatedQuerySet):
    def of_invitations(self) -> "OptOutQuerySet":
        return self.filter(about=ObjectionTo.INVITATIONS)

    def of_use_beyond_care(self) -> "OptOutQuerySet":
        return self.filter(about=ObjectionTo.BEYOND_CARE)

    def lasting_on(self, day: date) -> "OptOutQuerySet":
        """Those that hold on the day or begin later."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def overlapping(self, starts_on: date, ends_on: date | None) -> "OptOutQuerySet":
        """Those that hold on some day of this time; without an end it is for ever."""
        begun = self if ends_on is None else self.filter(starts_on__lte=ends_on)
        return begun.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))


class OptOut(SchemeRow):
    """That a person does not want to be invited, or their record used beyond their care; reversible, and kept (H9)."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="opt_outs", db_constraint=False)
    about = models.CharField(max_length=12, choices=ObjectionTo.choices, default=ObjectionTo.INVITATIONS)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200)
    end_reason = models.CharField(max_length=200, blank=True)

    objects = OptOutQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("opt_out_ends_after_start"),
            models.CheckConstraint(
                name="opt_out_is_known",
                condition=Q(about__in=ObjectionTo.values),
                violation_error_message="Choose what they object to.",
            ),
        ]

    def __str__(self) -> str:
        return f"Opt-out from {self.starts_on}"
