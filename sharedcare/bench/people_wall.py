"""What the inner wall costs: the very statements of working pages, beside themselves without row-level security.

As a GP, who is held to one practice, and as a co-ordinator of a scheme in which one record is restricted, because
then nobody may take the short cut.
"""

import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import User
from accounts.roles import Role
from accounts.standing import stand
from careplans import queries as careplans
from careplans.models import CarePlan
from patients import queries as patients
from patients.models import Patient, Restriction
from sharedcare.bench.owner import owner
from sharedcare.bench.scratch import PROCESS, Scratch
from sharedcare.bench.timing import Case

STATEMENTS = 20


def cases(world: Scratch) -> list[Case]:
    """A list, a search, a worklist and one row beneath a person, each as both roles."""
    gp = somebody_held(world)
    return [
        _case(name, user, build(user, world))
        for user in (gp, world.coordinator)
        for name, build in (
            ("list of people", lambda user, _: patients.people(user)[:25]),
            ("search by name", lambda user, _: patients.search(user, "sm")[0][:25]),
            ("list of reviews", lambda user, on: careplans.worklist(user, on.today, show="all", whose="everyone")[:25]),
            ("one plan", lambda user, _: CarePlan.objects.visible_to(user).filter(pk=_some_plan(user))),
        )
    ]


def somebody_held(world: Scratch) -> User:
    """A prescriber at the practice of somebody on the register; and one record of the scheme is restricted."""
    with transaction.atomic(), world.inside():
        patient = Patient.objects.select_related("practice")[0]
        gp = accounts.create_user(email="bench.gp@example.org", name="Bench GP", password=None, process=PROCESS)
        membership = accounts.grant_membership(
            user=gp,
            role=Role.PRESCRIBER,
            scheme_id=world.scheme_id,
            organisation_id=patient.practice_id,
            place_label=patient.practice.name,
            starts_on=world.today,
            by=world.coordinator,
        )
        Restriction.objects.create(
            scheme_id=world.scheme_id,
            patient=Patient.objects.exclude(practice=patient.practice)[0],
            sensitivity="sensitive",
            reason="Measuring",
            starts_at=timezone.now(),
            placed_by=world.coordinator,
        )
    return gp.act_as(membership)


def _some_plan(user: User) -> Any:
    with transaction.atomic(), stand(user):
        return CarePlan.objects.visible_to(user).values_list("pk", flat=True).first()


def _case(name: str, user: User, rows: QuerySet[Any]) -> Case:
    statement, given = rows.query.sql_with_params()

    def walled() -> float:
        with transaction.atomic(), stand(user), connection.cursor() as cursor:
            return _timed(lambda: cursor.execute(statement, given).fetchall())

    def bare() -> float:
        with owner() as raw, raw.cursor() as cursor:
            return _timed(lambda: cursor.execute(statement, given).fetchall())

    return Case(
        f"{name}, {Role(user.acting.role).label.lower()}",  # type: ignore[union-attr]
        STATEMENTS,
        "statements",
        "wall",
        walled,
        bare,
        "the same past the wall",
    )


def _timed(statement: Callable[[], Any]) -> float:
    began = time.perf_counter()
    for _ in range(STATEMENTS):
        statement()
    return time.perf_counter() - began
