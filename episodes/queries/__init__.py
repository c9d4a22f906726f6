"""Who answers for what, at any moment; where nobody does; and how much each holder carries."""

from episodes.queries.absence import absences, possible_deputies, recordable
from episodes.queries.caseload import caseload_by_holder, caseload_by_practice
from episodes.queries.gaps import GapLine, Gaps, GapShow, PersonGaps, gaps, gaps_for, gaps_in, held_by_leavers
from episodes.queries.handover import Show, handover_page, handovers, history_of, offers_in
from episodes.queries.holders import default_coordinator, not_taking_part, possible_holders, posts_for, posts_of
from episodes.queries.holdings import HOLDINGS
from episodes.queries.matrix import (
    AspectNow,
    care_coordinator,
    close_responsibilities,
    coordination_on,
    corrections,
    holder_at,
    holding,
    last_begun,
    responsibilities_at,
    responsibilities_now,
    responsibility_history,
    stop_believing,
)
from episodes.queries.panel import ResponsibilityPanel, responsibility_panel, status_changes

__all__ = [
    "HOLDINGS",
    "AspectNow",
    "GapLine",
    "GapShow",
    "Gaps",
    "PersonGaps",
    "ResponsibilityPanel",
    "Show",
    "absences",
    "care_coordinator",
    "caseload_by_holder",
    "caseload_by_practice",
    "close_responsibilities",
    "coordination_on",
    "corrections",
    "default_coordinator",
    "gaps",
    "gaps_for",
    "gaps_in",
    "handover_page",
    "handovers",
    "held_by_leavers",
    "history_of",
    "holder_at",
    "holding",
    "last_begun",
    "not_taking_part",
    "offers_in",
    "possible_deputies",
    "possible_holders",
    "posts_for",
    "posts_of",
    "recordable",
    "responsibilities_at",
    "responsibilities_now",
    "responsibility_history",
    "responsibility_panel",
    "status_changes",
    "stop_believing",
]
