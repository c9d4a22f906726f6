"""Clinical queries as they are read: the lists of the desk, one query, what the Person page shows, and how fast."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, FilteredRelation, OuterRef, Q, TextChoices
from django.utils import timezone

from accounts.permissions import holds
from accounts.roles import Permission, may
from episodes import desk, permissions
from episodes.desk import Finding, Urgency
from episodes.lifecycle import ArticleStatus, QueryStatus
from episodes.models import ClinicalQuery, ClinicalQueryQuerySet, ClinicalQueryStatusChange
from episodes.queries.competence import competence_of, competent_clinicians
from episodes.responsibility import end_of, start_of
from patients.models import EmergencyAccess, Patient
from patients.models import Status as PatientStatus
from schemes import queries as schemes

GONE = (PatientStatus.DECEASED, PatientStatus.ERASED)
SHOWN_OF_ONE = 3


class ShowQueries(TextChoices):
    """Which queries are listed."""

    OPEN = "open", "Not answered yet"
    TO_SEND = "to_send", "Wait for a clinician to be chosen"
    TO_ANSWER = "to_answer", "Wait for your answer"
    MINE = "mine", "Asked by you"
    UNREAD = "unread", "Answers to you, not closed yet"
    LATE = "late", "Not answered in time"
    ANSWERED = "answered", "Answered, not closed yet"
    CLOSED = "closed", "Closed"


def where(finding: str, now: datetime, competent: Collection[UUID]) -> Q:
    """What `desk.findings` says of one query, asked of all of them at once."""
    lasting, died = Q(status__in=desk.OPEN), Q(patient__status__in=GONE)
    alive = Q(patient__isnull=True) | ~died
    return {
        Finding.STRANDED: Q(status=QueryStatus.ROUTED) & ~Q(routed_to__in=competent) & alive,
        Finding.LATE: lasting & Q(answer_by__lt=now) & alive,
        Finding.UNROUTED: Q(status=QueryStatus.ASKED) & alive,
        Finding.DIED: lasting & died,
    }[Finding(finding)]


def hours_to_answer(scheme_id: UUID, today: date) -> dict[str, int]:
    """Within how many hours a query asked today is answered in time, by urgency."""
    numbers = schemes.protocol_on(scheme_id, today)
    return {Urgency.URGENT: numbers.query_hours_urgent, Urgency.ROUTINE: numbers.query_hours_routine}


def competent_now(today: date) -> set[UUID]:
    """The keys of the professionals who may answer today."""
    return {each.professional.pk for each in competent_clinicians(today)}


def clinical_queries(user: Any, show: str, now: datetime) -> ClinicalQueryQuerySet:
    """The queries on one list of the desk, of those this person may see: what is due first comes first."""
    seen = ClinicalQuery.objects.visible_to(user).select_related(
        "patient", "routed_to", "answered_by", "asked_by", "organisation"
    )
    if show == ShowQueries.TO_SEND:
        competent = competent_now(timezone.localdate(now))
        wanted = Q()
        for finding in (Finding.UNROUTED, Finding.STRANDED, Finding.DIED):
            wanted |= where(finding, now, competent)
        return seen.filter(wanted)
    if show in (ShowQueries.CLOSED, ShowQueries.MINE):
        mine = Q(asked_by=user) if show == ShowQueries.MINE else Q(status=QueryStatus.CLOSED)
        return seen.filter(mine).order_by("-asked_at", "pk")
    return seen.filter(_listed(user, show, now))


def _listed(user: Any, show: str, now: datetime) -> Q:
    return {
        ShowQueries.OPEN: Q(status__in=desk.OPEN),
        ShowQueries.TO_ANSWER: Q(status=QueryStatus.ROUTED, routed_to__user=user),
        ShowQueries.UNREAD: Q(status=QueryStatus.ANSWERED, asked_by=user),
        ShowQueries.LATE: where(Finding.LATE, now, ()),
        ShowQueries.ANSWERED: Q(status=QueryStatus.ANSWERED),
    }[ShowQueries(show)]


def query_facts(query: ClinicalQuery, competent: Collection[UUID]) -> desk.Facts:
    """One query as the pure rule asks of it."""
    return desk.Facts(
        status=query.status,
        answer_by=query.answer_by,
        clinician_may_answer=query.routed_to_id in competent,
        person_died=query.patient is not None and query.patient.status in GONE,
    )


def shows_of(user: Any) -> list[ShowQueries]:
    """The lists that make sense to this person."""
    need = {
        ShowQueries.TO_SEND: Permission.ROUTE_QUERY,
        ShowQueries.TO_ANSWER: Permission.ANSWER_QUERY,
        ShowQueries.ANSWERED: Permission.ROUTE_QUERY,
    }
    return [show for show in ShowQueries if show not in need or holds(user, need[show])]


@dataclass(frozen=True)
class QueryPage:
    """One query, how it got where it is, and what the reader may do with it."""

    query: ClinicalQuery
    changes: Sequence[ClinicalQueryStatusChange]
    findings: Sequence[Finding]
    why_not: str  # what keeps the reader from answering what was sent to them; empty when nothing does
    may: dict[str, bool] = field(default_factory=dict)


def query_page(query: ClinicalQuery, user: Any, now: datetime) -> QueryPage:
    """Everything the page of one query shows."""
    today = timezone.localdate(now)
    named, settles = permissions.is_asked_to_answer(user, query), permissions.can_settle_query(user, query)
    verdict = competence_of(user, today) if named and query.status == QueryStatus.ROUTED else None
    answers = verdict is not None and verdict.is_competent
    free = query.article is None or query.article.status == ArticleStatus.WITHDRAWN
    return QueryPage(
        query=query,
        changes=list(query.changes.select_related("by", "clinician")),
        findings=desk.findings(query_facts(query, competent_now(today)), now) if query.is_open else [],
        why_not=verdict.in_words if verdict and not answers else "",
        may={
            "route": query.is_open and permissions.can_route_query(user, query),
            "answer": answers,
            "send_back": named and query.status == QueryStatus.ROUTED,
            "close": settles and query.status == QueryStatus.ANSWERED,
            "withdraw": settles and query.is_open,
            "write": query.status == QueryStatus.CLOSED and free and permissions.can_write_article(user, query),
        },
    )


@dataclass(frozen=True)
class PanelLine:
    """One query on the Person page."""

    pk: UUID
    question: str
    status: QueryStatus
    urgency: str
    asked_at: datetime
    answer_by: datetime

    @property
    def is_late(self) -> bool:
        return self.status in desk.OPEN and self.answer_by < timezone.now()


@dataclass(frozen=True)
class QueriesPanel:
    """What the Person page shows: the last queries about them, and whether the reader may ask."""

    patient: Patient
    lines: Sequence[PanelLine]
    may_ask: bool

    @property
    def kind(self) -> str:
        """How loudly the panel is shown."""
        return "warning" if any(line.is_late for line in self.lines) else ""


def queries_panel(patient: Patient, user: Any) -> QueriesPanel:
    """One statement: the person with the last queries about them, and whether the reader sees them in an emergency."""
    kept = [status for status in QueryStatus if status != QueryStatus.WITHDRAWN]
    seen = Q(clinical_queries__status__in=kept)
    if not may(user.acting.role, Permission.VIEW_WHOLE_RECORD):
        seen &= Q(clinical_queries__organisation_id=user.acting.organisation_id)
    opened = EmergencyAccess.objects.open_to(user, timezone.now()).filter(patient=OuterRef("pk"))
    columns = ("pk", "question", "status", "urgency", "asked_at", "answer_by")
    rows = (
        Patient.objects.filter(pk=patient.pk)
        .annotate(seen=FilteredRelation("clinical_queries", condition=seen), opened=Exists(opened))
        .order_by("-seen__asked_at")
        .values_list("opened", *(f"seen__{name}" for name in columns))[:SHOWN_OF_ONE]
    )
    found = list(rows)
    lines = [PanelLine(row[1], row[2], QueryStatus(row[3]), *row[4:]) for row in found if row[1]]
    return QueriesPanel(patient, lines, may_ask=not any(row[0] for row in found))


@dataclass(frozen=True)
class ResponseTime:
    """How queries of one urgency that were asked in a period were answered."""

    urgency: Urgency
    asked: int
    answered: int
    in_time: int
    middle_hours: float | None


def response_times(first: date, last: date) -> list[ResponseTime]:
    """Queries asked from a day to a day, by urgency, and how long each waited for its answer.

    Left out are those that were withdrawn, and those about somebody who died before an answer came.
    """
    zone = timezone.get_current_timezone()
    begins, ends = start_of(first, zone), end_of(last, zone)
    asked = ClinicalQuery.objects.filter(asked_at__gte=begins, asked_at__lt=ends).exclude(status=QueryStatus.WITHDRAWN)
    counted = asked.exclude(status__in=desk.OPEN, patient__status__in=GONE).order_by()
    rows = list(counted.values_list("urgency", "asked_at", "answer_by", "answered_at"))
    found = []
    for urgency in Urgency:
        of_it = [(at, by, answered) for level, at, by, answered in rows if level == urgency]
        waits = [answered - at for at, _, answered in of_it if answered is not None]
        in_time = sum(answered is not None and answered <= by for _, by, answered in of_it)
        found.append(ResponseTime(urgency, len(of_it), len(waits), in_time, _middle(waits)))
    return found


def _middle(waits: Iterable[timedelta]) -> float | None:
    """The middle one in hours, the longer of two when they are even."""
    ordered = sorted(waits)
    return round(ordered[len(ordered) // 2].total_seconds() / 3600, 1) if ordered else None
