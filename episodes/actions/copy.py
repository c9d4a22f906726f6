"""Printing an agreement for one of its parties, and keeping what was printed."""

import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from episodes import documents, events, permissions, queries
from episodes.actions.locking import locked_agreement
from episodes.models import AgreementCopy, AgreementParty, CopyVariant
from patients import permissions as patients
from patients.rights import NOT_PRINTED, Purpose
from schemes.agreement import Party


@transaction.atomic
def print_agreement(*, party: AgreementParty, variant: str, by: Any) -> AgreementCopy:
    """Print a version of the agreement for one party, their own duties first, with who has signed so far.

    What says exactly the same is made once: printing it again gives the kept bytes.
    """
    if not permissions.can_copy_agreement(by, party):
        raise PermissionDenied("You may not print this party's copy.")
    if not patients.may_use(party.patient, Purpose.PRINT, timezone.now()):
        raise ValidationError(NOT_PRINTED, code="restricted")
    agreement = locked_agreement(party.agreement)
    document = queries.agreement_document(agreement, party.party)
    content_hash = document.content_hash(documents.TEMPLATE_VERSION)
    kept = AgreementCopy.objects.filter(party=party, variant=variant, content_hash=content_hash).first()
    copy = kept or _made(party, document, variant, content_hash, by)
    audit.record(
        events.AGREEMENT_PRINTED,
        subject=copy,
        by=by,
        patient_id=party.patient_id,
        number=agreement.number,
        party=Party(party.party).label.lower(),
        variant=CopyVariant(variant).label.lower(),
        data={"sha256": copy.sha256},
    )
    return copy


def _made(
    party: AgreementParty, document: queries.AgreementDocument, variant: str, content_hash: str, by: Any
) -> AgreementCopy:
    pdf = documents.agreement_copy(document, variant)
    return AgreementCopy.objects.create(
        scheme_id=party.scheme_id,
        patient_id=party.patient_id,
        agreement=party.agreement,
        party=party,
        variant=CopyVariant(variant),
        template_version=documents.TEMPLATE_VERSION,
        content_hash=content_hash,
        sha256=hashlib.sha256(pdf).hexdigest(),
        pdf=pdf,
        made_by=by,
    )
