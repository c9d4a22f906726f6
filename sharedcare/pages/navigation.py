"""What stands in the navigation, for the role somebody is acting under."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.permissions import holds
from accounts.roles import Permission

ENTRIES = [
    ("Today", "today", None),
    ("People", "patients:list", Permission.VIEW_PEOPLE),
    ("Reviews", "careplans:worklist", Permission.VIEW_WHOLE_RECORD),
    ("Call and recall", "recall:campaigns", Permission.RUN_CAMPAIGN),
    ("Practices", "practices:list", Permission.VIEW_FIGURES),
    ("Scheme", "scheme", Permission.VIEW_FIGURES),
    ("Monitoring group", "monitoring:group", Permission.VIEW_MEETINGS),
    ("Figures", "indicators:results", Permission.VIEW_FIGURES),
    ("Who signs in", "schemes:staff", Permission.MANAGE_ACCESS),
]


@dataclass(frozen=True)
class Entry:
    """One entry: where it leads, and whether the page shown is beneath it."""

    label: str
    url: str
    current: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the entries this person's role opens, and no search for people whom they may not see."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": [], "search_hidden": True}
    allowed = [(label, reverse(name)) for label, name, need in ENTRIES if need is None or holds(user, need)]
    best = max((url for _, url in allowed if request.path.startswith(url)), key=len, default="")
    return {
        "navigation": [Entry(label, url, url == best) for label, url in allowed],
        "search_hidden": not holds(user, Permission.VIEW_PEOPLE),
    }
