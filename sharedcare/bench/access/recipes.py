"""Bad inputs, made one at a time from what was found on the site: deterministic from the chance that is passed in."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlsplit

from accounts import as_whom
from sharedcare.bench.access import files, values
from sharedcare.bench.access.filling import (
    ONE_TIME,
    TOKEN,
    Kitchen,
    as_bytes,
    encoded,
    filled,
    multipart,
    spoil,
    to_send,
)
from sharedcare.bench.access.survey import name_of
from sharedcare.bench.access.visitor import Sent, Visitor

LARGE = 5 * 1024 * 1024
BASE64 = b"Content-Transfer-Encoding: base64"
QUERIES = (
    "page", "show", "whose", "q", "sort", "status", "practice", "period", "quarter", "code", "next", "kept", "from",
    "to", "month", "year", "by", "role", "person", "show_all", "",
)  # fmt: skip


def one_field(kitchen: Kitchen) -> tuple[Visitor, Sent]:
    """One field bad, the rest as a person would send it."""
    visitor, form = kitchen.form()
    sent = filled(kitchen, visitor, form)
    names = [name for name in form.fields if name != TOKEN] or [""]
    told = spoil(kitchen, form, sent, [kitchen.chance.choice(names)])
    return visitor, to_send(kitchen, form, sent, "; ".join(told))


def several_fields(kitchen: Kitchen) -> tuple[Visitor, Sent]:
    """Two or more bad at once, up to all of them."""
    visitor, form = kitchen.form()
    sent = filled(kitchen, visitor, form)
    names = [name for name in form.fields if name != TOKEN] or [""]
    told = spoil(kitchen, form, sent, kitchen.chance.sample(names, kitchen.chance.randint(1, len(names))))
    return visitor, to_send(kitchen, form, sent, "; ".join(told))


def untouched(kitchen: Kitchen) -> tuple[Visitor, Sent]:
    """Nothing bad at all: what it leaves is what the next walk comes upon."""
    visitor, form = kitchen.form(kitchen.written)
    return visitor, to_send(kitchen, form, filled(kitchen, visitor, form), "as a person would send it")


def keys_in_fields(kitchen: Kitchen) -> tuple[Visitor, Sent]:
    """Every choice of the form answered with a key of elsewhere."""
    visitor, form = kitchen.form()
    sent = filled(kitchen, visitor, form)
    told: list[str] = []
    for name, each in form.fields.items():
        if name != TOKEN and (each.choices or each.kind == "hidden"):
            what, sent[name] = (found := kitchen.key())[0], [found[1]]
            told.append(f"{name}: {what}")
    return visitor, to_send(kitchen, form, sent, "; ".join(told) or "no choice to answer")


def query(kitchen: Kitchen) -> tuple[Visitor, Sent]:
    """Bad parameters on a page: those that it is known to take, and those that pages like it take."""
    place, chance = kitchen.place(), kitchen.chance
    known = sorted(kitchen.found.parameters.get(place.route, ())) or list(QUERIES)
    sent: dict[str, list[str]] = {}
    told = []
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        name = chance.choice(known if chance.random() < 0.8 else QUERIES)
        kitchen.fields_met.add((place.route, name))
        what, value = kitchen.key() if chance.random() < 0.15 else values.bad(chance)
        if len(value) > 700 and chance.random() < 0.8:
            value = value[:150]
        sent.setdefault(name, []).append(value)
        told.append(f"{name}: {what}")
    headers = {"HTTP_HX_REQUEST": "true"} if chance.random() < 0.3 else {}
    return place.visitor, Sent("; ".join(told), place.path, query=encoded(sent), headers=headers)


def path(kitchen: Kitchen) -> tuple[Visitor, Sent]:
    """Keys of elsewhere, and words that are none, in the address itself."""
    chance = kitchen.chance
    route = chance.choice(kitchen.routes)
    visitor = chance.choice(kitchen.ground.visitors)
    told: list[str] = []
    made = route.path
    while "<" in made:
        head, _, rest = made.partition("<")
        converter, _, tail = rest.partition(">")
        is_key = converter.startswith("uuid:") and chance.random() < 0.8
        what, value = kitchen.key() if is_key else chance.choice(values.SHORT)
        made, told = head + value + tail, [*told, what]
    if not told:
        what, value = chance.choice(values.SHORT)
        made, told = made + value, [f"more behind it: {what}"]
    method = chance.choice(("GET", "POST"))
    return visitor, Sent(f"{route.name}: {'; '.join(told)}", "/" + made, method)


def upload(kitchen: Kitchen) -> tuple[Visitor, Sent]:
    """A file that is none, under a name that is none."""
    chance = kitchen.chance
    visitor, form = kitchen.form(kitchen.with_file)
    sent = filled(kitchen, visitor, form)
    uploads: list[tuple[str, str, str, bytes]] = []
    told: list[str] = []
    for name, each in form.fields.items():
        if each.kind != "file":
            continue
        kitchen.fields_met.add((name_of(urlsplit(form.action).path), name))
        what, content = files.bad(chance, kitchen.good_file(form))
        filename = chance.choice(files.NAMES) if chance.random() < 0.4 else "register.csv"
        uploads += [(name, filename, chance.choice(files.LIES), content)] * chance.choice((1, 1, 1, 1, 2))
        told.append(f"{what} as {filename[:20]!r}")
    body = multipart(sent, uploads, "edge")
    address = urlsplit(form.action).path
    content_type = "multipart/form-data; boundary=edge"
    return visitor, Sent("; ".join(told), address, "POST", body=body, content_type=content_type)


def verb(kitchen: Kitchen) -> tuple[Visitor, Sent]:
    """A verb that a page does not take, with and without something in it."""
    place, chance = kitchen.place(), kitchen.chance
    method = chance.choice(values.VERBS)
    body = chance.choice((b"", b"a=1", b"\x00\xff"))
    kind = chance.choice(values.TYPES).encode("utf-8").decode("latin-1")
    return place.visitor, Sent(f"verb {method}", place.path, method, body=body, content_type=kind)


def body(kitchen: Kitchen) -> tuple[Visitor, Sent]:
    """A body that is not what it says: another type, cut short, garbled, or JSON."""
    chance = kitchen.chance
    visitor, form = kitchen.form(kitchen.written)
    good = to_send(kitchen, form, filled(kitchen, visitor, form), "")
    content = chance.choice(
        [
            good.body, good.body[: chance.randrange(len(good.body) + 1)], b"\xff\xfe\x00", b"%", b"%ff%00=%zz&&==&",
            b'{"a": [NaN, Infinity, "\\ud800"]}', b"[" * 100_000, b"{" * 3, b'"', b"null", b"-" * 3000, b"\x1f\x8b",
            b"--edge\r\n\r\n--edge--", b"--edge\r\nContent-Disposition: form-data\r\n\r\nx\r\n", b"--edge" * 2000,
            b"--edge\r\nContent-Disposition: form-data; name=\"a\"\r\n" + BASE64 + b"\r\n\r\n===\r\n--edge--",
            b"&".join(b"a=1" for _ in range(1001)), b"&".join(b"f%d=" % n for n in range(1001)),
        ]
    )  # fmt: skip
    kind = chance.choice((good.content_type, *values.TYPES)).encode("utf-8").decode("latin-1")
    headers = {"CONTENT_LENGTH": str(len(content) + 500)} if chance.random() < 0.2 else {}
    return visitor, replace(good, what=f"a body as {kind[:40]!r}", body=content, content_type=kind, headers=headers)


def header(kitchen: Kitchen) -> tuple[Visitor, Sent]:
    """A header that is none, on a page or a form."""
    chance = kitchen.chance
    name, value = chance.choice(values.HEADERS)
    if chance.random() < 0.4:
        value = chance.choice(values.SHORT)[1]
    raw = {name: as_bytes(value).decode("latin-1").replace("\r", " ").replace("\n", " ").replace("\x00", " ")}
    if chance.random() < 0.5:
        visitor, form = kitchen.form(kitchen.written)
        return visitor, replace(to_send(kitchen, form, filled(kitchen, visitor, form), f"header {name}"), headers=raw)
    place = kitchen.place()
    return place.visitor, Sent(f"header {name}", place.path, headers=raw)


def token(kitchen: Kitchen) -> tuple[Visitor, Sent]:
    """A token that is forged, cut short, of another session, or none: of the form, of the session, of an invitation."""
    chance = kitchen.chance
    visitor, form = kitchen.form(kitchen.written)
    sent = filled(kitchen, visitor, form)
    name = chance.choice([each for each in (TOKEN, ONE_TIME, as_whom.FIELD) if each in sent] or [TOKEN])
    was = (sent.get(name) or [""])[0]
    other = chance.choice(kitchen.ground.visitors)
    forged = chance.choice(
        [
            was[:-1], was[:5], was[::-1], was.swapcase(), was + "x", "", other.token, "\u00e9" * 32,
            chance.choice(values.SHORT)[1],
        ]
    )  # fmt: skip
    if chance.random() < 0.6:
        sent[name] = [forged]
        return visitor, to_send(kitchen, form, sent, f"{name} forged")
    cookie = chance.choice(list(visitor.cookies) or ["sid"])
    raw = "; ".join(
        f"{each}={quote(forged, safe='', errors='replace') if each == cookie else value}"
        for each, value in visitor.cookies.items()
    )
    return visitor, replace(to_send(kitchen, form, sent, f"cookie {cookie} forged"), headers={"HTTP_COOKIE": raw})


def large(kitchen: Kitchen) -> tuple[Visitor, Sent]:
    """5 or 10 MB in one field."""
    chance = kitchen.chance
    visitor, form = kitchen.form(kitchen.written)
    sent = filled(kitchen, visitor, form)
    name = chance.choice([each for each in form.fields if each != TOKEN] or ["a"])
    sent[name] = ["x" * LARGE * chance.choice((1, 2))]
    return visitor, to_send(kitchen, form, sent, f"{name}: {len(sent[name][0])} letters")


Recipe = Callable[[Kitchen], tuple[Visitor, Sent]]
RECIPES: dict[Recipe, int] = {
    one_field: 340,
    several_fields: 120,
    untouched: 40,
    keys_in_fields: 60,
    query: 180,
    path: 70,
    upload: 40,
    verb: 30,
    body: 50,
    header: 40,
    token: 30,
    large: 0,
}


def inputs(kitchen: Kitchen, count: int, *, large_each: int) -> Iterable[tuple[str, Visitor, Sent]]:
    """So many bad inputs, in their shares; every `large_each`-th is one of megabytes."""
    names: list[Any] = list(RECIPES)
    weights = list(RECIPES.values())
    for number in range(count):
        is_large = large_each and number % large_each == large_each - 1
        recipe = large if is_large else kitchen.chance.choices(names, weights)[0]
        visitor, sent = recipe(kitchen)
        yield recipe.__name__, visitor, sent
