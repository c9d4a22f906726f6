"""The audit trail as a page and a file, for whoever checks what was done: people in treatment are references in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator

from accounts.models import User
from accounts.permissions import holds
from accounts.roles import Permission
from audit import actions as audit
from audit import queries, wall
from audit.events import TRAIL_EXPORTED
from audit.models import Event
from ui import forms as fields

DEEDS_A_PAGE = 50
DAYS_TO_BEGIN_WITH = 7
MOST_DAYS = 31  # in one download; `./dev export_trail` writes more
LATE = timedelta(minutes=5)  # a clock may be off by so much; more was written down on another day than it says
COLUMNS = [{"label": label} for label in ("When", "What", "Person", "By", "Kind")]
AREAS = [
    ("", "Every kind"),
    ("accounts.", "Signing in and roles"),
    ("patients.", "People"),
    ("episodes.", "Shared care"),
    ("careplans.", "Plans and reviews"),
    ("recall.", "Call and recall"),
    ("monitoring.", "Monitoring group"),
    ("schemes.", "The scheme"),
    ("practices.", "Practices and professionals"),
    ("audit.", "The trail itself"),
]


class TrailForm(fields.DaysForm):
    """Which part of the trail to show."""

    kind = forms.ChoiceField(choices=AREAS, required=False, label="Kind")
    by = forms.ModelChoiceField(User.objects.none(), required=False, empty_label="Anybody", label="Done by")

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"].queryset = staff  # type: ignore[attr-defined]

    @property
    def is_short(self) -> bool:
        """Whether these days may be downloaded from the page."""
        return self.days is not None and (self.days[1] - self.days[0]).days < MOST_DAYS


@dataclass(frozen=True)
class Deed:
    """One line of the trail. Of a deed that concerns a person it says what kind it was, and no more."""

    at: datetime
    what: str
    kind: str
    by: str
    person: UUID | None
    recorded_at: datetime | None  # when that is another time than it says


def staff(scheme_id: UUID) -> Any:
    """Everybody who holds, or held, a role in the scheme."""
    return User.objects.filter(memberships__scheme_id=scheme_id).distinct().order_by("name")


def form(user: Any, given: Any, today: date) -> TrailForm:
    """The form as it was filled in; the last week to begin with."""
    asked: TrailForm = TrailForm.asked(given, today=today, days=DAYS_TO_BEGIN_WITH, staff=staff(user.acting.scheme_id))
    return asked


def deeds(chosen: dict[str, Any], page: Any) -> tuple[Page[Event], list[Deed]]:
    """One page of the trail."""
    with wall.widened(queries.REFERENCES_ONLY):
        shown = Paginator(queries.deeds(**chosen), DEEDS_A_PAGE).get_page(page)
        return shown, [_deed(event) for event in shown]


def _deed(event: Event) -> Deed:
    in_words = event.kind.rpartition(".")[2].replace("_", " ").capitalize()
    late = event.recorded_at and abs(event.recorded_at - event.at) > LATE
    return Deed(
        at=event.at,
        what=in_words if event.patient_id else event.sentence,
        kind=event.kind,
        by=event.by.name if event.by else event.process,
        person=event.patient_id,
        recorded_at=event.recorded_at if late else None,
    )


def may_view(user: Any) -> bool:
    """Whether the role acted under reads the trail."""
    return user.acting is not None and holds(user, Permission.VIEW_TRAIL)


def export(*, by: Any, first: date, last: date) -> Iterator[str]:
    """Seal the trail, record that it goes out, and give it line by line, from one day to another.

    Refused to a role that does not read the trail.
    """
    if not may_view(by):
        raise PermissionDenied("The trail is for the auditor and the information-governance lead.")
    audit.seal()
    audit.record(TRAIL_EXPORTED, subject=by.acting, by=by, first=first, last=last)
    return queries.export_lines(scheme_id=by.acting.scheme_id, first=first, last=last, asked_by=by.email)
