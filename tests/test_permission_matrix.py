"""Role by action: who may do what. One row an action, kept beside each app's tests; an action without a row fails."""

import importlib
import inspect
import pkgutil

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


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_an_action_is_done_by_the_roles_that_may_and_refused_to_the_others(row, role, scheme, practice):
    world = make_world(scheme, practice)
    by, given = world.cast[role], row.given(world)

    with stand(by):
        if role in row.allowed:
            row.action(by=by, **given)
        else:
            with pytest.raises(PermissionDenied):
                row.action(by=by, **given)


REFUSED = (PermissionDenied, ObjectDoesNotExist)


@pytest.mark.parametrize("role", [role for role in Role if at_organisation(role)])
@pytest.mark.parametrize("row", [row for row in ROWS if not row.anywhere], ids=lambda row: row.name)
def test_an_action_is_refused_to_everybody_of_a_neighbouring_place(row, role, scheme, practice):
    here = make_world(scheme, practice)
    given = row.given(make_world(scheme, factories.PracticeFactory()))
    by = here.cast[role]

    with stand(by), pytest.raises(REFUSED):
        row.action(by=by, **given)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("row", [row for row in ROWS if not row.anywhere], ids=lambda row: row.name)
def test_an_action_never_reaches_into_another_scheme(row, role, scheme, practice):
    """Whatever it is given of another scheme, it refuses; the wall is the last to do so."""
    by = make_world(scheme, practice).cast[role]
    elsewhere = factories.SchemeFactory()
    with wall.within(elsewhere.pk):
        factories.ProtocolFactory(scheme=elsewhere)
        given = row.given(make_world(elsewhere, factories.PracticeFactory()))
    if not any(isinstance(each, models.Model | list) for each in given.values()):
        return  # it is given nothing of anybody's, and so acts where the person stands

    def tried():
        with transaction.atomic():
            row.action(by=by, **given)
            connection.check_constraints()

    with stand(by), pytest.raises((*REFUSED, ValidationError, DatabaseError)):
        tried()
