"""Asking a clinical query, sending it to a clinician, answering, closing and withdrawing it (C17, C18)."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import actions as accounts
from audit import actions as audit
from audit import constraints
from episodes import competence, desk, events, identifying, permissions, queries, wording
from episodes.actions.locking import locked_query
from episodes.actions.responsibility import let_see_until
from episodes.lifecycle import QUERY_LIFE, QueryMove
from episodes.models import ClinicalQuery, ClinicalQueryStatusChange
from patients import actions as patients
from patients.models import Patient
from practices.models import Professional

SEES_FOR = timedelta(days=90)  # after it was due, at the longest; usually the link ends with the query
NOBODY_SEES = (
    "Nobody who sends queries on may open this person’s record, so it would reach nobody. Ask without saying who it is "
    "about: from the list of clinical queries, about nobody in particular."
)
NAMES_SOMEBODY = (
    "This holds what may be an NHS number. Ask about the person instead, from their own page; or take the number out."
)


@transaction.atomic
def ask_query(*, question: str, urgency: str, by: Any, patient: Patient | None = None) -> ClinicalQuery:
    """Ask clinicians something, about a person or about nobody in particular.

    Refused about somebody who has died, and where nobody who sends queries on may see the person, because it would
    wait for ever. Of an urgent one the co-ordinators are told at once.
    """
    if not permissions.can_ask_query(by, patient):
        raise PermissionDenied("You may not ask a clinical query here.")
    _check_question(question, patient)
    routers = queries.routers(by.acting.scheme_id, patient, timezone.localdate())
    if patient is not None and not routers:
        raise ValidationError(NOBODY_SEES)
    now = timezone.now()
    asked = ClinicalQuery(
        scheme_id=by.acting.scheme_id,
        patient=patient,
        organisation_id=by.acting.organisation_id,
        urgency=urgency,
        question=question,
        asked_by=by,
        asked_at=now,
        answer_by=desk.answer_by(now, urgency, queries.hours_to_answer(by.acting.scheme_id, timezone.localdate(now))),
    )
    constraints.save(asked)
    for each in routers if urgency == desk.Urgency.URGENT else ():
        _tell(each, by, wording.query_asked(_address(asked)))
    _record(events.QUERY_ASKED, asked, by, urgency=desk.Urgency(urgency).name.lower())
    return asked


def _check_question(question: str, patient: Patient | None) -> None:
    """A question about nobody is read by the whole team, so it must not say whose number it is about."""
    if not question.strip():
        raise ValidationError({"question": "Enter your question."})
    if patient is not None and Patient.objects.filter(pk=patient.pk, status__in=queries.GONE).exists():
        raise ValidationError("This person has died. Ask about nobody in particular, if an answer is still needed.")
    found = identifying.identifying(question, None) if patient is None else []
    if any(each.certain for each in found):
        raise ValidationError({"question": NAMES_SOMEBODY})


@transaction.atomic
def route_query(*, query: ClinicalQuery, clinician: Professional, by: Any, version: int | None = None) -> ClinicalQuery:
    """Send a query to a named clinician, or to another one than before; they are told, and it waits for them.

    Refused to whoever is not competent on today's evidence, to whoever asked it, for somebody who has died, and on a
    page that somebody else has changed since. A clinician whose place does not see the person sees them until it is
    closed.
    """
    if not permissions.can_route_query(by, query):
        raise PermissionDenied("Only whoever sends queries on may choose the clinician.")
    query = locked_query(query, version)
    before = query.routed_to
    status = QUERY_LIFE.after(query.status, QueryMove.ROUTE)
    if query.patient is not None and query.patient.status in queries.GONE:
        raise ValidationError("The person has died, so nothing is sent on any more. Withdraw the query.")
    choice = _chosen(query, clinician)
    _end_link(query)
    query.status, query.routed_to = status, choice.professional
    query.routed_by, query.routed_at = by, timezone.now()
    query.link_id = _let_see(query, choice, by)
    _moved(query, QueryMove.ROUTE, by)
    _tell(choice.professional.user, by, wording.query_routed(_address(query)))
    _record(
        events.QUERY_ROUTED,
        query,
        by,
        clinician=choice.professional.name,
        before=before.name if before else "nobody",
    )
    return query


def _chosen(query: ClinicalQuery, clinician: Professional) -> queries.Choice:
    """The clinician among those to whom this query may be sent; a refusal says what is lacking."""
    if clinician.pk == query.routed_to_id:
        raise ValidationError({"clinician": f"{clinician} has it already. Choose somebody else."})
    if clinician.user_id == query.asked_by_id:
        raise ValidationError({"clinician": f"{clinician} asked this. Choose somebody else."})
    offered = queries.choices(query.patient, timezone.localdate())
    found = next((each for each in offered if each.professional.pk == clinician.pk), None)
    if found is None:
        one = queries.clinicians(Professional.objects.filter(pk=clinician.pk), timezone.localdate())
        why = one[0].verdict.in_words if one else competence.Lacking.NOT_LISTED.label
        raise ValidationError({"clinician": f"{clinician} {why or 'may not see this person'}. Choose somebody else."})
    return found


def _let_see(query: ClinicalQuery, choice: queries.Choice, by: Any) -> Any:
    """The link that lets the clinician's organisation see the person; none where it does already."""
    if query.patient is None or choice.newcomer is None:
        return None
    today = timezone.localdate()
    last = max(today, timezone.localdate(query.answer_by)) + SEES_FOR
    return let_see_until(query.patient, choice.newcomer, today, last, by)


