"""Every address, as every role, towards people and things of their own place, a neighbouring one and a foreign one.

The addresses are read off the site itself. What a page may show is judged by words of its own in every record
(canaries), not by the code under test; what does not exist and what is somebody else's must answer alike.
"""

import logging
import re
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from django.test import Client

from accounts.reach import SEES
from accounts.roles import Role, at_organisation
from sharedcare.routes import Route, routes
from tests.access.table import OF_A_PERSON, OF_A_PRACTICE, PUBLIC, TABLE, Line
from tests.access.world import RELATIONS, WITHIN, Full, furnish

# Signing in is another's part and shows nobody; the gallery is there in development only, with made-up data.
APART = ("accounts/", "gallery/")
ROUTES = [route for route in routes() if not route.path.startswith(APART)]
OTHER_VERBS = ("put", "patch", "delete", "options", "head", "trace")
REFUSALS = {403, 404, 405}
VARYING = re.compile(r'name="(?:csrfmiddlewaretoken|form_token)" value="[^"]*"|nonce="[^"]*"|[0-9a-f-]{36}')


def test_every_address_has_its_line_in_the_table():
    assert {route.name for route in ROUTES} == set(TABLE)


@pytest.fixture
def full(scheme, practice) -> Full:
    return furnish(scheme, practice)


@pytest.fixture
def quiet() -> Iterator[None]:
    """Thousands of refusals, each of which the log would tell."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def within_reach(role: str, line: Line, relation: str) -> bool:
    """Whether the role's place and reach let it come near a thing that stands so."""
    if not line.of:
        return relation == "own"
    if relation == "nobody" or (relation == "foreign" and line.of not in PUBLIC):
        return False
    if line.of in OF_A_PERSON:
        return relation in WITHIN[SEES[role].reach]
    if line.of in OF_A_PRACTICE:
        return relation != "neighbour" or not at_organisation(role)
    return True


def address(route: Route, line: Line, full: Full, relation: str) -> str:
    filled = route.path.replace("<uuid:pk>", str(full.key(relation, line.of)) if line.of else "")
    filled = filled.replace("<uuid:looker>", str(full.key(relation, "looker")))
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: line.words[found[1]], filled)


def relations_of(line: Line) -> tuple[str, ...]:
    return RELATIONS if line.of else ("own",)


def verbs_of(route: Route, relation: str) -> tuple[str, ...]:
    """What is asked of an address; where a page takes no POST at all, once is enough to see that."""
    view = getattr(route.callback, "view_class", None)
    takes_post = view is None or hasattr(view, "post")
    return ("get", "post") if takes_post or relation == "own" else ("get",)


class Visitor:
    """Somebody of one role, who asks for pages and leaves nothing behind."""

    def __init__(self, role: str, full: Full) -> None:
        self.role, self.forbidden = role, full.forbidden(role)
        self.client = Client(raise_request_exception=False)
        self.client.force_login(full.own.cast[role])
        self.asked = 0

    def ask(self, verb: str, path: str) -> tuple[int, str]:
        """Status and text, headers included; what the request did is undone."""
        cookies = deepcopy(self.client.cookies)
        with transaction.atomic():
            response = getattr(self.client, verb)(path)
            transaction.set_rollback(True)
        self.client.cookies = cookies  # what was undone is not told on the next page
        self.asked += 1
        headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
        return response.status_code, headers + response.content.decode("utf-8", "replace")

    def leaks(self, text: str) -> list[str]:
        return [word for word in self.forbidden if word in text]


def findings(visitor: Visitor, full: Full, route: Route, line: Line) -> Iterator[str]:
    """What is wrong with one address for one role, in words."""
    of_nobody: dict[str, tuple[int, str]] = {}
    for relation in reversed(relations_of(line)):  # nobody first, to compare with
        path = address(route, line, full, relation)
        for verb in verbs_of(route, relation):
            status, text = visitor.ask(verb, path)
            where = f"{route.name}: {verb} {relation} answered {status}"
            if visitor.leaks(text):
                yield f"{where} and showed {visitor.leaks(text)}"
            if status >= 500:
                yield where
            seen = (status, VARYING.sub("", text))
            if relation == "nobody":
                of_nobody[verb] = seen
            elif not within_reach(visitor.role, line, relation) and seen != of_nobody.get(verb, seen):
                yield f"{where}, unlike what does not exist"
            wanted = "post" if line.post else "get"
            if verb == wanted and relation == "own" and (status < 400 or status == 422) != (visitor.role in line.opens):
                yield where
    # A verb that a page takes beyond those two would be found by whoever may open the page: one role will do.
    for verb in OTHER_VERBS if visitor.role == min(line.opens, default=None) else ():
        status, text = visitor.ask(verb, address(route, line, full, relations_of(line)[-1]))
        if status >= 500 or visitor.leaks(text) or (verb in {"put", "patch", "delete"} and status not in REFUSALS):
            yield f"{route.name}: {verb} answered {status}"


@pytest.mark.no_cover  # it goes through all of the code and says nothing of any line; counting them takes a third
@pytest.mark.parametrize("role", list(Role))
def test_nothing_is_shown_beyond_what_a_role_may_see(full, role, quiet):
    visitor = Visitor(role, full)

    found = [each for route in ROUTES for each in findings(visitor, full, route, TABLE[route.name])]

    assert not found, "\n".join(found)
    assert visitor.asked > 1_000
