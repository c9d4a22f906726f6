"""Reading what was opened in an emergency: who is meant, what waits for review, what was looked at."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, TextChoices
from django.db.models.functions import TruncMonth
from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import Permission, Role, may
from audit import queries as audit
from audit import wall
from audit.models import RecordView
from patients import emergency
from patients.emergency import Outcome
from patients.models import EmergencyAccess, EmergencyAttempt, EmergencyReview, Patient


@dataclass(frozen=True)
class Named:
    """A person as whoever needs their record names them: by NHS number or both names, and the date of birth."""

    born_on: date
    nhs_number: str = ""
    family_name: str = ""
    given_name: str = ""

    @property
    def is_exact(self) -> bool:
        return bool(self.nhs_number or (self.family_name and self.given_name))

    def condition(self) -> Q:
        """Everything that was said must be so."""
        said = Q(born_on=self.born_on)
        if self.nhs_number:
            said &= Q(nhs_number=self.nhs_number)
        if self.family_name:
            said &= Q(family_name__iexact=self.family_name)
        if self.given_name:
            said &= Q(given_name__iexact=self.given_name)
        return said


def within_reach(user: Any, named: Named) -> Patient | None:
    """The person so named, when the user sees them already."""
    found: Patient | None = Patient.objects.visible_to(user).filter(named.condition()).first()
    return found


def meant(user: Any, named: Named) -> list[Any]:
    """Whoever in the scheme is so named, two at the most, each with `withheld`: whether they are closed to this user.

    One statement, whoever is found, so that it takes the same time to find nobody.
    """
    with wall.widened("whoever is named exactly, for the action that answers a refusal and nobody in the same words"):
        withheld = Patient.objects.withheld_from(user).filter(pk=OuterRef("pk"))
        return list(Patient.objects.filter(named.condition()).annotate(withheld=Exists(withheld)).order_by("pk")[:2])


def failed_lately(user: Any, now: datetime) -> int:
    """How often the user tried within the hour, and no record was opened."""
    with wall.widened("counts the user's own attempts"):
        since = now - emergency.FAILED_WITHIN
        return EmergencyAttempt.objects.filter(user=user, tried_at__gt=since).count()


def asked_today(user: Any, today: date) -> int:
    """How many records the user opened, or asked to open, in an emergency today, under any role of theirs."""
    with wall.widened("counts the user's own deeds"):
        return EmergencyAccess.objects.filter(user=user, asked_at__date=today).count()


def opened_by(user: Any, now: datetime) -> QuerySet[EmergencyAccess]:
    """What stands open to the user in an emergency, in the role they act in."""
    found: QuerySet[EmergencyAccess] = EmergencyAccess.objects.open_to(user, now)
    return found.order_by("ends_at")


@dataclass(frozen=True)
class Opened:
    """A record that stands open in an emergency, and for how long still."""

    access: EmergencyAccess
    now: datetime

    @property
    def minutes_left(self) -> int:
        return emergency.minutes_left(self.access.ends_at, self.now) if self.access.ends_at else 0


def opened_now(user: Any, now: datetime) -> list[Opened]:
    """The records that stand open to the user in an emergency, those that end first before the others."""
    return [Opened(access, now) for access in opened_by(user, now)]


def own_recent(user: Any, now: datetime) -> QuerySet[EmergencyAccess]:
    """What the user asked for in this role and may still wait for or have just been told about: of the last day."""
    since = now - emergency.REQUEST_LAPSES
    return EmergencyAccess.objects.filter(user=user, membership=user.acting, asked_at__gt=since).order_by("-asked_at")


def leads(scheme_id: UUID, today: date) -> list[User]:
    """Whoever answers for access in the scheme today."""
    held = Membership.objects.held_on(today).filter(
        scheme_id=scheme_id, role__in=[role for role in Role if may(role, Permission.GOVERN_ACCESS)]
    )
    return list(User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("email"))


def schemes_without_lead(user: Any, today: date) -> int:
    """1 when nobody answers for access in the scheme the user acts in, so that what is opened is not reviewed."""
    return 0 if leads(user.acting.scheme_id, today) else 1


# --- For whoever answers for access ---------------------------------------------------------------------------------


class Show(TextChoices):
    """One of the lists of what was opened in an emergency."""

    WAITING = "waiting", "Waiting for approval"
    UNREVIEWED = "unreviewed", "Not yet reviewed"
    LATE = "late", "Review overdue"
    ALL = "all", "All"


def emergencies(user: Any, show: str, now: datetime) -> QuerySet[EmergencyAccess]:
    """What was opened in an emergency or is asked for; a risk to life first, then as the review falls due."""
    found: QuerySet[EmergencyAccess] = EmergencyAccess.objects.visible_to(user)
    if show == Show.WAITING:
        found = EmergencyAccess.objects.visible_to(user).waiting(now)
    elif show == Show.UNREVIEWED:
        found = EmergencyAccess.objects.visible_to(user).unreviewed()
    elif show == Show.LATE:
        found = EmergencyAccess.objects.visible_to(user).unreviewed().filter(review_due_on__lt=timezone.localdate(now))
    settled = EmergencyReview.objects.filter(access=OuterRef("pk")).settling()
    return (
        found.select_related("patient", "user", "membership")
        .annotate(is_settled=Exists(settled), is_life=Q(category=emergency.Category.LIFE))
        .order_by("is_settled", F("is_life").desc(), "review_due_on", "asked_at")
    )


def attempts(user: Any, now: datetime) -> QuerySet[EmergencyAttempt]:
    """The attempts of the last thirty days by which no record was opened, latest first."""
    since = now - emergency.ATTEMPTS_SHOWN
    found: QuerySet[EmergencyAttempt] = EmergencyAttempt.objects.visible_to(user).filter(tried_at__gt=since)
    return found.select_related("user", "patient")


def looked_at(access: EmergencyAccess) -> QuerySet[RecordView]:
    """What the user looked at of the person while the record stood open, in order."""
    if access.starts_at is None:
        return RecordView.objects.none()
    seen = audit.looks(access.patient_id).filter(user=access.user, at__gte=access.starts_at, at__lt=access.ends_at)
    return seen.order_by("at")


@dataclass(frozen=True)
class Month:
    """What was opened in an emergency in one month, and what became of it."""

    month: date
    opened: int
    justified: int
    not_justified: int
    unreviewed: int


def monthly(user: Any) -> list[Month]:
    """The last twelve months in which anything was opened, latest first."""
    opened = EmergencyAccess.objects.visible_to(user).filter(starts_at__isnull=False)
    outcome = {name: Count("outcomes", filter=Q(outcomes__outcome=name)) for name in Outcome.values}
    found = opened.annotate(month=TruncMonth("starts_at")).order_by("-month").values("month")
    rows = found.annotate(opened=Count("pk", distinct=True), **outcome)[:12]
    return [
        Month(
            month=timezone.localdate(row["month"]),
            opened=row["opened"],
            justified=row[Outcome.JUSTIFIED],
            not_justified=row[Outcome.NOT_JUSTIFIED],
            unreviewed=row["opened"] - row[Outcome.JUSTIFIED] - row[Outcome.NOT_JUSTIFIED],
        )
        for row in rows
    ]
