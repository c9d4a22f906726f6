"""What a handout says: facts alone, so that the same facts are printed once and kept."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.utils import timezone

from careplans.lifecycle import Status, VersionStatus
from careplans.models import Goal, Handout, OwnerKind, PlanAction, PlanVersion
from careplans.queries.plan import goals_of
from episodes import queries as episodes
from patients.models import Patient


@dataclass(frozen=True)
class ActionLine:
    what: str
    who: str
    due_on: date | None


@dataclass(frozen=True)
class GoalLine:
    own_words: str
    staff_wording: str
    importance: int
    confidence: int
    actions: Sequence[ActionLine]


@dataclass(frozen=True)
class HolderLine:
    """Who answers for one aspect, and how to reach the place they work in."""

    aspect: str
    name: str
    organisation: str
    telephone: str
    since: date | None = None


@dataclass(frozen=True)
class PersonLines:
    """The front of every plan (J1)."""

    name: str
    given_name: str
    born_on: date
    nhs_number: str
    needs: str
    practice: str
    practice_telephone: str


@dataclass(frozen=True)
class PlanDocument:
    """One version of one plan, with who is who and the next review as they stood when it was printed."""

    person: PersonLines
    scheme: str
    number: int
    status: str
    agreed_on: date | None
    present: str
    goals: Sequence[GoalLine]
    if_things_get_worse: str
    coordinator: HolderLine | None
    holders: Sequence[HolderLine]
    next_review_on: date | None

    @property
    def draft(self) -> bool:
        return self.status == VersionStatus.DRAFT

    @property
    def replaced(self) -> bool:
        return self.status == VersionStatus.SUPERSEDED

    def content_hash(self, template_version: int) -> str:
        """The same for the same words on the same template, whoever prints them and whenever."""
        facts = json.dumps([asdict(self), template_version], default=str, sort_keys=True)
        return hashlib.sha256(facts.encode()).hexdigest()


def plan_document(version: PlanVersion) -> PlanDocument:
    """What a handout of this version says now."""
    plan = version.plan
    matrix = [_holder(line) for line in episodes.responsibilities_now(plan.episode) if line.responsibility]
    coordinator = episodes.care_coordinator(plan.episode)
    return PlanDocument(
        person=_person(plan.patient),
        scheme=plan.scheme.name,
        number=version.number,
        status=version.status,
        agreed_on=version.agreed_on,
        present=version.present,
        goals=[_goal(goal, plan.patient) for goal in goals_of(version)],
        if_things_get_worse=version.if_things_get_worse,
        coordinator=_holder(episodes.AspectNow(coordinator.aspect, coordinator)) if coordinator else None,
        holders=matrix,
        next_review_on=None if plan.status == Status.ENDED else plan.next_review_on,
    )


def kept_handout(version: PlanVersion, variant: str, content_hash: str) -> Handout | None:
    """The handout that says exactly this, when it was made before.

    A replaced version is what it was: whatever was last printed of it is what it prints as.
    """
    made = Handout.objects.filter(version=version, variant=variant)
    if version.status != VersionStatus.SUPERSEDED:
        made = made.filter(content_hash=content_hash)
    found: Handout | None = made.first()
    return found


def _person(patient: Patient) -> PersonLines:
    return PersonLines(
        name=patient.name,
        given_name=patient.given_name,
        born_on=patient.born_on,
        nhs_number=patient.nhs_number or "",
        needs=patient.needs,
        practice=patient.practice.name,
        practice_telephone=patient.practice.telephone,
    )


def _goal(goal: Goal, patient: Patient) -> GoalLine:
    actions = [
        ActionLine(what=act.what, who=_who(act, patient), due_on=act.due_on)
        for act in goal.standing_actions  # type: ignore[attr-defined]
    ]
    return GoalLine(
        own_words=goal.own_words,
        staff_wording=goal.staff_wording,
        importance=goal.importance,
        confidence=goal.confidence,
        actions=actions,
    )


def _who(action: PlanAction, patient: Patient) -> str:
    """Who does it, for the person to read: themselves, with whoever helps; otherwise the helper by name."""
    helper = action.helper
    if action.owner_kind == OwnerKind.PERSON:
        return f"{patient.given_name}, with {helper}" if helper else patient.given_name
    return helper or OwnerKind(action.owner_kind).label


def _holder(line: episodes.AspectNow) -> HolderLine:
    held = line.responsibility
    assert held is not None  # lines with nobody are left out of what a person reads
    return HolderLine(
        aspect=line.aspect.name,
        name=held.holder.name,
        organisation=held.organisation.name,
        telephone=held.organisation.telephone,
        since=timezone.localdate(held.held.lower),
    )
