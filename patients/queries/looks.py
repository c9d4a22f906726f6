"""Who looked at one person: the looks of a stretch of days, grouped as somebody would tell them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Min, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.roles import Role
from audit.looks import How
from audit.models import RecordView
from patients.models import CareLink, EmergencyAccess, NamedAccess, Patient
from patients.queries.sight import standing_of
from patients.sight import Ground, Standing, Ties, ground
from practices.models import Organisation


@dataclass(frozen=True)
class Look:
    """One user's looks at a person on one day, on one page, in one way."""

    day: date
    first_at: datetime
    last_at: datetime
    user_id: UUID
    name: str
    role: str
    place: str
    page: str
    how: How
    count: int
    ground: Ground | None
    named: bool


@dataclass(frozen=True)
class Period:
    """The days asked about; an open end is as far as the record goes."""

    starts_on: date | None = None
    ends_on: date | None = None

    def of(self, found: QuerySet[RecordView]) -> QuerySet[RecordView]:
        if self.starts_on:
            found = found.filter(at__gte=_midnight(self.starts_on))
        return found.filter(at__lt=_midnight(self.ends_on + timedelta(days=1))) if self.ends_on else found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def looks_at(patient: Patient, period: Period) -> list[Look]:
    """Who looked, latest day first, each with the ground on which they could, as far as it is known now."""
    found = period.of(RecordView.objects.filter(patient_id=patient.pk).order_by())
    rows: list[Any] = list(
        found.annotate(day=TruncDate("at"), name=F("user__name"))
        .values("day", "user_id", "name", "role", "organisation_id", "page", "how")
        .annotate(count=Count("pk"), first_at=Min("at"), last_at=Max("at"))
        .order_by("-day", "-last_at", "name", "page")
    )
    acted_at = {row["organisation_id"] for row in rows}
    places = dict(Organisation.objects.filter(pk__in=acted_at).values_list("pk", "name"))
    rights = Rights(patient)
    return [_look(row, places, rights, patient.scheme.name) for row in rows]


def _look(row: dict[str, Any], places: dict[UUID, str], rights: "Rights", scheme: str) -> Look:
    organisation_id = row.pop("organisation_id")
    standing = Standing(row["user_id"], row["role"], organisation_id)
    return Look(
        **{**row, "how": How(row["how"]), "role": Role(row["role"]).label},
        place=places.get(organisation_id, scheme),
        ground=rights.at(standing, row["first_at"]),
        named=rights.named_at(row["user_id"], row["first_at"]),
    )


def _openings(patient: Patient) -> Iterable[EmergencyAccess]:
    opened = EmergencyAccess.objects.filter(patient=patient, starts_at__isnull=False)
    found: Iterable[EmergencyAccess] = opened.select_related("membership")
    return found


class Rights:
    """Under what right somebody could look at a person at any moment: read once, asked for every look."""

    def __init__(self, patient: Patient) -> None:
        self.practice_id = patient.practice_id
        self.links = list(CareLink.objects.filter(patient=patient))
        self.named = list(NamedAccess.objects.filter(patient=patient))
        self.opened = list(_openings(patient))

    def at(self, standing: Standing, moment: datetime) -> Ground | None:
        """The ground, as the ties of that moment give it. They did see the person, so a restriction is not asked."""
        day = timezone.localdate(moment)
        lasting = (link for link in self.links if link.starts_on <= day and (not link.ends_on or link.ends_on >= day))
        return ground(
            standing,
            Ties(
                practice_id=self.practice_id,
                linked=frozenset(link.organisation_id for link in lasting),
                opened=frozenset(standing_of(each.membership) for each in _lasting(self.opened, moment)),
            ),
        )

    def named_at(self, user_id: UUID, moment: datetime) -> bool:
        """Whether the user was named for the record while it was restricted."""
        return any(each.user_id == user_id for each in _lasting(self.named, moment))


def _lasting(rows: Iterable[Any], moment: datetime) -> Iterable[Any]:
    return (row for row in rows if row.starts_at <= moment and (not row.ends_at or row.ends_at > moment))


@dataclass(frozen=True)
class Looker:
    """Everything one user saw of a person in one role at one place, day by day."""

    name: str
    role: str
    place: str
    ground: Ground | None
    days: list[list[Look]]

    @property
    def count(self) -> int:
        return sum(look.count for day in self.days for look in day)


def by_looker(looks: Iterable[Look]) -> list[Looker]:
    """The same looks gathered by who looked, the latest looker first: how a report tells them."""
    gathered: dict[tuple[Any, ...], dict[date, list[Look]]] = {}
    for look in looks:
        key = (look.user_id, look.name, look.role, look.place, look.ground)
        gathered.setdefault(key, {}).setdefault(look.day, []).append(look)
    return [
        Looker(name, role, place, found, list(days.values()))
        for (_, name, role, place, found), days in gathered.items()
    ]