def _end_link(query: ClinicalQuery) -> None:
    if query.link_id:
        patients.settle_link(link_id=query.link_id, ends_on=timezone.localdate())
        query.link_id = None


@transaction.atomic
def send_query_back(*, query: ClinicalQuery, reason: str, by: Any) -> ClinicalQuery:
    """Say as the clinician that somebody else must answer, and why; whoever sent it is told."""
    if not permissions.is_asked_to_answer(by, query):
        raise PermissionDenied("Only the clinician it was sent to may send it back.")
    query = locked_query(query)
    if not reason.strip():
        raise ValidationError({"reason": "Say why somebody else should answer."})
    clinician, sent_by = query.routed_to, query.routed_by
    query.status = QUERY_LIFE.after(query.status, QueryMove.SEND_BACK)
    query.routed_to = query.routed_by = query.routed_at = None
    _end_link(query)
    _moved(query, QueryMove.SEND_BACK, by, reason=reason, clinician=clinician)
    _tell(sent_by, by, wording.query_sent_back(_address(query)))
    _record(events.QUERY_SENT_BACK, query, by, clinician=str(clinician))
    return query


@transaction.atomic
def answer_query(*, query: ClinicalQuery, answer: str, by: Any) -> ClinicalQuery:
    """Answer as the named clinician, on the evidence on record today; whoever asked is told.

    Refused to whoever is not competent, whatever their role, and to everybody but the one it was sent to.
    """
    verdict = _competent(query, by)
    query = locked_query(query)
    status = QUERY_LIFE.after(query.status, QueryMove.ANSWER)
    if query.routed_to is None or query.routed_to.user_id != by.pk:
        raise ValidationError(f"This was sent to {query.routed_to} meanwhile. What you typed is kept below.")
    if not answer.strip():
        raise ValidationError({"answer": "Enter your answer."})
    query.status, query.answer, query.answered_as = status, answer, verdict.ground or ""
    query.answered_by, query.answered_at = query.routed_to, timezone.now()
    _moved(query, QueryMove.ANSWER, by)
    _tell(query.asked_by, by, wording.query_answered(_address(query)))
    _record(
        events.QUERY_ANSWERED,
        query,
        by,
        clinician=query.routed_to.name,
        ground=competence.Ground(query.answered_as).label,
    )
    return query


def _competent(query: ClinicalQuery, by: Any) -> competence.Verdict:
    """What is on record today of whoever answers; refused in words when it does not suffice."""
    if not permissions.answers_queries(by, query):
        raise PermissionDenied("Your role does not answer clinical queries.")
    verdict = queries.competence_of(by, timezone.localdate())
    if not verdict.is_competent:
        raise PermissionDenied(f"You may not answer clinical queries: {by.name} {verdict.in_words}.")
    return verdict


@transaction.atomic
def close_query(*, query: ClinicalQuery, by: Any) -> ClinicalQuery:
    """Close an answered query: whoever asked has read the answer, or the co-ordinator closes it for them."""
    if not permissions.can_settle_query(by, query):
        raise PermissionDenied("Only whoever asked, or whoever sends queries on, may close it.")
    query = locked_query(query)
    query.status = QUERY_LIFE.after(query.status, QueryMove.CLOSE)
    _end_link(query)
    _moved(query, QueryMove.CLOSE, by)
    _record(events.QUERY_CLOSED, query, by)
    return query


@transaction.atomic
def withdraw_query(*, query: ClinicalQuery, reason: str, by: Any) -> ClinicalQuery:
    """Withdraw a query that nobody answered yet. It is kept, and counted nowhere."""
    if not permissions.can_settle_query(by, query):
        raise PermissionDenied("Only whoever asked, or whoever sends queries on, may withdraw it.")
    query = locked_query(query)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is withdrawn."})
    query.status = QUERY_LIFE.after(query.status, QueryMove.WITHDRAW)
    _end_link(query)
    _moved(query, QueryMove.WITHDRAW, by, reason=reason)
    _record(events.QUERY_WITHDRAWN, query, by)
    return query


def _moved(query: ClinicalQuery, move: QueryMove, by: Any, *, reason: str = "", clinician: Any = None) -> None:
    """Keep the query as it stands after a move, and the move; `clinician` when it is with nobody named any more."""
    query.version += 1
    constraints.save(query)
    ClinicalQueryStatusChange.objects.create(
        scheme_id=query.scheme_id,
        patient_id=query.patient_id,
        query=query,
        move=move,
        status=query.status,
        clinician=clinician or query.routed_to,
        reason=reason,
        by=by,
    )


def _tell(user: Any, by: Any, words: tuple[str, str]) -> None:
    """By e-mail, which names nobody; whoever did the deed knows of it, and whoever has left is not written to."""
    if user is not None and user.is_active:
        accounts.tell([user], words, but=by)


def _address(query: ClinicalQuery) -> str:
    return accounts.address_of("episodes:query", query.pk)


def _record(kind: Any, query: ClinicalQuery, by: Any, **facts: Any) -> None:
    audit.record(kind, subject=query, by=by, patient_id=query.patient_id, **facts)
