"""Writing a shared care agreement, offering it for signature, withdrawing it and looking at it again (B2)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints
from episodes import agreement as rules
from episodes import events, permissions, queries
from episodes.actions.locking import locked, locked_agreement
from episodes.lifecycle import AGREEMENT_LIFE, AgreementMove, AgreementStatus, Status
from episodes.models import Agreement, AgreementParty, AgreementStatusChange, Episode
from patients import actions as patients
from practices.models import Professional
from schemes import queries as schemes
from schemes.agreement import Party, duties_field

MAY_NOT_WRITE = "You may not write an agreement about this person's shared care."
Named = Mapping[str, Professional | None]
Duties = Mapping[str, str]


@transaction.atomic
def draft_agreement(
    *,
    episode: Episode,
    starts_on: date,
    review_on: date,
    ends_on: date,
    named: Named,
    by: Any,
    duties: Duties | None = None,
    **words: str,
) -> Agreement:
    """Begin a version of the agreement from the scheme's template, between the person and the professionals named.

    `named` gives the professional of each party; the person is always party. Whatever of `duties` and of the words
    (communication, return_criteria, cover) is not given is the template's. Refused for an ended episode, without a
    template, and while another version is being written or waits for signatures; what is in force stays so.
    """
    if not permissions.can_write_agreement(by, episode.patient):
        raise PermissionDenied(MAY_NOT_WRITE)
    episode = locked(episode, None)
    if episode.status == Status.ENDED:
        raise ValidationError("Shared care has ended, so nothing can be agreed about it any more.")
    today = timezone.localdate()
    rules.check_days(starts_on=starts_on, review_on=review_on, ends_on=ends_on, today=today)
    template = schemes.agreement_template_on(episode.scheme_id, today)
    if template is None:
        raise ValidationError(
            "The scheme has no template for agreements yet. The scheme co-ordinator adopts one, on the scheme's page."
        )
    made = Agreement(
        scheme_id=episode.scheme_id,
        patient_id=episode.patient_id,
        episode=episode,
        template=template,
        number=queries.next_agreement_number(episode),
        starts_on=starts_on,
        review_on=review_on,
        ends_on=ends_on,
        written_by=by,
        **{name: words.get(name) or getattr(template, name) for name in ("communication", "return_criteria", "cover")},
    )
    constraints.save(made)
    _make_parties(made, named, duties or {})
    _record(events.AGREEMENT_DRAFTED, made, by)
    return made


@transaction.atomic
def edit_agreement(
    *,
    agreement: Agreement,
    starts_on: date,
    review_on: date,
    ends_on: date,
    named: Named,
    duties: Duties,
    communication: str,
    return_criteria: str,
    cover: str,
    by: Any,
    version: int | None = None,
) -> Agreement:
    """Word a version anew that nobody was asked to sign yet. Refused once it was offered: then its words stay."""
    if not permissions.can_write_agreement(by, agreement.patient):
        raise PermissionDenied(MAY_NOT_WRITE)
    agreement = locked_agreement(agreement, version)
    if agreement.status != AgreementStatus.DRAFT:
        raise ValidationError(
            "This version was offered for signature and stays as it is. Write a new one to change it."
        )
    rules.check_days(starts_on=starts_on, review_on=review_on, ends_on=ends_on, today=timezone.localdate())
    agreement.starts_on, agreement.review_on, agreement.ends_on = starts_on, review_on, ends_on
    agreement.communication, agreement.return_criteria, agreement.cover = communication, return_criteria, cover
    agreement.version += 1
    constraints.save(agreement)
    agreement.parties.all().delete()
    _make_parties(agreement, named, duties)
    _record(events.AGREEMENT_EDITED, agreement, by)
    return agreement


def _make_parties(agreement: Agreement, named: Named, duties: Duties) -> None:
    """The person, and whoever is named. Refused for a professional who has no post in the scheme now."""
    holders = {party: named[party] for party in Party if named.get(party)}
    posts = queries.posts_of([each for each in holders.values() if each], agreement.patient, timezone.localdate())
    for party, professional in holders.items():
        if professional and professional.pk not in posts:
            raise ValidationError({party.value: f"{professional} has no post in the scheme now. Choose somebody else."})
    constraints.save_all(
        [
            AgreementParty(
                scheme_id=agreement.scheme_id,
                patient_id=agreement.patient_id,
                agreement=agreement,
                party=party,
                position=position,
                professional=holders.get(party),
                organisation=posts[holders[party].pk].organisation if party in holders else None,  # type: ignore[union-attr]
                duties=duties.get(party) or getattr(agreement.template, duties_field(party)),
            )
            for position, party in enumerate(Party)
            if party == Party.PATIENT or party in holders
        ]
    )


@transaction.atomic
def offer_agreement(*, agreement: Agreement, by: Any, version: int | None = None) -> Agreement:
    """Ask every party to sign; from here on the words stay. The places of the parties see the person from today.

    Refused without the person and a prescriber, and when its last day has passed. Who has not answered within the
    scheme's days is on the list of what needs attention; nobody's silence is taken for a signature.
    """
    if not permissions.can_write_agreement(by, agreement.patient):
        raise PermissionDenied(MAY_NOT_WRITE)
    agreement = locked_agreement(agreement, version)
    parties = list(agreement.parties.select_related("organisation"))
    rules.check_parties([each.party for each in parties])
    today = timezone.localdate()
    rules.check_days(
        starts_on=agreement.starts_on, review_on=agreement.review_on, ends_on=agreement.ends_on, today=today
    )
    agreement.offered_on = today
    agreement.answer_by = today + timedelta(days=agreement.template.sign_within_days)
    move_agreement(agreement, AgreementMove.OFFER, by_whom=by)
    places = {each.organisation for each in parties if each.organisation}
    newcomers = queries.not_taking_part(places, agreement.patient, today)
    if newcomers:
        patients.link_organisations(patient=agreement.patient, organisations=newcomers, starts_on=today, by=by)
    _record(
        events.AGREEMENT_OFFERED,
        agreement,
        by,
        parties=", ".join(Party(each.party).label.lower() for each in parties),
        answer_by=agreement.answer_by,
    )
    return agreement


@transaction.atomic
def withdraw_agreement(*, agreement: Agreement, reason: str, by: Any) -> Agreement:
    """Take back a version that is being written or waits for signatures. Refused once everybody has signed."""
    if not permissions.can_write_agreement(by, agreement.patient):
        raise PermissionDenied(MAY_NOT_WRITE)
    agreement = locked_agreement(agreement)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is withdrawn."})
    move_agreement(agreement, AgreementMove.WITHDRAW, by_whom=by, reason=reason)
    _record(events.AGREEMENT_WITHDRAWN, agreement, by)
    return agreement


@transaction.atomic
def review_agreement(*, agreement: Agreement, review_on: date, note: str, by: Any) -> Agreement:
    """Put on record that an agreement in force was looked at and stays as it is, and when it is looked at again."""
    if not permissions.can_write_agreement(by, agreement.patient):
        raise PermissionDenied(MAY_NOT_WRITE)
    agreement = locked_agreement(agreement)
    AGREEMENT_LIFE.after(agreement.status, AgreementMove.REVIEW)
    rules.check_next_review(review_on=review_on, today=timezone.localdate(), ends_on=agreement.ends_on)
    agreement.review_on = review_on
    move_agreement(agreement, AgreementMove.REVIEW, by_whom=by, reason=note)
    _record(events.AGREEMENT_REVIEWED, agreement, by, review_on=review_on)
    return agreement


def move_agreement(agreement: Agreement, move: AgreementMove, *, by_whom: Any, reason: str = "") -> None:
    """Make a move in the life of a held version, and keep it."""
    agreement.status = AGREEMENT_LIFE.after(agreement.status, move)
    agreement.version += 1
    constraints.save(agreement)
    AgreementStatusChange.objects.create(
        scheme_id=agreement.scheme_id,
        patient_id=agreement.patient_id,
        agreement=agreement,
        move=move,
        status=agreement.status,
        reason=reason,
        by=by_whom,
    )


def _record(kind: Any, agreement: Agreement, by: Any, **facts: Any) -> None:
    audit.record(kind, subject=agreement, by=by, patient_id=agreement.patient_id, number=agreement.number, **facts)
