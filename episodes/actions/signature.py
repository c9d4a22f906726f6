"""Signing an agreement or declining it, giving notice, and what ends it. Nobody signs for anybody else (B2)."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from audit import actions as audit
from audit import constraints, wall
from episodes import agreement as rules
from episodes import events, permissions, queries
from episodes.actions.agreement import MAY_NOT_WRITE, move_agreement
from episodes.actions.locking import locked_agreement
from episodes.lifecycle import (
    AGREEMENT_LIFE,
    SIGNATURE_LIFE,
    AgreementMove,
    AgreementStatus,
    SignatureMove,
    SignatureStatus,
)
from episodes.models import Agreement, AgreementParty, AnswerHow, Episode
from episodes.responsibility import end_of

NOT_YOU = "Each party signs only as themselves, and this party is not you."
THE_ONE_BEFORE = "a version before may have had other parties; its time is cut short, and nothing of it is shown"


@transaction.atomic
def sign_agreement(*, party: AgreementParty, by: Any) -> AgreementParty:
    """Sign as oneself. The last signature brings the version into force, and replaces the one before, at that moment.

    Refused to everybody but the professional named, after an answer, and when the version waits for none any more.
    """
    return _answer_oneself(party, SignatureMove.SIGN, "", by)


@transaction.atomic
def decline_agreement(*, party: AgreementParty, reason: str, by: Any) -> AgreementParty:
    """Decline as oneself, with a reason. The version cannot come into force any more; the one before stays as it is."""
    return _answer_oneself(party, SignatureMove.DECLINE, reason, by)


def _answer_oneself(party: AgreementParty, move: SignatureMove, reason: str, by: Any) -> AgreementParty:
    if not permissions.can_answer_agreement(by, party):
        raise PermissionDenied(NOT_YOU)
    return _answer(party, move, reason, timezone.localdate(), AnswerHow.THEMSELVES, by)


@transaction.atomic
def record_paper_answer(
    *, party: AgreementParty, move: str, answered_on: date, by: Any, reason: str = ""
) -> AgreementParty:
    """Put on record what a party signed, or declined, on paper, and when.

    The only way in which anybody answers for another. It counts from now, never from the day on the paper.
    """
    if not permissions.can_record_answer(by, party):
        raise PermissionDenied(MAY_NOT_WRITE)
    return _answer(party, SignatureMove(move), reason, answered_on, AnswerHow.PAPER, by)


def _answer(
    party: AgreementParty, move: SignatureMove, reason: str, answered_on: date, how: AnswerHow, by: Any
) -> AgreementParty:
    """The answer of one party, with the version held, so that two answers come one after the other."""
    agreement = locked_agreement(party.agreement)
    rules.check_open(agreement.status)
    party = agreement.parties.select_related("professional").get(pk=party.pk)
    party.status = SIGNATURE_LIFE.after(party.status, move)
    if move == SignatureMove.DECLINE and not reason.strip():
        raise ValidationError({"reason": "Say why this party declines."})
    assert agreement.offered_on is not None  # every version that waits for an answer was offered
    rules.check_answered_on(answered_on=answered_on, offered_on=agreement.offered_on, today=timezone.localdate())
    party.reason, party.answered_on, party.how = reason, answered_on, how
    party.recorded_by, party.recorded_at = by, timezone.now()
    party.terms_hash = queries.terms_hash(agreement)
    constraints.save(party)
    _record_answer(party, agreement, how, by)
    if move == SignatureMove.DECLINE:
        move_agreement(agreement, AgreementMove.REFUSE, by_whom=by, reason=reason)
    elif not agreement.parties.exclude(status=SignatureStatus.SIGNED).exists():
        _bring_into_force(agreement, by)
    return party


def _record_answer(party: AgreementParty, agreement: Agreement, how: AnswerHow, by: Any) -> None:
    signed = party.status == SignatureStatus.SIGNED
    audit.record(
        events.AGREEMENT_SIGNED if signed else events.AGREEMENT_DECLINED,
        subject=agreement,
        by=by,
        patient_id=agreement.patient_id,
        party=queries.spoken_of(party),
        number=agreement.number,
        how=how.label.lower(),
        data={"reason": party.reason, "terms_hash": party.terms_hash},
    )


def _bring_into_force(agreement: Agreement, by: Any) -> None:
    """Let a version hold from now, or from its first day when that is to come; the one before holds until then."""
    begins, ends = rules.period(
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        signed_at=timezone.now(),
        zone=timezone.get_current_timezone(),
    )
    before = Agreement.objects.select_for_update().filter(episode=agreement.episode).exclude(pk=agreement.pk)
    with wall.widened(THE_ONE_BEFORE):
        for each in before.filter(
            Q(status__in=[AgreementStatus.IN_FORCE, AgreementStatus.NOTICE]) | Q(in_force__endswith__gt=begins)
        ):
            _stop(each, begins)
            if each.status == AgreementStatus.SUPERSEDED:
                constraints.save(each, update_fields=["in_force"])
            else:
                move_agreement(each, AgreementMove.SUPERSEDE, by_whom=by)
    agreement.in_force = TimestamptzRange(begins, ends)
    move_agreement(agreement, AgreementMove.COMPLETE, by_whom=by)
    audit.record(
        events.AGREEMENT_IN_FORCE,
        subject=agreement,
        by=by,
        patient_id=agreement.patient_id,
        number=agreement.number,
        begins=timezone.localdate(begins),
        ends_on=agreement.ends_on,
    )


def _stop(agreement: Agreement, moment: datetime) -> None:
    """Let a version hold no longer than until the moment."""
    if agreement.in_force:
        left = rules.cut_short(agreement.in_force.lower, agreement.in_force.upper, moment)
        agreement.in_force = TimestamptzRange(*left) if left else None


@transaction.atomic
def give_notice(*, party: AgreementParty, ends_on: date, reason: str, by: Any) -> Agreement:
    """Leave an agreement in force: for all its parties it ends with the day given.

    Given by a party as themselves, or put on record by whoever may write agreements. Refused for an agreement that is
    not in force, in the past, and without a reason.
    """
    if not (permissions.can_answer_agreement(by, party) or permissions.can_record_answer(by, party)):
        raise PermissionDenied(NOT_YOU)
    agreement = locked_agreement(party.agreement)
    if not reason.strip():
        raise ValidationError({"reason": "Say why notice is given."})
    rules.check_notice(ends_on=ends_on, today=timezone.localdate(), agreed_until=agreement.ends_on)
    agreement.notice_of, agreement.notice_reason, agreement.notice_ends_on = party.party, reason, ends_on
    _stop(agreement, end_of(ends_on, timezone.get_current_timezone()))
    move_agreement(agreement, AgreementMove.GIVE_NOTICE, by_whom=by, reason=reason)
    audit.record(
        events.AGREEMENT_NOTICE,
        subject=agreement,
        by=by,
        patient_id=agreement.patient_id,
        party=queries.spoken_of(party),
        ends_on=ends_on,
        data={"reason": reason},
    )
    return agreement


def end_agreements(episode: Episode, moment: datetime, by_whom: Any) -> None:
    """With shared care ends whatever was in force, waited for signatures or was being written; called when it ends."""
    unended = Agreement.objects.select_for_update().filter(
        episode=episode, status__in=AGREEMENT_LIFE.moves[AgreementMove.END][0]
    )
    for agreement in unended:
        _stop(agreement, moment)
        move_agreement(agreement, AgreementMove.END, by_whom=by_whom)
        audit.record(
            events.AGREEMENT_ENDED,
            subject=agreement,
            by=by_whom,
            patient_id=agreement.patient_id,
            number=agreement.number,
        )
