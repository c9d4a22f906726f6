"""Role by action: who may do what. One row an action, kept beside each app's tests; an action without a row fails."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import DatabaseError, connection, models, transaction

from accounts.roles import Role, at_organisation
from accounts.standing import stand
from audit import wall
from tests import factories
from tests.matrix import Row, make_world


def row_modules():
    for app in settings.OUR_APPS:
        try:
            yield importlib.import_module(f"tests.{app}.permission_rows")
        except ModuleNotFoundError:
            continue


ROWS: list[Row] = [row for module in row_modules() for row in module.ROWS]


def actions_of(app: str):
    """Every public function in the app's actions that is done by somebody."""
    try:
        module = importlib.import_module(f"{app}.actions")
    except ModuleNotFoundError:
        return
    modules = [module]
    if hasattr(module, "__path__"):
        modules += [
            importlib.import_module(f"{app}.actions.{found.name}") for found in pkgutil.iter_modules(module.__path__)
        ]
    for each in modules:
        for name, function in inspect.getmembers(each, inspect.isfunction):
            own = function.__module__.startswith(f"{app}.actions") and not name.startswith("_")
            if own and "by" in inspect.signature(function).parameters:
                yield f"{function.__module__}.{function.__name__}"


def test_every_action_has_a_row_in_the_matrix():
    expected = {name for app in settings.OUR_APPS for name in actions_of(app)}

    # The record itself is written by every action, whoever does it.
    assert expected - {row.name for row in ROWS} == {"audit.actions.record", "audit.actions.record_view"}


REFUSED = (PermissionDenied, ObjectDoesNotExist)
EACH = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
EACH_OF_A_PLACE = pytest.mark.parametrize("row", [row for row in ROWS if not row.anywhere], ids=lambda row: row.name)


@contextmanager
def as_if_nothing_had_been(role: Role) -> Iterator[None]:
    """What is done inside is undone, so that each role finds the same world; a mistake says whose turn it was."""
    with transaction.atomic():
        try:
            yield
        except Exception as mistake:
            mistake.add_note(f"It was the turn of: {role.label}.")
            raise
        transaction.set_rollback(True)


@EACH
def test_an_action_is_done_by_the_roles_that_may_and_refused_to_the_others(row, scheme, practice):
    world = make_world(scheme, practice)
    done = set()

    for role in Role:
        with as_if_nothing_had_been(role):
            here = deepcopy(world)
            by, given = here.cast[role], row.given(here)
            with stand(by), suppress(PermissionDenied):
                row.action(by=by, **given)
                done.add(role)

    assert done == set(row.allowed)


@EACH_OF_A_PLACE
def test_an_action_is_refused_to_everybody_of_a_neighbouring_place(row, scheme, practice):
    world, next_door = make_world(scheme, practice), make_world(scheme, factories.PracticeFactory())

    for role in filter(at_organisation, Role):
        with as_if_nothing_had_been(role):
            by, given = deepcopy(world).cast[role], row.given(deepcopy(next_door))
            with stand(by), pytest.raises(REFUSED):
                row.action(by=by, **given)


def to_the_end(row: Row, by: Any, given: dict[str, Any]) -> None:
    """The action with what the database checks only when all is done."""
    with transaction.atomic():
        row.action(by=by, **given)
        connection.check_constraints()


@EACH_OF_A_PLACE
def test_an_action_never_reaches_into_another_scheme(row, scheme, practice):
    """Whatever it is given of another scheme, it refuses; the wall is the last to do so."""
    world, elsewhere = make_world(scheme, practice), factories.SchemeFactory()
    with wall.within(elsewhere.pk):
        factories.ProtocolFactory(scheme=elsewhere)
        far = make_world(elsewhere, factories.PracticeFactory())

    for role in Role:
        with as_if_nothing_had_been(role):
            by = deepcopy(world).cast[role]
            with wall.within(elsewhere.pk):
                given = row.given(deepcopy(far))
            if not any(isinstance(each, models.Model | list) for each in given.values()):
                return  # it is given nothing of anybody's, and so acts where the person stands
            with stand(by), pytest.raises((*REFUSED, ValidationError, DatabaseError)):
                to_the_end(row, by, given)
