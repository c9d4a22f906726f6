"""Who answers for what, at any moment; where nobody does; and how much each holder carries."""

from episodes.queries.agreement_document import AgreementDocument, agreement_document, terms_hash
from episodes.queries.agreement_record import (
    AgreementPanel,
    AgreementRecord,
    agreement_panel,
    agreement_record,
    usual_parties,
)
from episodes.queries.agreements import (
    agreement_findings,
    agreements_to_answer,
    last_agreement,
    name_of,
    next_agreement_number,
    parties_left,
    spoken_of,
    to_answer,
    waiting_for,
    with_facts,
)
from episodes.queries.caseload import caseload_by_holder, caseload_by_practice
from episodes.queries.gaps import aspects_without_holder, gaps, held_by_leavers
from episodes.queries.holders import default_coordinator, not_taking_part, possible_holders, posts_for, posts_of
from episodes.queries.holdings import HOLDINGS
from episodes.queries.matrix import (
    AspectNow,
    care_coordinator,
    close_responsibilities,
    coordination_on,
    holder_at,
    last_begun,
    responsibilities_at,
    responsibilities_now,
    responsibility_history,
)
from episodes.queries.panel import ResponsibilityPanel, responsibility_panel, status_changes

__all__ = [
    "HOLDINGS",
    "AgreementDocument",
    "AgreementPanel",
    "AgreementRecord",
    "AspectNow",
    "ResponsibilityPanel",
    "agreement_document",
    "agreement_findings",
    "agreement_panel",
    "agreement_record",
    "agreements_to_answer",
    "aspects_without_holder",
    "care_coordinator",
    "caseload_by_holder",
    "caseload_by_practice",
    "close_responsibilities",
    "coordination_on",
    "default_coordinator",
    "gaps",
    "held_by_leavers",
    "holder_at",
    "last_agreement",
    "last_begun",
    "name_of",
    "next_agreement_number",
    "not_taking_part",
    "parties_left",
    "possible_holders",
    "posts_for",
    "posts_of",
    "responsibilities_at",
    "responsibilities_now",
    "responsibility_history",
    "responsibility_panel",
    "spoken_of",
    "status_changes",
    "terms_hash",
    "to_answer",
    "usual_parties",
    "waiting_for",
    "with_facts",
]
