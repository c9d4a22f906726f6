"""One person's agreement: what the Person page and its own page show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.roles import Permission
from episodes import permissions
from episodes.agreement import Finding, StandingStatus, findings
from episodes.lifecycle import AgreementStatus, SignatureStatus
from episodes.models import (
    Agreement,
    AgreementCopy,
    AgreementParty,
    AgreementStatusChange,
    Episode,
    Responsibility,
)
from episodes.queries.agreement_document import lines_of
from episodes.queries.agreements import parties_left, with_facts
from patients.permissions import holds_for
from schemes.agreement import Party

HOLDING = (StandingStatus.IN_FORCE, StandingStatus.NOTICE)
# Which aspect's holder is usually party as what.
ASPECT_OF = {Party.PRESCRIBER: "prescribing", Party.KEY_WORKER: "key_work", Party.PHARMACIST: "supervised_consumption"}


@dataclass(frozen=True)
class PartyLine:
    """One party on a page: who, what they answered, and what the reader may do for it."""

    party: AgreementParty
    has_left: bool
    may_answer: bool
    may_record: bool
    may_copy: bool

    @property
    def label(self) -> str:
        return str(Party(self.party.party).label)

    @property
    def duties(self) -> list[str]:
        return lines_of(self.party.duties)


@dataclass(frozen=True)
class AgreementRecord:
    """One version with its parties and everything that may be done with it by the reader."""

    agreement: Agreement
    standing: StandingStatus
    findings: Sequence[Finding]
    parties: Sequence[PartyLine]
    versions: Sequence[Agreement]
    changes: Sequence[AgreementStatusChange]
    copies: Sequence[AgreementCopy]
    may_write: bool

    @property
    def communication(self) -> list[str]:
        return lines_of(self.agreement.communication)

    @property
    def return_criteria(self) -> list[str]:
        return lines_of(self.agreement.return_criteria)

    @property
    def cover(self) -> list[str]:
        return lines_of(self.agreement.cover)

    @property
    def own(self) -> PartyLine | None:
        """The line of the reader, when they are party."""
        return next((each for each in self.parties if each.may_answer), None)

    @property
    def may(self) -> dict[str, bool]:
        """The buttons: what the reader may do with a version that stands so."""
        status, holds = self.agreement.status, self.standing in HOLDING or self.standing == StandingStatus.PLANNED
        in_force = status == AgreementStatus.IN_FORCE and holds
        unfinished = any(each.status in (AgreementStatus.DRAFT, AgreementStatus.OFFERED) for each in self.versions)
        return {
            "edit": self.may_write and status == AgreementStatus.DRAFT,
            "withdraw": self.may_write and status in (AgreementStatus.DRAFT, AgreementStatus.OFFERED),
            "review": self.may_write and in_force,
            "notice": (self.may_write or self.own is not None) and in_force,
            "renew": self.may_write and not unfinished and self.agreement.episode.ended_on is None,
        }


def agreement_record(agreement: Agreement, user: Any, today: date) -> AgreementRecord:
    """Everything the page of one version shows."""
    fresh = with_facts(Agreement.objects.filter(pk=agreement.pk), today).select_related("episode").get()
    may_write = permissions.can_write_agreement(user, agreement.patient)
    return AgreementRecord(
        agreement=fresh,
        standing=fresh.standing,
        findings=findings(fresh.facts, today) if fresh.episode.ended_on is None else [],
        parties=_party_lines(fresh, user, today, may_write),
        versions=list(Agreement.objects.visible_to(user).filter(episode=fresh.episode)),
        changes=list(fresh.changes.select_related("by")),
        copies=list(
            AgreementCopy.objects.visible_to(user)
            .filter(agreement=fresh)
            .defer("pdf")
            .select_related("party__professional", "made_by")
        ),
        may_write=may_write,
    )


def _party_lines(agreement: Agreement, user: Any, today: date, may_write: bool) -> list[PartyLine]:
    left = set(parties_left(today).filter(agreement=agreement).values_list("pk", flat=True))
    may_sign = holds_for(user, Permission.SIGN_AGREEMENT, agreement.patient)
    found = agreement.parties.select_related("professional", "organisation", "recorded_by")
    rows = []
    for each in found:
        own = may_sign and each.professional is not None and each.professional.user_id == user.pk
        rows.append(PartyLine(each, each.pk in left, may_answer=own, may_record=may_write, may_copy=own or may_write))
    return rows


@dataclass(frozen=True)
class AgreementPanel:
    """What the Person page shows: the version in force, the one on its way, and for whom it waits."""

    episode: Episode
    in_force: Agreement | None
    unfinished: Agreement | None
    waiting_for: Sequence[AgreementParty]
    last: Agreement | None
    findings: Sequence[Finding]
    to_answer: AgreementParty | None
    may_write: bool
    today: date

    @property
    def kind(self) -> str:
        """How loudly the panel is shown."""
        return "warning" if self.findings else ""


def agreement_panel(episode: Episode | None, today: date, user: Any) -> AgreementPanel | None:
    """The agreement of the person's open episode; nothing for whoever may not read it, or when there is no episode."""
    if episode is None:
        return None
    may_write = permissions.can_write_agreement(user, episode.patient)
    versions = list(with_facts(Agreement.objects.visible_to(user).filter(episode=episode), today))
    if not versions and not may_write:
        return None
    unfinished = next(
        (each for each in versions if each.status in (AgreementStatus.DRAFT, AgreementStatus.OFFERED)), None
    )
    waiting = _waiting_for(unfinished)
    return AgreementPanel(
        episode=episode,
        in_force=next((each for each in versions if each.standing in HOLDING), None),
        unfinished=unfinished,
        waiting_for=waiting,
        last=versions[0] if versions else None,
        findings=sorted({found for each in versions for found in findings(each.facts, today)}, key=list(Finding).index),
        to_answer=next((each for each in waiting if permissions.can_answer_agreement(user, each)), None),
        may_write=may_write,
        today=today,
    )


def _waiting_for(agreement: Agreement | None) -> list[AgreementParty]:
    if agreement is None or agreement.status != AgreementStatus.OFFERED:
        return []
    return list(agreement.parties.filter(status=SignatureStatus.OPEN).select_related("professional", "patient"))


def usual_parties(episode: Episode) -> dict[str, Any]:
    """Who answers now for the aspects that make somebody a party, by party: what a first version begins with."""
    held = Responsibility.objects.held_now().filter(episode=episode, aspect__code__in=ASPECT_OF.values())
    holders = {each.aspect.code: each.holder_id for each in held.select_related("aspect")}
    return {party: holders[code] for party, code in ASPECT_OF.items() if code in holders}
