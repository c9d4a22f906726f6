"""What was exchanged with whom; about whom nothing was for too long; who was not contacted; what is to be done next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.db.models.functions import Coalesce, Greatest

from accounts import queries as accounts
from accounts.models import Membership, User
from accounts.permissions import holds
from accounts.roles import Permission, Role, may
from episodes import permissions
from episodes.models import Episode, EpisodeQuerySet, Exchange, ExchangeQuerySet
from patients.models import CareLink, Patient
from practices.models import Kind, Organisation, Post, Professional
from schemes import queries as schemes

THE_SCHEME = "the scheme’s co-ordination"
ON_PERSON_PAGE = 5
ROLES = [role for role in Role if may(role, Permission.RECORD_EXCHANGE)]


class ShowExchanges(TextChoices):
    """The lists there are."""

    SILENT = "silent", "People about whom nothing was exchanged for too long"
    MINE = "mine", "Waiting for our acknowledgement"
    LATE = "late", "Sent, and not acknowledged in time"
    ACTIONS = "actions", "Next actions that are due"
    AHEAD = "ahead", "Next actions to come"
    PLACES = "places", "Practices and services not contacted for too long"


def silent(user: Any, today: date) -> EpisodeQuerySet:
    """People in shared care about whom nothing was exchanged for longer than the scheme's days, the quietest first.

    One statement over everybody whose whole record the user may read; `episodes.exchange.is_silent` says the same of
    one. Whoever sees only their own place's part cannot know what was exchanged elsewhere, and is shown nobody.
    """
    if not holds(user, Permission.VIEW_WHOLE_RECORD):
        return Episode.objects.none()
    days = schemes.protocol_on(user.acting.scheme_id, today).silence_days
    last = Exchange.objects.valid().filter(episode=OuterRef("pk")).order_by("-day").values("day")[:1]
    found: EpisodeQuerySet = Episode.objects.in_care_visible_to(user)
    quiet = found.annotate(last_exchange_on=Subquery(last), quiet_since=Coalesce(Subquery(last), "started_on"))
    long_quiet = quiet.filter(quiet_since__lt=today - timedelta(days=days))
    return long_quiet.select_related("patient", "patient__practice").order_by("quiet_since", "pk")


def exchanges(user: Any) -> ExchangeQuerySet:
    """What the user may read of what was exchanged, with everybody it names."""
    found: ExchangeQuerySet = Exchange.objects.visible_to(user).select_related(
        "patient", "sender_place", "sender", "receiver_place", "receiver", "recorded_by", "acknowledged_by", "owner",
        "done_by", "withdrawn_by",
    )  # fmt: skip
    return found


def to_acknowledge(user: Any) -> ExchangeQuerySet:
    """What was sent to where the user acts and nobody there has acknowledged, oldest first."""
    waiting = exchanges(user).unacknowledged()
    if user.acting is None:
        return waiting
    place = user.acting.organisation_id
    own = Q(receiver_place=place) if place else Q(receiver_place__isnull=True)
    return waiting.filter(own).order_by("day", "pk")


def late(user: Any, today: date) -> ExchangeQuerySet:
    """What was sent from where the user acts and not acknowledged within the scheme's days, oldest first; all of it for
    whoever runs the scheme."""
    waiting = exchanges(user).unacknowledged()
    if user.acting is None:
        return waiting
    days = schemes.protocol_on(user.acting.scheme_id, today).acknowledge_days
    place = user.acting.organisation_id
    own = Q(sender_place=place) if place else Q()
    return waiting.filter(own, day__lt=today - timedelta(days=days)).order_by("day", "pk")


def next_actions(user: Any, today: date, *, due: bool) -> ExchangeQuerySet:
    """What the user is to do next, due or still to come, soonest first; everybody's for whoever runs the scheme, each
    with whether its owner has left."""
    found = exchanges(user).to_do().annotate(owner_left=accounts.has_left("owner", today))
    if user.acting is None:
        return found
    own = Q() if user.acting.organisation_id is None else Q(owner=user)
    when = Q(due_on__lte=today) if due else Q(due_on__gt=today)
    return found.filter(own, when).order_by("due_on", "pk")


def not_contacted(user: Any, today: date) -> QuerySet[Organisation]:
    """The places that take part and with which the scheme's co-ordination exchanged nothing for the scheme's weeks.

    For whoever runs the scheme, the longest first; since a place takes part where there never was anything.
    """
    none: QuerySet[Organisation] = Organisation.objects.none()
    if not holds(user, Permission.RUN_SCHEME):
        return none
    weeks = schemes.protocol_on(user.acting.scheme_id, today).contact_weeks
    parts = schemes.taking_part(today).filter(organisation=OuterRef("pk"))
    found: QuerySet[Organisation] = Organisation.objects.annotate(
        takes_part_since=Subquery(parts.values("starts_on")[:1]),
        told_on=Subquery(_last_contact("receiver_place", "sender_place")),
        heard_on=Subquery(_last_contact("sender_place", "receiver_place")),
    ).filter(takes_part_since__isnull=False)
    # Greatest leaves out what is not there; nothing at all leaves the day since when the place takes part.
    known = found.annotate(
        contacted_on=Greatest("told_on", "heard_on"), quiet_since=Coalesce("contacted_on", "takes_part_since")
    )
    return known.filter(quiet_since__lt=today - timedelta(weeks=weeks)).order_by("quiet_since", "name", "pk")


def _last_contact(place: str, other: str) -> QuerySet[Exchange, Any]:
    """The last day on which a place and the scheme's co-ordination told one another something, in one direction."""
    contacts = Exchange.objects.valid().filter(**{place: OuterRef("pk"), f"{other}__isnull": True})
    return contacts.order_by().values(place).annotate(last=Max("day")).values("last")


