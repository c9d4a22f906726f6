"""What stands in the navigation, for the role somebody is acting under."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import holds
from accounts.roles import Permission
from patients import queries as patients

# The most used first: what does not fit the width of a screen folds into a menu.
ENTRIES = [
    ("Today", "today", None),
    ("People", "patients:list", Permission.VIEW_PEOPLE),
    ("Alerts", "episodes:alerts", Permission.ANSWER_ALERT),
    ("Collections", "episodes:collections", Permission.RECORD_COLLECTION),
    ("Reviews", "careplans:worklist", Permission.VIEW_WHOLE_RECORD),
    ("Opened in an emergency", "patients:emergencies", Permission.GOVERN_ACCESS),
    ("Restricted records", "careplans:restricted", Permission.GOVERN_ACCESS),
    ("Call and recall", "recall:campaigns", Permission.IMPORT_REGISTER),
    ("Practices", "practices:list", Permission.VIEW_FIGURES),
    ("Scheme", "scheme", Permission.VIEW_FIGURES),
    ("Monitoring group", "monitoring:group", Permission.VIEW_MEETINGS),
    ("Rights and records", "governance:requests", Permission.ANSWER_RIGHTS),
    ("Erasures", "governance:erasures", Permission.APPROVE_ERASURE),
    ("Figures", "indicators:results", Permission.VIEW_FIGURES),
    ("Looks that stand out", "patients:standing_out", Permission.GOVERN_ACCESS),
    ("Clinical queries", "episodes:queries", Permission.ASK_QUERY),
    ("Information exchange", "episodes:silence", Permission.RECORD_EXCHANGE),
    ("Caseload reviews", "episodes:caseload_reviews", Permission.REVIEW_CASELOAD),
    ("Knowledge base", "episodes:knowledge", None),
    ("Audit trail", "trail", Permission.VIEW_TRAIL),
    ("Who signs in", "schemes:staff", Permission.MANAGE_ACCESS),
]


@dataclass(frozen=True)
class Entry:
    """One entry: where it leads, and whether the page shown is beneath it."""

    label: str
    url: str
    current: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the entries this person's role opens, no search for people whom they may not see, and what
    stands open to them in an emergency, which every page shows while it lasts.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        button = settings.OPENID.button if settings.OPENID else ""
        nothing = {"navigation": [], "search_hidden": True, "opened_in_emergency": [], "may_break_glass": False}
        return {**nothing, "openid_button": button}
    allowed = [(label, reverse(name)) for label, name, need in ENTRIES if need is None or holds(user, need)]
    may_break_glass = holds(user, Permission.BREAK_GLASS)
    best = max((url for _, url in allowed if request.path.startswith(url)), key=len, default="")
    return {
        "navigation": [Entry(label, url, url == best) for label, url in allowed],
        "search_hidden": not holds(user, Permission.VIEW_PEOPLE),
        "may_break_glass": may_break_glass,
        "opened_in_emergency": patients.opened_now(user, timezone.now()) if may_break_glass else [],
    }
