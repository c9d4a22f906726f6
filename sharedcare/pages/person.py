"""The Person page: who they are, who is responsible now, what is due, what is wrong, and then the rest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.permissions import holds
from accounts.roles import Permission
from audit import queries as audit
from careplans import queries as careplans
from episodes import queries as episodes
from governance import queries as governance
from patients import queries as patients
from patients.models import Patient
from recall import queries as recall
from recall.balance import State
from sharedcare.pages.concerns import Facts, concerns
from sharedcare.pages.panels import Panel

PROCESS = "SharedCare"  # what did it, when no person did


def looks(patient: Patient, user: Any) -> int | None:
    """How many looks at the person are on record, for whoever answers for who may look."""
    return audit.looks(patient.pk).count() if holds(user, Permission.GOVERN_ACCESS) else None


def may_be_reached(patient: Patient) -> bool:
    """Whether there is one way, on record and safe, to get a message to the person."""
    by_post = patient.safe_to_post and bool(patient.address) and not patient.no_fixed_abode
    by_text = patient.safe_to_text and bool(patient.mobile)
    by_email = patient.safe_to_email and bool(patient.email)
    return by_post or by_text or by_email


def once(patient: Patient, name: str, gather: Callable[[], Any]) -> Any:
    """What several panels of one page read, gathered once for this page's person."""
    kept: dict[str, Any] = patient.__dict__.setdefault("_gathered", {})
    if name not in kept:
        kept[name] = gather()
    return kept[name]


def episode(patient: Patient) -> Any:
    """The person's open episode, or None."""
    return once(patient, "episode", lambda: episodes.open_episode(patient))


def responsibility(patient: Patient, user: Any) -> episodes.ResponsibilityPanel:
    """Who answers for what, with the links of whoever may change it."""
    found: episodes.ResponsibilityPanel = once(
        patient, "responsibility", lambda: episodes.responsibility_panel(episode(patient), timezone.now(), user)
    )
    return found


def over_time(patient: Patient, user: Any, today: date) -> episodes.ResponsibilityPanel | None:
    """The matrix as a picture, and the team; nothing for somebody who is not in shared care."""
    panel = responsibility(patient, user)
    return panel if panel.episode else None


def arrangement(patient: Patient, user: Any, today: date) -> episodes.ArrangementPanel | None:
    """Whether it is shared care; whoever may say who answers for the person outside an emergency may record it."""
    panel = responsibility(patient, user)
    if panel.episode is None:
        return None
    opened, may_record = panel.episode, panel.may_assign and holds(user, Permission.RECORD_ARRANGEMENT)
    found: episodes.ArrangementPanel = once(
        patient, "arrangement", lambda: episodes.arrangement_panel(opened, today, may_record=may_record)
    )
    return found


@dataclass(frozen=True)
class Wrong:
    """What is wrong for the person, in order of risk."""

    concerns: Sequence[str]

    @property
    def kind(self) -> str:
        """How loudly the panel is shown."""
        return "urgent" if self.concerns else ""


def what_is_wrong(patient: Patient, user: Any, today: date) -> Wrong:
    """Read from the same queries as the panels beneath."""
    responsible = responsibility(patient, user)
    plan = once(patient, "plan", lambda: careplans.plan_panel(patient, today, user))
    invitations = once(patient, "invitations", lambda: recall.invitations_panel(patient))
    arranged = arrangement(patient, user, today)
    own_gp = [f"{arranged.own_gp.label}."] if arranged and arranged.own_gp else []
    latest = invitations.rows[0].invitation.state if invitations.rows else ""
    facts = Facts(
        in_shared_care=responsible.episode is not None,
        nobody_for=responsible.nobody,
        others=(*responsible.wrong, *own_gp),
        next_review_on=plan.plan.next_review_on if plan.plan else None,
        has_agreed_plan=bool(plan.version and plan.version.agreed_on),
        may_be_reached=may_be_reached(patient),
        invitation_failed=latest == State.FAILED,
    )
    return Wrong(list(concerns(facts, today)))


