"""Making cohorts: who is found and why, what is decided about each, and what clears a cohort for use."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import actions as audit
from audit import constraints, wall
from patients import nhs_number
from patients.models import Patient
from recall import cohorts, events, permissions
from recall.cohorts import BY_SCORE, FIELDS_OF, Method, Trouble
from recall.lifecycle import MEMBER_LIFE, MemberMove, Standing
from recall.models import Cohort, CohortFileRow, CohortMember
from recall.queries import finding
from ui import words
from ui.csv import read_csv

NUMBER, SCORE = "nhs_number", "score"
MOST_SCORES = 200_000
LARGE_FILE = 120  # seconds that the statement over a whole file or register may take


@transaction.atomic
def make_cohort(*, name: str, purpose: str, method: str, by: Any, **how: Any) -> Cohort:
    """Make a cohort: by a segment it is filled at once, by scores it waits for their file, by judgement for proposals.

    `how` are the fields of the method; what another method uses is refused, because it would say what was not done.
    """
    _refuse_unless_runs(by)
    given = {field: value for field, value in how.items() if value not in ("", None)}
    strange = set(given) - set(FIELDS_OF[Method(method)])
    if strange:
        field = min(strange)
        raise ValidationError({field: f"Leave this empty: the method “{Method(method).label}” does not use it."})
    if method == Method.SEGMENT and not given:
        raise ValidationError("Say what the people have in common: an age, a practice, complexity or the last review.")
    cohort = Cohort(scheme_id=by.acting.scheme_id, name=name, purpose=purpose, method=method, made_by=by, **given)
    constraints.save(cohort)
    audit.record(events.COHORT_MADE, subject=cohort, by=by, name=name, method=Method(method).label)
    if method == Method.SEGMENT:
        _fill(cohort, by=by)
    return cohort


@transaction.atomic
def fill_cohort(*, cohort: Cohort, process: str = "recall.catch_up") -> int:
    """Look again who fits a segment; whoever does now and was not in it joins. Says how many."""
    return _fill(_locked(cohort), process=process) if cohort.method == Method.SEGMENT else 0


def _fill(cohort: Cohort, *, by: Any = None, process: str = "") -> int:
    wall.patience(LARGE_FILE)
    members, barred = finding.take_segment(cohort, reason=segment(cohort), by=by, today=timezone.localdate())
    if members or by:
        told: dict[str, Any] = {"name": cohort.name, "members": members, "left_out": barred}
        audit.record(events.COHORT_FILLED, subject=cohort, by=by, process=process, **told)
    return members


def segment(cohort: Cohort) -> str:
    """What the people of a segment have in common, in words: the reason each of them is in it."""
    parts = []
    if cohort.age_from is not None:
        parts.append(f"aged {cohort.age_from} or over")
    if cohort.age_to is not None:
        parts.append(f"aged {cohort.age_to} or under")
    if cohort.practice is not None:
        parts.append(f"registered at {cohort.practice.name}")
    if cohort.complexity:
        parts.append(f"{cohort.get_complexity_display().lower()} care")
    if cohort.not_reviewed_since is not None:
        parts.append(f"not reviewed since {words.day(cohort.not_reviewed_since)}")
    said = ", ".join(parts)
    return f"{said[:1].upper()}{said[1:]}"[:300]


@transaction.atomic
def bring_in_scores(*, cohort: Cohort, content: bytes, by: Any) -> Cohort:
    """Put the people of a file of scores into the cohort, each with their score as the reason.

    A row that puts nobody in is kept with what is wrong, unknown people included. Refused, with nothing kept, when the
    file cannot be read, or the cohort has had its file: another file is another cohort.
    """
    _refuse_unless_runs(by)
    cohort = _locked(cohort)
    if cohort.method not in BY_SCORE:
        raise ValidationError("The people of this cohort are not found by scores.")
    if cohort.members.exists() or cohort.file_rows.exists():
        raise ValidationError("This cohort has had its file. Make another cohort for another file.")
    table = read_csv(content, max_bytes=settings.IMPORT_MAX_BYTES, max_rows=MOST_SCORES)
    places = {header.strip().lower().replace(" ", "_"): place for place, header in enumerate(table.headers)}
    if NUMBER not in places or SCORE not in places:
        raise ValidationError("The file must have two columns headed “NHS number” and “score”.")
    good: list[tuple[int, str, Decimal]] = []
    bad: list[CohortFileRow] = []
    for line, row in table.numbered_rows():
        number, typed = row[places[NUMBER]], row[places[SCORE]]
        try:
            good.append((line, *_checked(number, typed)))
        except _Bad as trouble:
            kept: dict[str, Any] = {"nhs_number": number[:40], "score": typed[:40], "trouble": trouble.trouble}
            row_kept = CohortFileRow(scheme_id=cohort.scheme_id, cohort=cohort, line=line, **kept)
            row_kept.detail = trouble.detail[:200]
            bad.append(row_kept)
    wall.patience(LARGE_FILE)
    CohortFileRow.objects.bulk_create(bad, batch_size=5_000)
    members, kept_rows = finding.take_scores(cohort, good, reason=f"{cohort.tool}: ", by=by, today=timezone.localdate())
    if not members and not kept_rows and not bad:
        raise ValidationError("The file has no rows.")
    told: dict[str, Any] = {"name": cohort.name, "members": members, "left_out": kept_rows + len(bad)}
    audit.record(events.COHORT_FILLED, subject=cohort, by=by, **told)
    return cohort


class _Bad(Exception):
    """A row that cannot be read, and why."""

    def __init__(self, trouble: Trouble, detail: str) -> None:
        super().__init__(detail)
        self.trouble, self.detail = trouble, detail


def _checked(number: str, typed: str) -> tuple[str, Decimal]:
    try:
        digits = nhs_number.check(number)
    except ValidationError as refusal:
        raise _Bad(Trouble.NUMBER, refusal.messages[0]) from None
    try:
        return digits, cohorts.score(typed)
    except ValidationError as refusal:
        raise _Bad(Trouble.SCORE, refusal.messages[0]) from None


@transaction.atomic
def propose_member(*, cohort: Cohort, patient: Patient, reason: str, by: Any) -> CohortMember:
    """Propose somebody for a cohort found by judgement, with the reason. Refused when they are in it already."""
    if not permissions.can_propose(by, patient):
        raise PermissionDenied("Only somebody who cares for the person may propose them.")
    if cohort.method != Method.JUDGEMENT:
        raise ValidationError("The people of this cohort are not found by judgement.")
    member = CohortMember(scheme_id=cohort.scheme_id, cohort=cohort, patient=patient, reason=reason, added_by=by)
    constraints.save(member)
    told: dict[str, Any] = {"name": cohort.name, "patient_id": patient.pk}
    audit.record(events.MEMBER_PROPOSED, subject=member, by=by, **told)
    return member


@transaction.atomic
def decide_member(*, member: CohortMember, move: str, by: Any, reason: str = "") -> CohortMember:
    """Accept, defer or decline somebody; the last two need the reason. Messages ask again before they leave."""
    if not permissions.can_propose(by, member.patient):
        raise PermissionDenied("Only somebody who cares for the person may decide.")
    member = CohortMember.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=member.pk)
    standing = MEMBER_LIFE.after(member.standing, MemberMove(move))
    if standing != Standing.ACCEPTED and not reason:
        raise ValidationError({"reason": "Say why the person is not to be called in."})
    member.standing, member.decision = standing, reason
    member.decided_by, member.decided_at = by, timezone.now()
    constraints.save(member)
    told: dict[str, Any] = {
        "name": member.cohort.name,
        "standing": Standing(standing).label.lower(),
        "patient_id": member.patient_id,
    }
    audit.record(events.MEMBER_DECIDED, subject=member, by=by, **told)
    return member


@transaction.atomic
def record_fair_processing(
    *, cohort: Cohort, posters_on: date, leaflets_on: date, justification: str, by: Any
) -> Cohort:
    """Record how people were told that their records are used, and why this is direct care; ends a sign-off."""
    _refuse_unless_runs(by)
    cohort = _locked(cohort)
    cohort.posters_on, cohort.leaflets_on, cohort.justification = posters_on, leaflets_on, justification
    cohort.signed_off_by = cohort.signed_off_at = None
    constraints.save(cohort)
    audit.record(events.FAIR_PROCESSING_RECORDED, subject=cohort, by=by, name=cohort.name)
    return cohort


@transaction.atomic
def sign_off_cohort(*, cohort: Cohort, by: Any) -> Cohort:
    """Information governance agrees that the cohort may be used. Refused while anything else is missing."""
    if not permissions.can_sign_off(by):
        raise PermissionDenied("Only information governance may sign the use of a cohort off.")
    cohort = _locked(cohort)
    if cohort.signed_off_at is not None:
        raise ValidationError("The cohort is signed off already.")
    given = cohorts.Clearance(cohort.posters_on, cohort.leaflets_on, cohort.justification, is_signed_off=True)
    missing = cohorts.lacking(cohort.method, given, timezone.localdate())
    if missing:
        raise ValidationError(f"It is not on record {missing[0]}.")
    cohort.signed_off_by, cohort.signed_off_at = by, timezone.now()
    constraints.save(cohort)
    audit.record(events.COHORT_SIGNED_OFF, subject=cohort, by=by, name=cohort.name)
    return cohort


def _refuse_unless_runs(by: Any) -> None:
    if not permissions.can_run_campaign(by):
        raise PermissionDenied("Only somebody who runs the scheme may make cohorts.")


def _locked(cohort: Cohort) -> Cohort:
    locked: Cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    return locked
