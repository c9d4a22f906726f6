"""Everything held about one person, from every app: the list is explicit, and a test finds what is missing from it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from audit import queries as audit
from audit.holdings import Holding, Section, sections
from careplans import queries as careplans
from episodes import queries as episodes
from governance.models import (
    AccessBundle,
    Erasure,
    KeepingDecision,
    LegalHold,
    RightsRequest,
    Withholding,
)
from patients import queries as patients
from patients.models import Patient
from recall import queries as recall

OWN = (
    Holding(RightsRequest, "What you asked about your record"),
    Holding(
        AccessBundle,
        "Copies of your record that you were given",
        of="request__patient_id",
        skip=("content", "request", "status", "claimed_at"),
        only={"given_on__isnull": False},
        ours=True,
    ),
    # The reason may say whom an entry is about, which is what it was left out for; the ground is told.
    Holding(
        Withholding,
        "What was left out of copies",
        of="bundle__request__patient_id",
        skip=("section", "row_key", "reason"),
    ),
    Holding(LegalHold, "When nothing was to be erased"),
    Holding(KeepingDecision, "Until when we decided to keep it"),
    Holding(Erasure, "When erasing was proposed"),
)
HOLDINGS: tuple[Holding, ...] = (
    *patients.HOLDINGS,
    *episodes.HOLDINGS,
    *careplans.HOLDINGS,
    *recall.HOLDINGS,
    *OWN,
    *audit.HOLDINGS,
)


@dataclass(frozen=True)
class Copy:
    """The record as it is handed over: what there is, and how many entries were left out of which part, and why."""

    sections: tuple[Section, ...]
    left_out: tuple[tuple[str, str, int], ...]

    @property
    def rows(self) -> int:
        return sum(len(section.rows) for section in self.sections)

    @property
    def nothing(self) -> list[str]:
        """The parts of which there is nothing, and of which nothing was left out."""
        left_out = {title for title, _, _ in self.left_out}
        return [each.title for each in self.sections if not each.rows and each.title not in left_out]

    @property
    def withheld(self) -> int:
        return sum(count for _, _, count in self.left_out)


def copy_of(bundle: AccessBundle) -> Copy:
    """Everything held about the person of the request, without what the lead decided to leave out."""
    withheld = {(each.section, each.row_key): each.get_ground_display() for each in bundle.withheld.all()}
    shown, left_out = [], []
    for section in sections(HOLDINGS, bundle.request.patient):
        grounds = [withheld[section.code, row.key] for row in section.rows if (section.code, row.key) in withheld]
        left_out += [(section.title, ground, grounds.count(ground)) for ground in sorted(set(grounds))]
        rows = tuple(row for row in section.rows if (section.code, row.key) not in withheld)
        shown.append(replace(section, rows=rows))
    return Copy(tuple(shown), tuple(left_out))


def documents_of(bundle: AccessBundle) -> Iterator[tuple[str, bytes]]:
    """The documents the person was given, as they were, with a file name for each."""
    patient: Patient = bundle.request.patient
    withheld = {(each.section, each.row_key) for each in bundle.withheld.all()}
    for holding in HOLDINGS:
        if not holding.file:
            continue
        label = holding.model._meta.label_lower
        for number, row in enumerate(holding.of_person(patient), start=1):
            if (label, str(row.pk)) not in withheld:
                yield f"documents/{holding.model._meta.model_name}-{number}.pdf", bytes(getattr(row, holding.file))
