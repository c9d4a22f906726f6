"""What a page that shows nearly everything is made of: a visible list of panels, each from one app."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.permissions import holds
from accounts.roles import Permission


@dataclass(frozen=True)
class Panel:
    """One piece of a page: the app's fragment, the function that gathers what it shows, and who may see it.

    `facts(thing, user, today)` returns the fragment's variables; without them, None, the panel is left out.
    """

    template: str
    facts: Callable[[Any, Any, date], dict[str, Any] | None]
    need: Permission | None = None


@dataclass(frozen=True)
class Shown:
    """A panel with its facts, ready for the page."""

    template: str
    facts: dict[str, Any]


def shown(panels: Iterable[Panel], thing: Any, user: Any, today: date) -> list[Shown]:
    """The panels this person may see, in their order, with what they show."""
    allowed = (panel for panel in panels if panel.need is None or holds(user, panel.need))
    gathered = ((panel.template, panel.facts(thing, user, today)) for panel in allowed)
    return [Shown(template, facts) for template, facts in gathered if facts is not None]
