"""Who signs in to the demo, in which role; and the professionals who do not."""

import random
from base64 import b32encode
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from accounts import actions as accounts
from accounts.models import User
from accounts.permissions import GIVEN_BY_ADMINISTRATOR
from accounts.roles import Role
from practices import actions as practices
from practices.models import Organisation, Practice, Professional
from practices.tiers import Evidence, Tier
from sharedcare.demo import names

PASSWORD = "shared-care-demo"  # the demo's only; production has no demo
PROCESS = "demo"
GPS = 60
# Whoever watches over the scheme, or stands beside it.
APART = {
    Role.SCHEME_ADMINISTRATOR: "Adil Keeler",
    Role.REGIONAL_LEAD: "Rhona Vale",
    Role.GOVERNANCE_LEAD: "Gail Warden",
    Role.AUDITOR: "Ada Pinnock",
}


@dataclass(frozen=True)
class SignIn:
    """One way in: what is printed when the demo starts."""

    scheme: str
    role: str
    place: str
    name: str
    email: str
    password: str
    totp_secret: str


@dataclass
class Cast:
    """Everybody the story needs, found by what they do."""

    coordinator: User
    scheme: Any
    sign_ins: list[SignIn] = field(default_factory=list)
    gps: dict[Any, list[Professional]] = field(default_factory=dict)  # by practice
    prescribers: dict[Any, User] = field(default_factory=dict)  # by practice: the GP who signs in
    key_workers: list[Professional] = field(default_factory=list)
    pharmacists: list[Professional] = field(default_factory=list)
    specialists: list[Professional] = field(default_factory=list)
    members: dict[str, User] = field(default_factory=dict)  # of the monitoring group, by role


def secret_for(email: str) -> str:
    """A second-factor secret that is the same every time, and only ever used by the demo."""
    return b32encode(sha256(f"demo second factor for {email}".encode()).digest()[:20]).decode()


def account(email: str, name: str, *, signs_in: bool) -> User:
    """A user; with the demo's password and second factor when somebody may sign in as them."""
    user = accounts.create_user(email=email, name=name, password=PASSWORD if signs_in else None, process=PROCESS)
    if signs_in:
        accounts.set_up_second_factor(user=user, secret=secret_for(email), process=PROCESS)
    return user


def gives_role(
    cast: Cast, user: User, role: Role, day: date, organisation: Organisation | None = None, *, listed: bool = True
) -> User:
    """Give the user a role from the day on, and put them on the printed list."""
    place = organisation.name if organisation else cast.scheme.name
    by_another = role in GIVEN_BY_ADMINISTRATOR  # of whom the story has none until then
    membership = accounts.grant_membership(
        user=user,
        role=role,
        scheme_id=cast.scheme.pk,
        organisation_id=organisation.pk if organisation else None,
        place_label=place,
        starts_on=day,
        by=None if by_another else cast.coordinator,
        process=PROCESS if by_another else "",
    )
    if listed:
        note_sign_in(cast, user, role, place)
    return user.act_as(membership)


def note_sign_in(cast: Cast, user: User, role: Role, place: str) -> None:
    """Put one way in on the printed list."""
    cast.sign_ins.append(
        SignIn(cast.scheme.name, role.label, place, user.name, user.email, PASSWORD, secret_for(user.email))
    )


def bring_in_gps(rng: random.Random, cast: Cast, taking_part: list[Practice], day: date, prefix: str) -> None:
    """Three GPs a practice or so; one at each signs in to record, and the first practice's is on the printed list."""
    for number in range(GPS):
        practice = taking_part[number % len(taking_part)]
        first_here = practice.pk not in cast.gps
        name = f"Dr {names.given(rng, '')} {names.family(rng)}"
        user = account(f"{prefix}gp{number + 1}@example.org", name, signs_in=number == 0) if first_here else None
        gp = practices.add_professional(
            name=name,
            profession="gp",
            registration_number=f"{rng.randint(6_000_000, 7_999_999)}",
            organisation=practice,
            starts_on=day,
            user=user,
            by=cast.coordinator,
        )
        cast.gps.setdefault(practice.pk, []).append(gp)
        if user:
            cast.prescribers[practice.pk] = gives_role(cast, user, Role.PRESCRIBER, day, practice, listed=number == 0)
        train(rng, cast, gp, day)


