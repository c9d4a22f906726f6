"""What a copy of an agreement says, and what of it is signed."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from episodes.lifecycle import SignatureStatus
from episodes.models import Agreement, AgreementParty, AnswerHow
from patients.models import Patient
from schemes.agreement import Party


def lines_of(text: str) -> list[str]:
    """Text of which each line stands by itself."""
    return [line.strip() for line in text.splitlines() if line.strip()]


@dataclass(frozen=True)
class CopyParty:
    """One party as a copy names them."""

    party: str
    label: str
    name: str
    organisation: str
    telephone: str
    duties: Sequence[str]
    answer: str
    waits: bool


@dataclass(frozen=True)
class AgreementDocument:
    """What one party's copy says, their own part first: facts alone, so that what is the same is printed once."""

    person: str
    given_name: str
    born_on: date
    nhs_number: str
    scheme: str
    number: int
    standing: str
    starts_on: date
    review_on: date
    ends_on: date
    reader: CopyParty
    others: Sequence[CopyParty]
    communication: Sequence[str]
    return_criteria: Sequence[str]
    cover: Sequence[str]
    notice: str

    @property
    def signatures(self) -> list[CopyParty]:
        """Every party, in the order in which they are named."""
        return sorted([self.reader, *self.others], key=lambda each: list(Party).index(Party(each.party)))

    def content_hash(self, template_version: int) -> str:
        """The same for the same words on the same template, whoever prints them and whenever."""
        return _hash([asdict(self), template_version])


def agreement_document(agreement: Agreement, reader: str) -> AgreementDocument:
    """What a copy for this party says now."""
    patient = agreement.patient
    parties = {
        each.party: _copy_party(each, patient)
        for each in agreement.parties.select_related("professional", "organisation")
    }
    return AgreementDocument(
        person=patient.name,
        given_name=patient.given_name,
        born_on=patient.born_on,
        nhs_number=patient.nhs_number or "",
        scheme=agreement.scheme.name,
        number=agreement.number,
        standing=agreement.standing.label,
        starts_on=agreement.starts_on,
        review_on=agreement.review_on,
        ends_on=agreement.notice_ends_on or agreement.ends_on,
        reader=parties[reader],
        others=[each for party, each in parties.items() if party != reader],
        communication=lines_of(agreement.communication),
        return_criteria=lines_of(agreement.return_criteria),
        cover=lines_of(agreement.cover),
        notice=str(Party(agreement.notice_of).label) if agreement.notice_of else "",
    )


def _copy_party(party: AgreementParty, patient: Patient) -> CopyParty:
    organisation = party.organisation
    return CopyParty(
        party=party.party,
        label=str(Party(party.party).label),
        name=party.professional.name if party.professional else patient.name,
        organisation=organisation.name if organisation else "",
        telephone=organisation.telephone if organisation else "",
        duties=lines_of(party.duties),
        answer=_answer(party),
        waits=party.status == SignatureStatus.OPEN,
    )


def _answer(party: AgreementParty) -> str:
    """What the party answered, in words; silence is said as what it is."""
    if party.answered_on is None:
        return "Not signed yet"
    said, day = SignatureStatus(party.status).label, party.answered_on
    return f"{said} on {day.day} {day:%B %Y}" + (", on paper" if party.how == AnswerHow.PAPER else "")


def terms_hash(agreement: Agreement) -> str:
    """A hash of every word that is signed, kept with each signature: proof of what was agreed."""
    parties = agreement.parties.values_list("party", "professional_id", "organisation_id", "duties")
    said = [agreement.communication, agreement.return_criteria, agreement.cover]
    return _hash([agreement.number, agreement.starts_on, agreement.ends_on, said, list(parties)])


def _hash(facts: Any) -> str:
    return hashlib.sha256(json.dumps(facts, default=str, sort_keys=True).encode()).hexdigest()
