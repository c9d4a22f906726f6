"""Clinical queries: asked by anybody in the team, sent on by the co-ordinator, answered by one named clinician."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.roles import Permission, may
from audit import looks
from episodes.competence import Ground
from episodes.desk import OPEN, Urgency
from episodes.lifecycle import QUERY_LIFE, QueryMove, QueryStatus
from episodes.models.knowledge import KnowledgeArticle
from patients.models import CareLink, Patient
from practices.models import Organisation, Professional
from schemes.models import SchemeRow

WITH_CLINICIAN = [QueryStatus.ROUTED, QueryStatus.ANSWERED, QueryStatus.CLOSED]
WITH_ANSWER = [QueryStatus.ANSWERED, QueryStatus.CLOSED]


class ClinicalQueryQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "ClinicalQueryQuerySet":
        """Those about nobody, for everybody who may ask; those about people whose whole record the user may read; to a
        pharmacist those that their own pharmacy asked."""
        if user.acting is None or not may(user.acting.role, Permission.ASK_QUERY):
            return self.none()
        about = Q(patient__in=Patient.objects.visible_to(user))
        if not may(user.acting.role, Permission.VIEW_WHOLE_RECORD):
            about &= Q(organisation_id=user.acting.organisation_id)
        return self.filter(about | Q(patient__isnull=True))

    def unanswered(self) -> "ClinicalQueryQuerySet":
        """Neither answered nor withdrawn."""
        return self.filter(status__in=OPEN)


class ClinicalQuery(SchemeRow):
    """A question to a clinician, about a person or about nobody in particular (C17). Once answered its words stay.

    `organisation` is where whoever asked works, empty for the scheme's own staff. `answer_by` is the moment after which
    it is late, as the scheme's number was when it was asked. `link` is what let the clinician's organisation see the
    person, where it did not before; it ends with the query. `answered_as` is the evidence the clinician had that day.
    The article knows nothing of its query, so that nobody finds a person from it.
    """

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="clinical_queries", db_constraint=False, null=True, blank=True
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    urgency = models.CharField(max_length=10, choices=Urgency.choices)
    question = models.TextField()
    status = models.CharField(max_length=10, choices=QueryStatus.choices, default=QUERY_LIFE.initial)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateTimeField()
    routed_to = models.ForeignKey(
        Professional, on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True, blank=True
    )
    routed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    routed_at = models.DateTimeField(null=True, blank=True)
    link = models.ForeignKey(
        CareLink, on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True, blank=True
    )
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        Professional, on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_as = models.CharField(max_length=12, choices=Ground.choices, blank=True)
    article = models.OneToOneField(
        KnowledgeArticle, on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1)

    objects = ClinicalQueryQuerySet.as_manager()

    class Meta:
        ordering = ["answer_by", "pk"]
        indexes = [
            models.Index(fields=["status", "answer_by"], name="query_open", condition=Q(status__in=OPEN)),
            models.Index(fields=["patient", "-asked_at"], name="query_by_patient"),
        ]
        triggers = [pgtrigger.FSM(name="query_moves", field="status", transitions=QUERY_LIFE.transitions())]
        constraints = [
            models.CheckConstraint(
                name="query_words_are_known",
                condition=Q(status__in=QueryStatus.values, urgency__in=Urgency.values)
                & Q(answered_as__in=["", *Ground.values]),
                violation_error_message="Choose one of the urgencies and statuses there are.",
            ),
            models.CheckConstraint(
                name="query_is_with_somebody_named",
                condition=Q(status=QueryStatus.ASKED, routed_to__isnull=True, routed_at__isnull=True)
                | Q(status__in=WITH_CLINICIAN, routed_to__isnull=False)
                & Q(routed_by__isnull=False, routed_at__isnull=False)
                | Q(status=QueryStatus.WITHDRAWN),
                violation_error_message="A query is with one named clinician from the moment it is sent to them.",
            ),
            models.CheckConstraint(
                name="query_answer_is_whole",
                condition=Q(status__in=WITH_ANSWER, answered_by__isnull=False, answered_at__isnull=False)
                & ~Q(answer="")
                & ~Q(answered_as="")
                | ~Q(status__in=WITH_ANSWER) & Q(answered_by__isnull=True, answered_at__isnull=True, answer=""),
                violation_error_message="An answer says who gave it, when, and on what evidence.",
            ),
            models.CheckConstraint(
                name="query_answered_by_whom_it_was_sent_to",
                condition=Q(answered_by__isnull=True) | Q(answered_by=F("routed_to")),
                violation_error_message="Only the clinician it was sent to answers a query.",
            ),
            models.CheckConstraint(
                name="query_moments_in_order",
                condition=Q(answer_by__gt=F("asked_at"))
                & (Q(answered_at__isnull=True) | Q(answered_at__gte=F("asked_at"))),
                violation_error_message="A query is asked first, and answered after.",
            ),
            models.CheckConstraint(
                name="query_link_is_of_its_person",
                condition=Q(link__isnull=True) | Q(patient__isnull=False),
                violation_error_message="Only a query about a person lets anybody see one.",
            ),
            models.CheckConstraint(
                name="query_published_when_closed",
                condition=Q(article__isnull=True) | Q(status=QueryStatus.CLOSED),
                violation_error_message="Close the query first: only closed answers go into the knowledge base.",
            ),
        ]

    def __str__(self) -> str:
        return f"{Urgency(self.urgency).label}, {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


looks.watch(ClinicalQuery, "question", "answer", whose=lambda query: [query.patient_id] if query.patient_id else [])


class ClinicalQueryStatusChange(SchemeRow):
    """One move in the life of a clinical query, with the reason given for it. Never edited."""

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True, blank=True
    )
    query = models.ForeignKey(ClinicalQuery, on_delete=models.PROTECT, related_name="changes", db_constraint=False)
    move = models.CharField(max_length=10, choices=QueryMove.choices)
    status = models.CharField(max_length=10, choices=QueryStatus.choices)
    clinician = models.ForeignKey(
        Professional, on_delete=models.PROTECT, related_name="+", db_constraint=False, null=True, blank=True
    )
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                name="query_change_is_known",
                condition=Q(move__in=QueryMove.values, status__in=QueryStatus.values),
                violation_error_message="Choose one of the moves there are.",
            )
        ]

    def __str__(self) -> str:
        return f"{QueryMove(self.move).label} at {self.at:%Y-%m-%d %H:%M}"