def train(rng: random.Random, cast: Cast, gp: Professional, day: date) -> None:
    """Evidence and a tier, as a locality really has them: most at Level 1, a few appointed, some with neither."""
    tier = rng.choices([None, Tier.LEVEL_1, Tier.LEVEL_2, Tier.GPWSI], [22, 48, 23, 7])[0]
    if tier is None:
        return
    expires = day.replace(year=day.year + rng.choice([2, 3, 3, 5]))
    practices.record_qualification(
        professional=gp, evidence=Evidence.RCGP_PART_1, awarded_on=day, expires_on=expires, by=cast.coordinator
    )
    if tier != Tier.LEVEL_1:
        practices.record_qualification(
            professional=gp, evidence=Evidence.RCGP_PART_2, awarded_on=day, by=cast.coordinator
        )
    if tier == Tier.GPWSI:
        practices.appoint_gpwsi(
            professional=gp, commissioner=cast.scheme.commissioner, starts_on=day, by=cast.coordinator
        )
    practices.award_tier(
        professional=gp,
        tier=tier,
        starts_on=day,
        review_on=day.replace(year=day.year + rng.choice([1, 2, 3])),
        caseload_limit={Tier.LEVEL_1: 15, Tier.LEVEL_2: 30, Tier.GPWSI: 50}[tier],
        by=cast.coordinator,
    )


def bring_in_others(rng: random.Random, cast: Cast, day: date, prefix: str) -> list[Organisation]:
    """Ten pharmacies, the specialist service and its key workers, and those who sit on the monitoring group."""
    services = [
        practices.add_organisation(kind="pharmacy", name=f"{word} Pharmacy", by=cast.coordinator)
        for word in names.PHARMACY_WORDS
    ]
    bridge = practices.add_organisation(
        kind="specialist_service", name=f"{cast.scheme.locality} Recovery Service", by=cast.coordinator
    )
    for number, pharmacy in enumerate(services):
        cast.pharmacists.append(professional(rng, cast, "pharmacist", Role.PHARMACIST, pharmacy, day, prefix, number))
    for number in range(6):
        cast.key_workers.append(professional(rng, cast, "key_worker", Role.KEY_WORKER, bridge, day, prefix, number))
    cast.specialists.append(professional(rng, cast, "specialist", Role.SPECIALIST, bridge, day, prefix, 0))
    for role in (Role.COMMISSIONER, Role.MONITORING_MEMBER):
        name = f"{names.given(rng, '')} {names.family(rng)}"
        user = account(f"{prefix}{role.value.replace('_', '.')}@example.org", name, signs_in=True)
        cast.members[role] = gives_role(cast, user, role, day)
    for role, name in APART.items():
        gives_role(cast, account(f"{prefix}{role.value.replace('_', '.')}@example.org", name, signs_in=True), role, day)
    return [*services, bridge]


def professional(
    rng: random.Random,
    cast: Cast,
    profession: str,
    role: Role,
    place: Organisation,
    day: date,
    prefix: str,
    number: int,
) -> Professional:
    """Somebody who is not a GP; the first of each kind signs in."""
    name = f"{names.given(rng, '')} {names.family(rng)}"
    user = account(f"{prefix}{role.value.replace('_', '.')}@example.org", name, signs_in=True) if number == 0 else None
    made = practices.add_professional(
        name=name,
        profession=profession,
        registration_number="0000017" if profession == "specialist" else "",  # without it nobody answers queries
        organisation=place,
        starts_on=day,
        user=user,
        by=cast.coordinator,
    )
    if user:
        gives_role(cast, user, role, day, place)
    return made
