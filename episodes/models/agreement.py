"""A shared care agreement: its versions, who is party to each, their signatures, and the copies that were given."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.roles import Permission, may
from audit import looks
from episodes.agreement import Facts, StandingStatus, standing
from episodes.lifecycle import (
    AGREEMENT_LIFE,
    SIGNATURE_LIFE,
    AgreementMove,
    AgreementStatus,
    SignatureStatus,
)
from episodes.models.episode import Episode
from patients.models import Patient
from practices.models import Organisation, Professional
from schemes.agreement import Party
from schemes.models import AgreementTemplate, SchemeRow


class AgreementQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "AgreementQuerySet":
        """The agreements of people whose whole record the user may read; else those their own place is party to."""
        people = Patient.objects.visible_to(user)
        if user.acting is None or may(user.acting.role, Permission.VIEW_WHOLE_RECORD):
            return self.filter(patient__in=people)
        if not may(user.acting.role, Permission.SIGN_AGREEMENT):
            return self.none()
        own = AgreementParty.objects.filter(agreement=OuterRef("pk"), organisation_id=user.acting.organisation_id)
        return self.filter(Exists(own), patient__in=people).exclude(status=AgreementStatus.DRAFT)

    def unfinished(self) -> "AgreementQuerySet":
        """Being written, or waiting for signatures."""
        return self.filter(status__in=[AgreementStatus.DRAFT, AgreementStatus.OFFERED])


class Agreement(SchemeRow):
    """One version of the agreement about a person's shared care (B2). Its words stay as they are once it is offered.

    A version comes into force with its last signature, and until then the one before stays in force; `in_force` says
    from and until when it held or will hold.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="agreements", db_constraint=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="agreements", db_constraint=False)
    template = models.ForeignKey(AgreementTemplate, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=AgreementStatus.choices, default=AGREEMENT_LIFE.initial)
    starts_on = models.DateField()
    review_on = models.DateField()
    ends_on = models.DateField()
    communication = models.TextField()
    return_criteria = models.TextField()
    cover = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    offered_on = models.DateField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    in_force = DateTimeRangeField(null=True, blank=True)
    notice_of = models.CharField(max_length=12, choices=Party.choices, blank=True)
    notice_reason = models.CharField(max_length=500, blank=True)
    notice_ends_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "number"],
                name="agreement_number_is_unique",
                violation_error_message="Somebody else began a version just now. Look at it first.",
            ),
            models.UniqueConstraint(
                fields=["episode"],
                condition=Q(status__in=[AgreementStatus.DRAFT, AgreementStatus.OFFERED]),
                name="one_unfinished_agreement",
                violation_error_message="A version is being written or waits for signatures already.",
            ),
            ExclusionConstraint(
                name="one_agreement_in_force_at_a_time",
                expressions=[("episode", RangeOperators.EQUAL), ("in_force", RangeOperators.OVERLAPS)],
                violation_error_message="Another version is in force at that time.",
            ),
            models.CheckConstraint(
                name="agreement_status_is_known",
                condition=Q(status__in=AgreementStatus.values),
                violation_error_message="Choose one of the statuses there are.",
            ),
            models.CheckConstraint(
                name="agreement_days_in_order",
                condition=Q(ends_on__gte=F("starts_on"), review_on__gt=F("starts_on"), review_on__lte=F("ends_on")),
                violation_error_message="The first day comes first, and the last day last.",
            ),
            models.CheckConstraint(
                name="agreement_offered_with_days",
                condition=Q(status__in=[AgreementStatus.DRAFT, AgreementStatus.WITHDRAWN, AgreementStatus.ENDED])
                | Q(offered_on__isnull=False, answer_by__isnull=False),
                violation_error_message="Say when the version was offered, and by when it is to be answered.",
            ),
            models.CheckConstraint(
                name="agreement_in_force_is_a_time",
                condition=~Q(status=AgreementStatus.IN_FORCE) | Q(in_force__isnull=False, in_force__isempty=False),
                violation_error_message="An agreement in force has a time for which it holds.",
            ),
            models.CheckConstraint(
                name="agreement_notice_is_whole",
                condition=Q(notice_of="", notice_ends_on__isnull=True)
                | Q(notice_of__in=Party.values, notice_ends_on__isnull=False),
                violation_error_message="Notice is given by a party, for a day.",
            ),
        ]
        triggers = [pgtrigger.FSM(name="agreement_moves", field="status", transitions=AGREEMENT_LIFE.transitions())]

    def __str__(self) -> str:
        return f"Version {self.number}"

    @property
    def facts(self) -> Facts:
        """What is known of it; whether somebody left and whether it is the newest only where a query annotated that."""
        return Facts(
            status=self.status,
            review_on=self.review_on,
            ends_on=self.ends_on,
            begins=self.in_force.lower if self.in_force else None,
            ends=self.in_force.upper if self.in_force else None,
            answer_by=self.answer_by,
            somebody_left=getattr(self, "somebody_left", False),
            newest=getattr(self, "newest", True),
        )

    @property
    def standing(self) -> StandingStatus:
        """How it stands now."""
        return standing(self.facts, timezone.now())


