"""Reads a page as a browser does: its links, and its forms with every field they would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

PRESSED = {"submit", "image", "reset", "button"}


@dataclass
class Field:
    """One name of a form: what it would send as it stands, and what may be chosen."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    required: bool = False


@dataclass
class Form:
    """Where a form is sent, how, and its fields in order; `page` is where it stands."""

    page: str
    action: str
    method: str
    multipart: bool
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def has_file(self) -> bool:
        return any(each.kind == "file" for each in self.fields.values())


class Page(HTMLParser):
    """`links` are the addresses of this site that a reader could follow; `forms` what could be sent."""

    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address, self.links, self.forms = address, list[str](), list[Form]()
        self._form: Form | None = None
        self._select: Field | None = None
        self._text: Field | None = None
        self._apart: dict[str, Form] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = {name: value or "" for name, value in attrs}
        for name in ("href", "hx-get"):
            if name in given:
                self._link(given[name])
        if tag == "form":
            action = urljoin(self.address, given.get("action") or self.address)
            method = given.get("method", "get").upper()
            self._form = Form(self.address, action, method, "multipart" in given.get("enctype", ""))
            self.forms.append(self._form)
            self._apart[given.get("id", "")] = self._form
        elif tag in ("input", "select", "textarea", "button") and given.get("name"):
            form = self._apart.get(given["form"]) if "form" in given else self._form
            if form is not None:
                self._field(form, tag, given)
        elif tag == "option" and self._select is not None:
            value = given.get("value", "")
            self._select.choices.append(value)
            if "selected" in given:
                self._select.values.append(value)

    def _field(self, form: Form, tag: str, given: dict[str, Any]) -> None:
        kind = given.get("type", "submit" if tag == "button" else "text").lower() if tag != "select" else "select"
        if tag == "textarea":
            kind = "textarea"
        elif given.get("inputmode") in ("numeric", "decimal"):
            kind = "number"
        if kind in PRESSED:
            form.buttons.append((given["name"], given.get("value", "")))
            return
        found = form.fields.setdefault(given["name"], Field(given["name"], kind))
        found.required |= "required" in given
        if kind in ("radio", "checkbox"):
            found.choices.append(given.get("value", "on"))
            if "checked" in given:
                found.values.append(given.get("value", "on"))
        elif kind == "select":
            self._select = found
        elif kind == "textarea":
            self._text = found
            found.values.append("")
        elif kind != "file":
            found.values.append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.values[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._text is not None:
            self._text.values[-1] = self._text.values[-1].removeprefix("\n")  # as the standard says
            self._text = None

    def _link(self, address: str) -> None:
        there = urlsplit(urljoin(self.address, address))
        if address and not address.startswith("#") and not there.netloc and there.scheme in ("", "http"):
            self.links.append(there.path + (f"?{there.query}" if there.query else ""))


def read(address: str, text: str) -> Page:
    """The page at this address."""
    page = Page(address)
    page.feed(text)
    page.close()
    return page
