"""What a page that shows nearly everything is made of: a visible list of panels, each one app's."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.permissions import holds
from accounts.roles import Permission


@dataclass(frozen=True)
class Panel:
    """One piece of a page: its heading, the app's fragment, what it shows, and who may see it.

    `gather(thing, user, today)` returns the fragment's `panel`; None leaves the panel out.
    """

    title: str
    template: str
    gather: Callable[[Any, Any, date], Any]
    need: Permission | None = None


@dataclass(frozen=True)
class Shown:
    """A panel with what it shows, ready for the page."""

    title: str
    template: str
    panel: Any


def shown(panels: Iterable[Panel], thing: Any, user: Any, today: date) -> list[Shown]:
    """The panels this person may see, in their order, each with what it shows."""
    allowed = (each for each in panels if each.need is None or holds(user, each.need))
    gathered = ((each, each.gather(thing, user, today)) for each in allowed)
    return [Shown(each.title, each.template, panel) for each, panel in gathered if panel is not None]
