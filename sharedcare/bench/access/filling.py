"""A form filled in as a person might, and then spoilt: what the recipes have in common."""

import random
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote_from_bytes, urlsplit

from django.conf import settings

from sharedcare.bench.access import values
from sharedcare.bench.access.ground import Ground
from sharedcare.bench.access.reading import Field, Form
from sharedcare.bench.access.survey import Place, Survey, name_of
from sharedcare.bench.access.visitor import Sent, Visitor
from sharedcare.demo.register import as_csv, lines
from sharedcare.routes import Route, routes
from ui.views import TOKEN_NAME

TOKEN, ONE_TIME = "csrfmiddlewaretoken", TOKEN_NAME
BOXES = ("day", "month", "year")
NUMBERS = ("1", "3", "5", "10", "26", "52")
# What is likely in a field whose name holds this.
LIKELY: dict[str, Sequence[str]] = {
    "email": ("new@example.org", "newer@example.org"),
    "member": ("monitoring.member@example.org",),
    "deputy": ("", "commissioner@example.org"),
    "concerns": ("", "practice.staff@example.org"),
    "password": ("seven long words of nonsense",),
    "starts_at": ("13:30",),
    "hours": NUMBERS,
    "ods_code": ("Y12345", ""),
    "postcode": ("ZZ99 9ZZ",),
    "telephone": ("01632 960001",),
    "mobile": ("07700 900001",),
    "nhs_number": ("", "9990000131"),
    "commissioner_codes": ("00K",),
    "code": ("123456",),
}
NATIONAL = (settings.BASE_DIR / "practices" / "data" / "epraccur-extract.csv").read_bytes()


@dataclass
class Kitchen:
    """What a recipe is made of."""

    chance: random.Random
    ground: Ground
    found: Survey
    today: date
    fields_met: set[tuple[str, str]] = field(default_factory=set)
    register: bytes = b""
    national: bytes = b""

    def __post_init__(self) -> None:
        codes = [value for value in sorted(self.found.values.get("code", ())) if value] or ["A81001"]
        self.register = as_csv(lines(self.chance, count=6, practice_codes=codes, today=self.today, first=600_000))
        self.national = b"".join(NATIONAL.splitlines(keepends=True)[:30])
        self.form_names = sorted(self.found.forms)
        self.place_names = sorted(self.found.places)
        self.routes: list[Route] = [route for route in routes() if route.is_plain]
        self.written = [name for name in self.form_names if self.found.forms[name][0][1].method == "POST"]
        self.with_file = [name for name in self.form_names if any(f.has_file for _, f in self.found.forms[name])]

    def good_file(self, form: Form) -> bytes:
        """What the form asks for."""
        return self.national if "/practices/" in form.action else self.register

    def form(self, names: Sequence[tuple[str, str]] = ()) -> tuple[Visitor, Form]:
        return self.chance.choice(self.found.forms[self.chance.choice(names or self.form_names)])

    def place(self) -> Place:
        return self.chance.choice(self.found.places[self.chance.choice(self.place_names)])

    def key(self) -> values.Named:
        """A key of something else: of another scheme, of another kind or place here, or of nothing."""
        return self.chance.choice(
            [
                ("key of another scheme", self.chance.choice(self.ground.foreign_keys)),
                ("key of something else", self.chance.choice(self.ground.keys)),
                ("key of nothing", str(uuid.UUID(int=self.chance.getrandbits(128)))),
            ]
        )


def plausible(kitchen: Kitchen, name: str, each: Field, day: date) -> list[str]:
    """What a person might send in this field, so that the rest of a form does not hide the one that is bad."""
    chance, part = kitchen.chance, name.rpartition("_")[2]
    if name == ONE_TIME:
        return [str(uuid.UUID(int=chance.getrandbits(128)))]
    if each.kind == "hidden" or (any(each.values) and chance.random() < 0.9):
        return each.values
    if each.choices:
        usable = [choice for choice in each.choices if choice]
        return [chance.choice(usable)] if usable and (each.kind != "checkbox" or chance.random() < 0.7) else []
    if part in BOXES:
        return [str(getattr(day, part))]
    for hint, likely in LIKELY.items():
        if hint in name:
            return [chance.choice(likely)]
    if each.kind == "number":
        return [chance.choice(NUMBERS)]
    return ["Said so on the telephone, and again in the clinic" if each.kind == "textarea" else "Ann Other"]