@dataclass(frozen=True)
class Due:
    """What falls due for the person: the review, and what comes of who answers."""

    next_review_on: date | None
    today: date
    responsible: episodes.ResponsibilityPanel


def what_is_due(patient: Patient, user: Any, today: date) -> Due | None:
    """The next review, offers that wait, and the gaps that are coming; nothing for somebody not in shared care."""
    responsible = responsibility(patient, user)
    if responsible.episode is None:
        return None
    plan = once(patient, "plan", lambda: careplans.plan_panel(patient, today, user))
    return Due(plan.plan.next_review_on if plan.plan else None, today, responsible)


def timeline(patient: Patient, user: Any, today: date) -> list[dict[str, Any]]:
    """What was done for the person, latest first, in the words of the day it was done."""
    return [
        {"at": event.at, "title": event.sentence, "by": event.by.name if event.by else PROCESS}
        for event in audit.timeline(patient.pk)
    ]


def fit(patient: Patient, user: Any, today: date) -> episodes.MatchPanel | None:
    """How complex care is, whether that fits whoever prescribes, and the move that waits."""
    return episodes.match_panel(patient, timezone.now(), responsibility(patient, user))


PANELS = (
    Panel(
        "Who is responsible now",
        "episodes/_responsibilities.html",
        lambda patient, user, today: responsibility(patient, user),
    ),
    Panel("What is due", "pages/_due.html", what_is_due, need=Permission.VIEW_WHOLE_RECORD),
    Panel("What is wrong", "pages/_wrong.html", what_is_wrong, need=Permission.VIEW_WHOLE_RECORD),
    Panel(
        "Collections",
        "episodes/_collections.html",
        lambda patient, user, today: episodes.collections_panel(episode(patient), user, today),
        need=Permission.RECORD_COLLECTION,
    ),
    Panel("Who answers for what, over time", "episodes/_over_time.html", over_time, need=Permission.VIEW_WHOLE_RECORD),
    Panel("Is it shared care?", "episodes/_arrangement.html", arrangement, need=Permission.VIEW_WHOLE_RECORD),
    Panel("Complexity and moves", "episodes/_match.html", fit, need=Permission.VIEW_WHOLE_RECORD),
    Panel(
        "Plan and reviews",
        "careplans/_plan.html",
        lambda patient, user, today: once(patient, "plan", lambda: careplans.plan_panel(patient, today, user)),
        need=Permission.VIEW_WHOLE_RECORD,
    ),
    Panel(
        "Shared care agreement",
        "episodes/_agreement.html",
        lambda patient, user, today: episodes.agreement_panel(episode(patient), today, user),
        need=Permission.VIEW_PEOPLE,
    ),
    Panel(
        "Clinical queries",
        "episodes/_queries.html",
        lambda patient, user, today: episodes.queries_panel(patient, user),
        need=Permission.ASK_QUERY,
    ),
    Panel(
        "What was exchanged",
        "episodes/_exchanges.html",
        lambda patient, user, today: episodes.exchange_panel(episode(patient), today, user),
        need=Permission.RECORD_EXCHANGE,
    ),
    Panel(
        "Invitations",
        "recall/_invitations.html",
        lambda patient, user, today: once(patient, "invitations", lambda: recall.invitations_panel(patient)),
        need=Permission.RECORD_ANSWER,
    ),
    Panel(
        "Identity and contact",
        "patients/_identity.html",
        lambda patient, user, today: patients.identity_panel(patient, user, today),
        need=Permission.VIEW_IDENTITY,
    ),
    Panel("Rights", "governance/_rights.html", governance.rights_panel, need=Permission.ANSWER_RIGHTS),
    Panel(
        "Who may open this record",
        "patients/_access.html",
        lambda patient, user, today: patients.access_panel(patient),
        need=Permission.GOVERN_ACCESS,
    ),
    Panel("Timeline", "pages/_timeline.html", timeline, need=Permission.VIEW_WHOLE_RECORD),
)