def exchange_list(user: Any, show: str, today: date) -> QuerySet[Any]:
    """One of the lists, as Today counts it."""
    found: dict[str, Any] = {
        ShowExchanges.SILENT: lambda: silent(user, today),
        ShowExchanges.MINE: lambda: to_acknowledge(user),
        ShowExchanges.LATE: lambda: late(user, today),
        ShowExchanges.ACTIONS: lambda: next_actions(user, today, due=True),
        ShowExchanges.AHEAD: lambda: next_actions(user, today, due=False),
        ShowExchanges.PLACES: lambda: not_contacted(user, today),
    }
    rows: QuerySet[Any] = found[show]()
    return rows


def contacts_with(user: Any, place: Organisation) -> ExchangeQuerySet:
    """What was exchanged with a place about nobody in treatment, latest first: the log of liaison (C1)."""
    return exchanges(user).filter(Q(sender_place=place) | Q(receiver_place=place), patient__isnull=True)


def exchanges_of(episode: Episode, user: Any) -> ExchangeQuerySet:
    """What was exchanged about one person in one time of shared care, latest first."""
    return exchanges(user).filter(episode=episode)


@dataclass(frozen=True)
class ExchangeLine:
    """One exchange on a page: how it stands, and what the reader may do about it."""

    exchange: Exchange
    sender: str
    receiver: str
    status: Any
    may_acknowledge: bool
    may_tell: bool
    may_finish: bool
    may_withdraw: bool


def exchange_lines(
    found: Sequence[Exchange], user: Any, today: date, within_days: int | None = None
) -> list[ExchangeLine]:
    """The exchanges of a page, each with its buttons; all were found within the reader's scope, so nobody is asked for
    again whether they see the person."""
    return [_line(each, user, today, within_days) for each in found]