def filled(kitchen: Kitchen, visitor: Visitor, form: Form) -> dict[str, list[str]]:
    """The whole form as a person might send it, with one of its buttons; each date has a day of its own."""
    days: dict[str, date] = {}
    sent = {}
    for name, each in form.fields.items():
        if each.kind != "file":
            day = days.setdefault(name.rpartition("_")[0], values.day(kitchen.chance, kitchen.today))
            sent[name] = plausible(kitchen, name, each, day)
    if TOKEN in sent:
        sent[TOKEN] = [visitor.token]  # a kept input may have begun a new session since the form was read
    if form.buttons:
        name, value = kitchen.chance.choice(form.buttons)
        sent[name] = [value]
    return sent


def bad_value(kitchen: Kitchen, name: str, each: Field | None) -> values.Named:
    """One bad value for this field: of its own kind, a key of elsewhere, or of any kind."""
    part, chance = name.rpartition("_")[2], kitchen.chance
    if part in BOXES and chance.random() < 0.5:
        return values.box(chance, part)
    if each is not None and each.choices and chance.random() < 0.5:
        return kitchen.key()
    return values.bad(chance) if chance.random() < 0.5 else values.passing(chance)


def spoil(kitchen: Kitchen, form: Form, sent: dict[str, list[str]], names: Iterable[str]) -> list[str]:
    """Put a bad value into each of these fields; returns what was done, in words."""
    told = []
    for name in names:
        kitchen.fields_met.add((name_of(urlsplit(form.action).path), name))
        what, value = bad_value(kitchen, name, form.fields.get(name))
        if kitchen.chance.random() < 0.1:
            sent[name] = [*sent.get(name, []), value]
            what += ", twice"
        elif kitchen.chance.random() < 0.05:
            sent.pop(name, None)
            what = "left out"
        else:
            sent[name] = [value]
        told.append(f"{name}: {what}")
    return told


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def encoded(sent: dict[str, list[str]]) -> bytes:
    pairs = [(name, value) for name, each in sent.items() for value in each]
    return b"&".join(
        quote_from_bytes(as_bytes(name)).encode() + b"=" + quote_from_bytes(as_bytes(value)).encode()
        for name, value in pairs
    )


def multipart(sent: dict[str, list[str]], uploads: Sequence[tuple[str, str, str, bytes]], boundary: str) -> bytes:
    parts = [
        b'Content-Disposition: form-data; name="' + as_bytes(name) + b'"\r\n\r\n' + as_bytes(value)
        for name, each in sent.items()
        for value in each
    ]
    parts += [
        b'Content-Disposition: form-data; name="' + as_bytes(name) + b'"; filename="' + as_bytes(filename)
        + b'"\r\nContent-Type: ' + as_bytes(kind) + b"\r\n\r\n" + content
        for name, filename, kind, content in uploads
    ]  # fmt: skip
    edge = b"--" + boundary.encode()
    return b"".join(edge + b"\r\n" + part + b"\r\n" for part in parts) + edge + b"--\r\n"


def to_send(kitchen: Kitchen, form: Form, sent: dict[str, list[str]], what: str) -> Sent:
    """The form on its way, encoded as it says."""
    path = urlsplit(form.action).path
    if form.method == "GET":
        return Sent(what, path, query=encoded(sent))
    if not form.multipart:
        return Sent(what, path, "POST", body=encoded(sent), content_type="application/x-www-form-urlencoded")
    uploads = [
        (name, "register.csv", "text/csv", kitchen.good_file(form))
        for name, e in form.fields.items()
        if e.kind == "file"
    ]
    body = multipart(sent, uploads, "edge")
    return Sent(what, path, "POST", body=body, content_type="multipart/form-data; boundary=edge")
