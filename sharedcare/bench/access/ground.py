"""What is broken in: a demo locality with something of every kind, and a scheme whose people nobody here may see."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import Membership, User
from accounts.roles import Role
from accounts.standing import stand
from audit import wall
from careplans import actions as careplans
from careplans.models import CarePlan
from governance import actions as governance
from patients import actions as patients
from patients import queries as people
from patients.models import Patient
from practices import actions as practices
from practices.models import Practice
from schemes import actions as schemes
from schemes.models import Scheme
from sharedcare.bench.access.visitor import Visitor
from sharedcare.demo import locality, register

PROCESS = "faults"
FOREIGN = "Fens Shared Care"
WORD = "Zqforeign"  # begins whatever stands in a foreign record and nowhere else
REASON = "Said so on the telephone, and again in the clinic"


@dataclass(frozen=True)
class Ground:
    """Who visits, in which scheme, and the keys of everything: here, and where nobody here may look."""

    visitors: list[Visitor]
    keys: list[str]
    foreign_keys: list[str]
    forbidden: list[str]


def make(people_here: int, say: Callable[[str], None]) -> None:
    """Two schemes in an empty database."""
    today = timezone.localdate()
    cast = locality.build(seed=1, index=0, people=people_here, today=today, say=say)
    with transaction.atomic():
        add_what_is_rare(cast.scheme, today)
        make_foreign(today)


def add_what_is_rare(scheme: Scheme, today: date) -> None:
    """What a demo has none of: rights asked for, records closed, restricted, held and opened in an emergency."""
    with wall.within(scheme.pk):
        practice = Membership.objects.filter(role=Role.PRESCRIBER).earliest("user__email")
        assert practice.organisation_id is not None
        representative = accounts.create_user(email="rep@example.org", name="Pru Rep", password=None, process=PROCESS)
        accounts.grant_membership(
            user=representative, role=Role.PRACTICE_REPRESENTATIVE, scheme_id=scheme.pk, starts_on=today,
            organisation_id=practice.organisation_id, place_label=practice.place_label, process=PROCESS,
        )  # fmt: skip
        own = list(Patient.objects.filter(practice_id=practice.organisation_id).order_by("nhs_number"))
        far = list(Patient.objects.exclude(practice_id=practice.organisation_id).order_by("nhs_number"))
        in_care = set(CarePlan.objects.values_list("patient_id", flat=True))
        lead, coordinator = acting(Role.GOVERNANCE_LEAD, scheme), acting(Role.SCHEME_COORDINATOR, scheme)
    with transaction.atomic(), stand(coordinator):
        accounts.invite_colleague(
            email="new@example.org", name="New Colleague", role=Role.COMMISSIONER, place_label=scheme.name,
            starts_on=today, by=coordinator,
        )  # fmt: skip
        patients.record_share_consent(
            patient=own[0], recipient="family", recipient_name="Mum", scope="appointments", starts_on=today,
            by=coordinator,
        )  # fmt: skip
    with transaction.atomic(), stand(lead):
        _rights(own, today, lead)
        left = next(each for each in own[2:] if each.pk not in in_care)
        governance.propose_erasure(patient=left, ground="duty", reason=REASON, by=lead)
        _close(far[:10], today, lead)
    key_worker = acting(Role.KEY_WORKER, scheme)
    with transaction.atomic(), stand(key_worker):
        unseen = [each for each in far[10:] if not people.people(key_worker).filter(pk=each.pk).exists()]
        for patient in unseen[:2]:  # the first opens at once, the second waits for approval
            named = people.Named(patient.born_on, patient.nhs_number or "")
            patients.open_in_emergency(named=named, category="here_now", reason=REASON, by=key_worker)


def _rights(own: list[Patient], today: date, lead: User) -> None:
    for patient in own[:2]:
        asked = governance.record_request(
            patient=patient, kind="access", received_on=today - timedelta(40), identity_checked="in_person",
            asked_for="Everything", by=lead,
        )  # fmt: skip
        governance.ask_for_bundle(request=asked, by=lead)
    governance.place_hold(patient=own[0], reason="A claim", by=lead)
    patients.add_statement(patient=own[0], about="The review of last spring", words=REASON, by=lead)
    patients.restrict_processing(patient=own[1], ground="accuracy", reason=REASON, care_agreed=True, by=lead)


def _close(far: list[Patient], today: date, lead: User) -> None:
    """The first record that somebody who gives care can be named for."""
    for patient in far:
        named = [each.user_id for each in people.reaching(patient, today)]
        if people.gives_care_to(patient, set(named), today):
            patients.restrict_record(patient=patient, sensitivity="staff", reason=REASON, named=named, by=lead)
            return


def make_foreign(today: date) -> None:
    """Another scheme, in which every record has a word of its own."""
    by = accounts.create_user(email="far@example.org", name="Far Coordinator", password=None, process=PROCESS)
    scheme = schemes.set_up_scheme(
        name=FOREIGN, locality="Fens", commissioner="Fens", starts_on=today - timedelta(400), coordinator=by,
        process=PROCESS,
    )  # fmt: skip
    with wall.within(scheme.pk, by.pk):
        by.act_as(by.memberships.get())
        practice = practices.add_organisation(kind="practice", name="Far Surgery", ods_code="Y99999", by=by)
        schemes.take_part(organisation=practice, starts_on=today - timedelta(400), by=by)
        practices.add_professional(
            name=f"Dr {WORD}gp", profession="gp", organisation=practice, starts_on=today - timedelta(400), by=by
        )
        rows = register.lines(random.Random(1), count=5, practice_codes=["Y99999"], today=today, first=800_000)
        rows = [replace(row, family_name=f"{WORD}{n}name", address_1=f"1 {WORD}lane") for n, row in enumerate(rows)]
        for _ in range(2):
            staged = patients.stage_register(content=register.as_csv(rows), filename="far.csv", by=by)
            if not Patient.objects.exists():
                patients.confirm_register_import(register_import=staged, by=by)
        for patient in Patient.objects.all():
            plan = careplans.start_shared_care(patient=patient, started_on=today, complexity="stable", by=by)
            careplans.record_goal(plan=plan, own_words=f"{WORD}goal", importance=5, confidence=5, by=by)


def acting(role: Role, scheme: Scheme) -> User:
    """Whoever holds the role in the scheme, acting in it."""
    held = Membership.objects.filter(role=role, scheme_id=scheme.pk).order_by("user__email", "pk").first()
    assert held is not None, role
    return held.user.act_as(held)


def found() -> Ground:
    """The ground as it stands in the database: the foreign scheme by its name, and the other one."""
    foreign = Scheme.objects.get(name=FOREIGN)
    own = Scheme.objects.exclude(pk=foreign.pk).get()
    users = {role: acting(role, own) for role in Role}
    return Ground(visitors_for(users, [WORD]), keys_of(own.pk), keys_of(foreign.pk), [WORD])


def visitors_for(users: dict[Role, User], forbidden: list[str]) -> list[Visitor]:
    """One of each role, and a stranger."""
    known = [Visitor(role, user, user.acting, forbidden) for role, user in users.items()]
    return [*known, Visitor("stranger", None, None, forbidden)]


def keys_of(scheme_id: UUID, each: int = 3) -> list[str]:
    """The newest keys of every kind of thing in a scheme, kind by kind."""
    with wall.within(scheme_id):
        found: list[str] = [str(scheme_id)]
        for model in sorted(wall.walled_models(), key=lambda model: model._meta.label):
            if isinstance(model._meta.pk, models.UUIDField):
                found += [str(key) for key in model._default_manager.values_list("pk", flat=True)[:each]]
        found += [str(key) for key in Practice.objects.values_list("pk", flat=True)[:each]]
        found += [
            str(key) for key in Membership.objects.filter(scheme_id=scheme_id).values_list("pk", flat=True)[:each]
        ]
        found += [
            str(key) for key in Membership.objects.filter(scheme_id=scheme_id).values_list("user", flat=True)[:each]
        ]
    return found