def _line(exchange: Exchange, user: Any, today: date, within_days: int | None) -> ExchangeLine:
    at_scheme = user.acting.organisation_id is None
    acts = at_scheme or permissions.is_between(user, exchange)
    valid = exchange.withdrawn_at is None
    waits = valid and exchange.standing_on(today) == "waiting"
    here = user.acting.organisation_id == exchange.receiver_place_id
    return ExchangeLine(
        exchange=exchange,
        sender=side_in_words(exchange.sender_place, exchange.sender),
        receiver=side_in_words(exchange.receiver_place, exchange.receiver),
        status=exchange.standing_on(today, within_days),
        may_acknowledge=waits and here,
        may_tell=waits and acts and not here,
        may_finish=valid and acts and bool(exchange.next_action) and exchange.done_at is None,
        may_withdraw=valid and (at_scheme or exchange.recorded_by_id == user.pk),
    )


def side_in_words(place: Organisation | None, professional: Professional | None) -> str:
    """One of the two sides, as a page and the record of deeds name it."""
    if place is None:
        return THE_SCHEME
    return f"{professional}, {place}" if professional else str(place)


@dataclass(frozen=True)
class ExchangePanel:
    """What the Person page shows: the last few exchanges, and how many days it has been quiet."""

    episode: Episode
    lines: Sequence[ExchangeLine]
    today: date
    may_log: bool

    @property
    def last_on(self) -> date | None:
        return max((line.exchange.day for line in self.lines if line.exchange.withdrawn_at is None), default=None)

    @property
    def quiet_days(self) -> int:
        """For how many days nothing was exchanged, as far as the reader may know."""
        return (self.today - (self.last_on or self.episode.started_on)).days


def exchange_panel(episode: Episode | None, today: date, user: Any) -> ExchangePanel | None:
    """What was last exchanged about somebody in shared care: one statement; nothing for whoever may not exchange."""
    if episode is None or not holds(user, Permission.RECORD_EXCHANGE):
        return None
    last = list(exchanges_of(episode, user).valid()[:ON_PERSON_PAGE])
    return ExchangePanel(episode, exchange_lines(last, user, today), today, may_log=True)


def own_place(user: Any) -> Organisation | None:
    """Where the user acts; nothing for a role held at the scheme."""
    place = user.acting.organisation_id
    return Organisation.objects.get(pk=place) if place else None


def own_entry(user: Any) -> Professional | None:
    """The user on the scheme's list of professionals, where they work at the place they act at."""
    place = user.acting.organisation_id
    found: Professional | None = (
        Professional.objects.filter(user=user, posts__organisation=place).first() if place else None
    )
    return found


def possible_owners(user: Any, today: date) -> QuerySet[User]:
    """Who may be asked to do something next: whoever acts where the user does, and whoever runs the scheme, by name."""
    place = user.acting.organisation_id
    near = Q(organisation_id__isnull=True) | Q(organisation_id=place)
    held = Membership.objects.held_on(today).filter(near, scheme_id=user.acting.scheme_id, role__in=ROLES)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name")


def possible_others(user: Any, patient: Patient | None, today: date) -> list[tuple[Organisation, list[Professional]]]:
    """With whom something may have been exchanged: each place that takes part, with who works there, by name.

    About a person: their own practice and the places linked to them first, and no other practice.
    """
    near: set[UUID] = set()
    if patient:
        linked = CareLink.objects.held_on(today).filter(patient=patient).values_list("organisation_id", flat=True)
        near = {patient.practice_id, *linked}
    places = Organisation.objects.filter(
        Q(pk__in=schemes.taking_part(today).order_by().values("organisation")) | Q(pk__in=near)
    ).exclude(pk=user.acting.organisation_id)
    if patient:
        places = places.filter(Q(pk__in=near) | ~Q(kind=Kind.PRACTICE))
    workers: dict[UUID, list[Professional]] = {}
    posts = Post.objects.held_on(today).filter(organisation__in=places).select_related("professional")
    for post in posts.order_by("professional__name", "pk"):
        workers.setdefault(post.organisation_id, []).append(post.professional)
    ordered = sorted(places, key=lambda place: (place.pk not in near, place.name))
    return [(place, workers.get(place.pk, [])) for place in ordered]
