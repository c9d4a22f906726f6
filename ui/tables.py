"""Heads of tables that sort, by a link in the query string; only what is named here can be sorted by."""

from dataclasses import dataclass
from typing import TypedDict

from django.http import HttpRequest, QueryDict

PARAMETER = "sort"


@dataclass(frozen=True)
class Column:
    """A column of a list; order is what order_by takes, empty when it cannot be sorted by."""

    label: str
    order: str = ""
    numeric: bool = False


class Head(TypedDict):
    label: str
    url: str
    sorted: str
    numeric: bool


def order(request: HttpRequest, *columns: Column) -> str:
    """The order asked for, when it is one of the columns'; the first that sorts otherwise."""
    known = [column.order for column in columns if column.order]
    asked = request.GET.get(PARAMETER, "")
    return asked if asked.removeprefix("-") in known else next(iter(known), "")


def columns(request: HttpRequest, *columns: Column) -> list[Head]:
    """Heads with the link that sorts by them, or turns the order round; the page goes back to the first."""
    chosen = order(request, *columns)
    return [
        Head(
            label=column.label,
            url=_url(request.GET, column.order, chosen) if column.order else "",
            sorted=_sorted(column.order, chosen),
            numeric=column.numeric,
        )
        for column in columns
    ]


def _sorted(own: str, chosen: str) -> str:
    if not own or chosen.removeprefix("-") != own:
        return ""
    return "descending" if chosen.startswith("-") else "ascending"


def _url(query: QueryDict, own: str, chosen: str) -> str:
    changed = query.copy()
    changed.pop("page", None)
    changed[PARAMETER] = f"-{own}" if chosen == own else own
    return f"?{changed.urlencode()}"
