"""Reading the record."""

from audit.queries.export import REFERENCES_ONLY, export_lines
from audit.queries.holdings import HOLDINGS
from audit.queries.record import deeds, looks, row_changes, timeline
from audit.queries.seals import forgotten_without_reason, links, seal_lines, sealed_parts

__all__ = [
    "HOLDINGS",
    "REFERENCES_ONLY",
    "deeds",
    "export_lines",
    "forgotten_without_reason",
    "links",
    "looks",
    "row_changes",
    "seal_lines",
    "sealed_parts",
    "timeline",
]
