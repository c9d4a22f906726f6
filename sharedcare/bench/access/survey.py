"""Walks the site as each role by its own links, so that every form and every query there is gets found, and checks that
all of it still answers.
"""

import random
import re
from collections import defaultdict, deque
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from django.urls import Resolver404, resolve

from sharedcare.bench.access.ground import Ground
from sharedcare.bench.access.reading import Form, read
from sharedcare.bench.access.visitor import Answer, Sent, Visitor
from sharedcare.routes import Route, routes

EACH = 2  # addresses of one kind that are opened as one role in one walk
TIMES_MOST = 3  # and so many times as many as those who may open most
OPEN_MOST = ("scheme_coordinator", "governance_lead", "prescriber")
# In development only, with nothing that anybody typed.
APART = ("ui:", "demo_sign_in")
UUID = re.compile(r"<uuid:\w+>")


@dataclass(frozen=True)
class Place:
    """An address that answers somebody; `parameters` are what its query is known to take."""

    visitor: Visitor
    route: str
    path: str


@dataclass
class Survey:
    """What was found, each by the name of its address, and what was wrong on the way; it grows with every walk."""

    places: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    forms: dict[tuple[str, str], list[tuple[Visitor, Form]]] = field(default_factory=lambda: defaultdict(list))
    parameters: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    values: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    wrong: list[tuple[Visitor, Sent, Answer]] = field(default_factory=list)
    asked: int = 0

    def forget(self, visitor: Visitor) -> None:
        """What this visitor found before may be gone; where nobody else found any, the old is better than nothing."""
        for places in self.places.values():
            places[:] = [place for place in places if place.visitor is not visitor] or places
        for forms in self.forms.values():
            forms[:] = [pair for pair in forms if pair[0] is not visitor] or forms


def name_of(path: str) -> str:
    """The name of whatever answers this path; nothing when nobody does."""
    try:
        return resolve(path).view_name or ""
    except (Resolver404, ValueError):
        return ""


def walk(found: Survey, chance: random.Random, visitors: list[Visitor], each: int = EACH) -> None:
    """Open what the links lead to, as each visitor, and note everything that can be sent."""
    start = [route.example for route in _site() if "<" not in route.path]
    for visitor in visitors:
        found.forget(visitor)
        _follow(found, chance, visitor, start, each * TIMES_MOST if visitor.role in OPEN_MOST else each)


def try_keys(found: Survey, ground: Ground, visitors: list[Visitor], tried: int) -> None:
    """For every address that no link or form led to, the first of so many keys that it answers, as who opens most."""
    sent_to = {action for action, _ in found.forms}
    most = [visitor for visitor in visitors if visitor.role in OPEN_MOST[:2]]
    for route in _site():
        if route.name not in found.places and route.name not in sent_to:
            _try(found, route, ground.keys[:: len(ground.keys) // tried + 1], most)


def _site() -> list[Route]:
    return [route for route in routes() if route.is_plain and not route.name.startswith(APART)]


def _try(found: Survey, route: Route, keys: list[str], visitors: list[Visitor]) -> None:
    for visitor in visitors if UUID.search(route.path) else ():
        for key in keys:
            path = "/" + re.sub(r"<\w+:\w+>", "1", UUID.sub(key, route.path))
            status = visitor.ask(Sent("trying a key", path)).status
            found.asked += 1
            if status == 405:  # only sent to, by a button on a page that nobody was led to
                found.forms[route.name, ""].append((visitor, Form(path, path, "POST", multipart=False)))
            if status not in (404, 403):
                _open(found, visitor, route.name, path)
                return
    found.places[route.name] += [Place(visitor, route.name, route.example) for visitor in visitors]


def _follow(found: Survey, chance: random.Random, visitor: Visitor, start: list[str], each: int) -> None:
    waiting, opened = deque(start), defaultdict[str, set[str]](set)
    while waiting:
        link = waiting.popleft()
        parts = urlsplit(link)
        name = name_of(parts.path)
        _note_query(found, name, parts.query)
        if not name or name.startswith(APART) or parts.path in opened[name] or len(opened[name]) >= each:
            continue
        opened[name].add(parts.path)
        links = _open(found, visitor, name, link)
        waiting += chance.sample(links, len(links))


def _open(found: Survey, visitor: Visitor, name: str, link: str) -> list[str]:
    """Open one address; the links that stand on it."""
    parts = urlsplit(link)
    sent = Sent("walking", parts.path, query=parts.query.encode())
    answer = visitor.ask(sent)
    found.asked += 1
    if answer.wrong:
        found.wrong.append((visitor, sent, answer))
    if answer.status in (404, 403):
        return []
    if not any(place.visitor is visitor and place.path == parts.path for place in found.places[name]):
        found.places[name].append(Place(visitor, name, parts.path))
    if not answer.kind.startswith("text/html"):
        return []
    page = read(parts.path, answer.text)
    for form in page.forms:
        there = name_of(urlsplit(form.action).path)
        if there.startswith(APART):
            continue
        if form.method == "GET":
            found.parameters[there] |= set(form.fields)
        found.forms[there, " ".join(sorted(form.fields))].append((visitor, form))
    return page.links


def _note_query(found: Survey, name: str, query: str) -> None:
    for parameter, value in parse_qsl(query, keep_blank_values=True):
        found.parameters[name].add(parameter)
        found.values[parameter].add(value)
