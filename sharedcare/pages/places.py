"""What the Practice and Scheme pages show: figures and names of staff, never a person in treatment."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts.roles import Permission
from episodes import queries as episodes
from indicators import queries as indicators
from patients import queries as patients
from patients.models import Status
from practices import queries as practices
from practices.models import Practice
from schemes import queries as schemes
from sharedcare.pages.panels import Panel


@dataclass(frozen=True)
class People:
    """How many people are registered at a practice, and the list of them."""

    count: int
    url: str


def people(practice: Practice, user: Any, today: date) -> People | None:
    """For a role held at the scheme, which may ask the list of people for one practice."""
    if user.acting.organisation_id is not None:
        return None
    asked = {"practice": practice.pk, "status": Status.REGISTERED.value}
    found = patients.people(user, practice_id=practice.pk, status=Status.REGISTERED)
    return People(found.count(), f"{reverse('patients:list')}?{urlencode(asked)}")


@dataclass(frozen=True)
class OfType:
    """How many people are cared for in one kind of arrangement, and the list of them."""

    label: str
    people: int
    url: str


@dataclass(frozen=True)
class Types:
    """The people in open episodes, the kinds of arrangement kept apart."""

    counts: list[OfType]


def types(user: Any, today: date, practice: Practice | None = None) -> Types:
    """Every kind, of the whole scheme or of one practice; one statement."""
    practice_id = practice.pk if practice else None
    asked = {"practice": practice_id} if practice_id else {}
    address = reverse("episodes:arrangements")
    counted = episodes.caseload_by_type(user, today, practice_id=practice_id)
    return Types(
        [
            OfType(each.type.label, each.people, f"{address}?{urlencode({'kind': each.type.value, **asked})}")
            for each in counted
        ]
    )


PRACTICE_PANELS = (
    Panel(
        "The practice and its GPs",
        "practices/_panel.html",
        lambda practice, user, today: practices.practice_panel(practice, today),
        need=Permission.VIEW_PEOPLE,
    ),
    Panel(
        "Its part in the scheme",
        "schemes/_participation.html",
        lambda practice, user, today: schemes.participation_panel(practice, today, user),
    ),
    Panel("People registered here", "pages/_people.html", people, need=Permission.VIEW_PEOPLE),
    Panel(
        "People in treatment, by how their care is arranged",
        "episodes/_types.html",
        lambda practice, user, today: types(user, today, practice),
        need=Permission.VIEW_WHOLE_RECORD,
    ),
)

SCHEME_PANELS = (
    Panel("The scheme", "schemes/_panel.html", lambda scheme, user, today: schemes.scheme_panel(scheme, today, user)),
    Panel(
        "People in treatment, by how their care is arranged",
        "episodes/_types.html",
        lambda scheme, user, today: types(user, today),
        need=Permission.VIEW_WHOLE_RECORD,
    ),
    Panel(
        "Alerts about collections",
        "indicators/_alerts.html",
        lambda scheme, user, today: indicators.alerts_answered(user, today),
        need=Permission.VIEW_FIGURES,
    ),
    Panel(
        "Clinical queries",
        "indicators/_clinical_queries.html",
        lambda scheme, user, today: indicators.queries_answered(user, today),
        need=Permission.VIEW_FIGURES,
    ),
)
