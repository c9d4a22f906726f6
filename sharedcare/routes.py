"""Every address of the site, read off the resolver: for the `routes` command and the tests that guard the doors."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

EXAMPLES = {"uuid": "00000000-0000-4000-8000-000000000000", "int": "1", "slug": "a", "str": "a", "path": "a"}


@dataclass(frozen=True)
class Route:
    """One address: its name with its namespace, its pattern, what answers, and whether a visitor is sent to sign in."""

    name: str
    path: str
    view: str
    sign_in: bool
    callback: Any

    @property
    def example(self) -> str:
        """A path that this route answers, with made-up keys; an address given as a regular expression has none."""
        return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: EXAMPLES[found[1] or "str"], self.path)

    @property
    def is_plain(self) -> bool:
        """Whether the pattern is written with converters, as all of ours are."""
        return "^" not in self.path


def routes() -> list[Route]:
    """Every route of the site, in the order in which they are tried."""
    return list(_beneath(get_resolver().url_patterns, path="", namespace=""))


def _beneath(patterns: list[URLPattern | URLResolver], *, path: str, namespace: str) -> Iterator[Route]:
    for pattern in patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _beneath(pattern.url_patterns, path=here, namespace=inner)
            continue
        view = getattr(pattern.callback, "view_class", pattern.callback)
        yield Route(
            name=f"{namespace}{pattern.name or ''}",
            path=here,
            view=f"{view.__module__}.{view.__qualname__}",
            sign_in=getattr(pattern.callback, "login_required", True),
            callback=pattern.callback,
        )
