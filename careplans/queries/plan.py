"""One plan: its versions, goals and actions, what stands in the way of agreement, and its reviews."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from accounts.roles import Permission
from careplans import agreement
from careplans.lifecycle import Status, VersionStatus
from careplans.models import CarePlan, Goal, Handout, PlanAction, PlanVersion, Review
from episodes import queries as episodes
from episodes.models import Complexity
from patients.models import Patient
from patients.models import Status as PatientStatus
from patients.permissions import holds_for
from schemes import queries as schemes


def review_weeks(scheme_id: UUID, complexity: str, day: date) -> int:
    """How many weeks the scheme lets pass between reviews of care as complex as this, on that day (L1)."""
    protocol = schemes.protocol_on(scheme_id, day)
    weeks: dict[str, int] = {
        Complexity.STABLE: protocol.review_weeks_stable,
        Complexity.COMPLEX: protocol.review_weeks_complex,
        Complexity.CHAOTIC: protocol.review_weeks_chaotic,
    }
    return weeks[complexity]


def goals_of(version: PlanVersion) -> QuerySet[Goal]:
    """The goals that stand in a version, each with the actions that stand, in order: two statements."""
    actions = Prefetch("actions", PlanAction.objects.standing(), to_attr="standing_actions")
    return version.goals.standing().prefetch_related(actions).select_related("written_by")


def goal_facts(goals: Sequence[Goal] | QuerySet[Goal]) -> list[agreement.GoalFact]:
    """What the rules of agreement ask about goals that came from `goals_of`."""
    return [
        agreement.GoalFact(
            own_words=goal.own_words,
            actions=[agreement.ActionFact(helper=act.helper, due_on=act.due_on) for act in goal.standing_actions],  # type: ignore[attr-defined]
        )
        for goal in goals
    ]


def draft_of(plan: CarePlan) -> PlanVersion | None:
    """The version being written, if any."""
    found: PlanVersion | None = plan.versions.filter(status=VersionStatus.DRAFT).first()
    return found


def version_in_force(plan: CarePlan) -> PlanVersion | None:
    """The version that was agreed and not yet replaced; the draft when none was; the newest of an ended plan."""
    order = {VersionStatus.AGREED: 0, VersionStatus.DRAFT: 1, VersionStatus.SUPERSEDED: 2}
    versions = sorted(plan.versions.select_related("agreed_by"), key=lambda each: order[VersionStatus(each.status)])
    return versions[0] if versions else None


@dataclass(frozen=True)
class May:
    """What the reader of a plan may do with it."""

    write: bool = False
    agree: bool = False
    review: bool = False
    print: bool = False
    end: bool = False


NOTHING = May()


@dataclass(frozen=True)
class PlanRecord:
    """Everything the plan's page shows."""

    plan: CarePlan
    version: PlanVersion | None
    goals: Sequence[Goal]
    versions: Sequence[PlanVersion]
    reviews: Sequence[Review]
    handouts: Sequence[Handout]
    matrix: Sequence[episodes.AspectNow]
    may: May

    @property
    def open(self) -> bool:
        return self.plan.status != Status.ENDED

    @property
    def drafting(self) -> bool:
        """Whether the version shown may still be written in."""
        return self.open and self.version is not None and self.version.status == VersionStatus.DRAFT

    @property
    def may_revise(self) -> bool:
        return self.plan.status == Status.AGREED and self.may.write

    @property
    def lacking(self) -> list[agreement.Lacking]:
        return agreement.lacking(goal_facts(self.goals)) if self.drafting else []

    @property
    def doubts(self) -> list[agreement.Doubt]:
        return agreement.doubts(goal_facts(self.goals)) if self.drafting else []

    @property
    def next_step(self) -> str:
        """The page's one primary button: goal, action, agree, review, or none."""
        if not self.open:
            return ""
        if self.drafting and self.may.write and self.lacking:
            return "goal" if agreement.Lacking.GOAL in self.lacking else "action"
        if self.drafting and self.may.agree and not self.lacking:
            return "agree"
        return "review" if self.may.review else ""


def plan_record(plan: CarePlan, user: Any, version: PlanVersion | None = None) -> PlanRecord:
    """The plan as its page shows it: the draft when there is one, otherwise the version in force, or the one named."""
    shown = version or draft_of(plan) or version_in_force(plan)
    return PlanRecord(
        plan=plan,
        version=shown,
        goals=list(goals_of(shown)) if shown else [],
        versions=list(plan.versions.select_related("author", "agreed_by")),
        reviews=list(plan.reviews.standing().select_related("recorded_by")),
        handouts=list(Handout.objects.filter(version__plan=plan).select_related("version", "given_by").defer("pdf")),
        matrix=episodes.responsibilities_now(plan.episode),
        may=what_may(user, plan.patient),
    )


def what_may(user: Any, patient: Patient) -> May:
    """What the user may do with this person's plan."""
    return May(
        write=holds_for(user, Permission.WRITE_PLAN, patient),
        agree=holds_for(user, Permission.AGREE_PLAN, patient),
        review=holds_for(user, Permission.RECORD_REVIEW, patient),
        print=holds_for(user, Permission.PRINT_PLAN, patient),
        end=holds_for(user, Permission.END_SHARED_CARE, patient),
    )


@dataclass(frozen=True)
class PlanPanel:
    """What the Person page shows of this app: the open plan, its goals as agreed or drafted, and what is due."""

    patient: Patient
    today: date
    plan: CarePlan | None = None
    version: PlanVersion | None = None
    goals: Sequence[Goal] = ()
    last_review: Review | None = None
    may_start: bool = False
    may_review: bool = False


def plan_panel(patient: Patient, today: date, user: Any = None) -> PlanPanel:
    """The person's open plan in short, or that there is none; with the next step for a `user` who may take it."""
    plan = CarePlan.objects.open().filter(patient=patient).select_related("episode").first()
    if plan is None:
        registered = patient.status == PatientStatus.REGISTERED
        may_start = registered and user is not None and holds_for(user, Permission.START_SHARED_CARE, patient)
        return PlanPanel(patient, today, may_start=may_start)
    version = version_in_force(plan)
    return PlanPanel(
        patient,
        today,
        plan,
        version,
        list(goals_of(version)) if version else [],
        plan.reviews.standing().first(),
        may_review=user is not None and holds_for(user, Permission.RECORD_REVIEW, patient),
    )
