"""Answers that people give themselves: on the page their message leads to, by text, and on a slip of paper."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import actions as accounts
from accounts import limits
from accounts.origin import Origin
from accounts.roles import Permission
from audit import actions as audit
from audit import wall
from patients import contact
from patients.models import Channel
from patients.models import Status as PatientStatus
from practices.permissions import holds
from recall import codes, events, links, permissions, replies
from recall.actions.answers import Said, locked, record_answer, refuse, write
from recall.answering import BY_THEMSELVES, Response, Source
from recall.balance import State
from recall.lifecycle import AttemptState, Status
from recall.models import Answer, Invitation, InvitationAttempt, ReplyLink, UnreadText

PAGE = "recall.reply_page"
TEXT = "recall.text"
CLOSED = "This link opens nothing any more."
NO_LETTER = "No letter to anybody you see has this code. Check it, or record the answer on the person’s page."
WRONG = "That date of birth does not open this page. Check it and try again."


@transaction.atomic
def make_links(*, attempts: list[InvitationAttempt]) -> None:
    """Keep the link of each of these messages that carries one, by its hash. A second try has the same link."""
    now = timezone.now()
    ReplyLink.objects.bulk_create(
        [
            ReplyLink(
                token_hash=links.hashed(links.token(attempt.pk, links_secret())),
                scheme_id=attempt.scheme_id,
                invitation_id=attempt.invitation_id,
                made_at=now,
                expires_at=now + links.LASTS,
            )
            for attempt in attempts
            if links.MARK in attempt.body
        ],
        ignore_conflicts=True,
    )


def links_secret() -> str:
    """What links are made with; it never enters the database."""
    return str(settings.SECRET_KEY)


def open_link(token: str) -> ReplyLink | None:
    """The link of this token, if it still opens anything."""
    found: ReplyLink | None = ReplyLink.objects.open_at(timezone.now()).filter(token_hash=links.hashed(token)).first()
    return found


def knock(*, token: str, born_on: date, origin: Origin) -> ReplyLink:
    """Try a date of birth at a link. Counted before it is looked at; after a few wrong ones the link opens nothing.

    Raises ValidationError in words that tell nothing of anybody.
    """
    left = accounts.count_knock(door="reply", key=links.hashed(token), origin=origin)
    if left:
        raise ValidationError(f"Try again in {limits.in_words(left)}.", code="wait")
    with transaction.atomic():
        link = open_link(token)
        if link is None:
            raise ValidationError(CLOSED, code="closed")
        with wall.within(link.scheme_id):
            right = _answerable(link).filter(patient__born_on=born_on).exists()
        if right:
            return link
        ReplyLink.objects.filter(pk=link.pk).update(wrong_tries=F("wrong_tries") + 1)
    raise ValidationError({"born_on": WRONG}, code="wrong")


@transaction.atomic
def answer_by_link(*, link_id: UUID, response: str, ask_again_in: int | None = None) -> Answer:
    """Record what the person chose on their reply page. The link, and every other to this invitation, is used by it.

    Refused when the link is not open any more. Whoever calls has proved a moment ago that they know the date of birth.
    """
    if response not in BY_THEMSELVES:
        raise ValidationError({"response": "Choose one of the answers."})
    return _answer(link_id, response, ask_again_in)


@transaction.atomic
def disown_message(*, token: str, origin: Origin) -> Answer:
    """Record that a message reached somebody else: who that is is looked into, and nothing is told. Uses the link."""
    left = accounts.count_knock(door="reply", key=links.hashed(token), origin=origin)
    link = open_link(token)
    if left or link is None:
        raise ValidationError(CLOSED, code="closed")
    return _answer(link.pk, Response.WRONG_PERSON, None)


def _answer(link_id: UUID, response: str, ask_again_in: int | None) -> Answer:
    link = ReplyLink.objects.open_at(timezone.now()).select_for_update().filter(pk=link_id).first()
    if link is None:
        raise ValidationError(CLOSED, code="closed")
    with wall.within(link.scheme_id):
        found = _answerable(link).first()
        if found is None:
            raise ValidationError(CLOSED, code="closed")
        answer = _write(found, response, ask_again_in, source=Source.REPLY_PAGE, process=PAGE)
    ReplyLink.objects.filter(invitation_id=link.invitation_id, used_at__isnull=True).update(used_at=timezone.now())
    return answer


def _answerable(link: ReplyLink) -> Any:
    """The invitation of the link, while there is somebody to answer it."""
    return Invitation.objects.filter(
        pk=link.invitation_id,
        campaign__status=Status.RUNNING,
        state__in=[State.INVITED, State.WAITING],
        patient__status=PatientStatus.REGISTERED,
    )


def _write(invitation: Invitation, response: str, ask_again_in: int | None, *, source: str, process: str) -> Answer:
    today = timezone.localdate()
    again = None if ask_again_in is None else today + timedelta(days=ask_again_in)
    said = Said(response, today, ask_again_on=again)
    invitation = locked(invitation)
    refuse(invitation, said)
    return write(invitation, said, source=source, process=process)


@dataclass(frozen=True)
class Heard:
    """What became of a text: an answer, or a line for somebody to read."""

    answer: Answer | None = None
    unread: UnreadText | None = None


@transaction.atomic
def answer_by_text(*, scheme_id: UUID, number: str, text: str, received_at: datetime) -> Heard:
    """Record what a text from this number answers, or put it before staff: when it is not plain what it says, when
    nobody or more than one person was texted there, and when there is no open invitation to answer.

    Call it once a text: whoever receives texts knows which it has had. Stands inside the scheme's wall by itself.
    """
    with wall.within(scheme_id):
        texted = _texted_at(number)
        people = {invitation.patient_id for invitation in texted}
        only = texted[0] if len(people) == 1 else None
        reading = replies.read(text)
        if only is not None and reading is not None:
            try:
                with transaction.atomic():
                    answer = _write(only, reading.response, reading.ask_again_in, source=Source.SMS, process=TEXT)
                return Heard(answer=answer)
            except ValidationError:
                pass  # no longer theirs to answer, so somebody reads it
        unread = UnreadText.objects.create(
            scheme_id=scheme_id,
            patient_id=only.patient_id if only else None,
            invitation=only,
            number=number[:20],
            text=text,
            received_at=received_at,
        )
        audit.record(
            events.TEXT_NOT_UNDERSTOOD, subject=unread, process=TEXT, patient_id=only.patient_id if only else None
        )
    return Heard(unread=unread)


def texted_in(scheme_id: UUID, number: str) -> bool:
    """Whether a running campaign of the scheme texted this number."""
    with wall.within(scheme_id):
        return bool(_texted_at(number))


def _texted_at(number: str) -> list[Invitation]:
    """The invitations in running campaigns whose text went to this number, the newest first."""
    try:
        dialled = contact.mobile(number)
    except ValidationError:
        return []
    sent = InvitationAttempt.objects.filter(
        channel=Channel.SMS,
        state=AttemptState.ACCEPTED,
        invitation__campaign__status=Status.RUNNING,
        recipient__in=_written(dialled),
    )
    newest = sent.select_related("invitation").order_by("-settled_at", "-pk")
    return [attempt.invitation for attempt in newest]


def _written(dialled: str) -> list[str]:
    """The ways in which a kept number may be spaced."""
    return [dialled, f"{dialled[:5]} {dialled[5:]}", f"{dialled[:5]} {dialled[5:8]} {dialled[8:]}"]


@transaction.atomic
def answer_by_slip(*, code: str, response: str, answered_on: date, by: Any, ask_again_on: date | None = None) -> Answer:
    """Record the answer on a paper slip whose code somebody types.

    Refused when no letter in their sight has the code, or by a remote chance two have.
    """
    first, last = codes.bounds(code)
    if not (by.acting and holds(by, Permission.RECORD_ANSWER, by.acting.organisation_id)):
        raise PermissionDenied("You may not record answers.")
    seen = Invitation.objects.visible_to(by)
    found = InvitationAttempt.objects.filter(pk__gte=first, pk__lte=last, invitation__in=seen)[:2]
    if len(found) != 1:
        raise ValidationError({"code": NO_LETTER}, code="code")
    return record_answer(
        invitation=found[0].invitation,
        response=response,
        answered_on=answered_on,
        ask_again_on=ask_again_on,
        by=by,
        source=Source.SLIP,
    )


@transaction.atomic
def read_text(*, text: UnreadText, by: Any) -> UnreadText:
    """Say that somebody has read a text and done what it asks. Refused when it was read already."""
    if not _may_read(text, by):
        raise PermissionDenied("You may not read texts to this person.")
    text = UnreadText.objects.select_for_update(of=("self",)).get(pk=text.pk)
    if text.read_at:
        raise ValidationError("Somebody has read this already.")
    text.read_at, text.read_by = timezone.now(), by
    text.save(update_fields=["read_at", "read_by"])
    audit.record(events.TEXT_READ, subject=text, by=by, patient_id=text.patient_id)
    return text


def _may_read(text: UnreadText, by: Any) -> bool:
    if text.invitation_id is None:
        return permissions.can_run_campaign(by)
    invitation = Invitation.objects.visible_to(by).filter(pk=text.invitation_id).first()
    return invitation is not None and permissions.can_record_answer(by, invitation)