class AnswerHow(models.TextChoices):
    """In what way a party answered."""

    THEMSELVES = "themselves", "Signed in"
    PAPER = "paper", "On paper"


class AgreementParty(SchemeRow):
    """One party to one version: what they agree to do, and whether they signed. Silence leaves it open."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="parties", db_constraint=False)
    party = models.CharField(max_length=12, choices=Party.choices)
    position = models.PositiveSmallIntegerField()
    professional = models.ForeignKey(
        Professional, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    duties = models.TextField()
    status = models.CharField(max_length=10, choices=SignatureStatus.choices, default=SIGNATURE_LIFE.initial)
    reason = models.CharField(max_length=500, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    how = models.CharField(max_length=12, choices=AnswerHow.choices, blank=True)
    terms_hash = models.CharField(max_length=64, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "party"],
                name="party_once_an_agreement",
                violation_error_message="This party is named already.",
            ),
            models.CheckConstraint(
                name="agreement_party_is_known",
                condition=Q(party__in=Party.values, status__in=SignatureStatus.values, how__in=["", *AnswerHow.values]),
                violation_error_message="Choose one of the parties there are.",
            ),
            models.CheckConstraint(
                name="agreement_party_is_somebody",
                condition=Q(party=Party.PATIENT, professional__isnull=True, organisation__isnull=True)
                | ~Q(party=Party.PATIENT) & Q(professional__isnull=False, organisation__isnull=False),
                violation_error_message="Name who is party, and where they work.",
            ),
            models.CheckConstraint(
                name="agreement_answer_is_whole",
                condition=Q(status=SignatureStatus.OPEN, answered_on__isnull=True, recorded_by__isnull=True, how="")
                | ~Q(status=SignatureStatus.OPEN)
                & Q(answered_on__isnull=False, recorded_by__isnull=False, recorded_at__isnull=False)
                & ~Q(how="")
                & ~Q(terms_hash=""),
                violation_error_message="An answer says when, how and by whom it was put on record.",
            ),
            models.CheckConstraint(
                name="agreement_declined_with_reason",
                condition=~Q(status=SignatureStatus.DECLINED) | ~Q(reason=""),
                violation_error_message="Say why this party declines.",
            ),
            models.CheckConstraint(
                name="agreement_patient_signs_on_paper",
                condition=~Q(party=Party.PATIENT) | ~Q(how=AnswerHow.THEMSELVES),
                violation_error_message="The person does not sign in here: put the paper they signed on record.",
            ),
        ]
        triggers = [pgtrigger.FSM(name="signature_moves", field="status", transitions=SIGNATURE_LIFE.transitions())]

    def __str__(self) -> str:
        return str(Party(self.party).label)


class AgreementStatusChange(SchemeRow):
    """One move in the life of a version of an agreement, with the reason given for it. Never edited."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="changes", db_constraint=False)
    move = models.CharField(max_length=12, choices=AgreementMove.choices)
    status = models.CharField(max_length=12, choices=AgreementStatus.choices)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                name="agreement_change_is_known",
                condition=Q(move__in=AgreementMove.values, status__in=AgreementStatus.values),
                violation_error_message="Choose one of the moves there are.",
            )
        ]

    def __str__(self) -> str:
        return f"{AgreementMove(self.move).label} at {self.at:%Y-%m-%d %H:%M}"


class CopyVariant(models.TextChoices):
    """How a copy is set, for whoever reads it (J14)."""

    STANDARD = "standard", "Standard print"
    LARGE = "large", "Large print"


class AgreementCopyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "AgreementCopyQuerySet":
        """The copies of agreements this person may see; to a pharmacist only the pharmacy's own."""
        found = self.filter(agreement__in=Agreement.objects.visible_to(user))
        if user.acting is None or may(user.acting.role, Permission.VIEW_WHOLE_RECORD):
            return found
        return found.filter(party__organisation_id=user.acting.organisation_id)


class AgreementCopy(SchemeRow):
    """The agreement as it was printed for one party: kept as bytes, never rendered again."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="copies", db_constraint=False)
    party = models.ForeignKey(AgreementParty, on_delete=models.PROTECT, related_name="copies", db_constraint=False)
    variant = models.CharField(max_length=12, choices=CopyVariant.choices)
    template_version = models.PositiveSmallIntegerField()
    content_hash = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = AgreementCopyQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "variant", "content_hash"],
                name="agreement_copy_kept_once",
                violation_error_message="This copy has been made already.",
            ),
            models.CheckConstraint(
                name="agreement_copy_variant_is_known",
                condition=Q(variant__in=CopyVariant.values),
                violation_error_message="Choose how the copy is set.",
            ),
        ]

    def __str__(self) -> str:
        return f"{CopyVariant(self.variant).label}, {self.made_at:%Y-%m-%d}"


looks.watch(AgreementCopy, "pdf", whose=lambda copy: [copy.patient_id])
