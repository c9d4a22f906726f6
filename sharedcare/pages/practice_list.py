"""The list of practices: who takes part, with which GPs; and the lists that Today counts about them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.views.generic import TemplateView

from practices import permissions
from practices import queries as practices
from practices.models import Practice
from schemes import queries as schemes

ROWS_A_PAGE = 50


@dataclass(frozen=True)
class Show:
    """One list that can be shown: what it is called, what it holds on a day, and in which shape."""

    title: str
    rows: Callable[[date], Any]
    shape: str = "practices"
    empty: str = "There is no practice here."


SHOWS = {
    "taking_part": Show("Practices that take part", schemes.practices_taking_part, empty="No practice takes part yet."),
    "all": Show("All practices", lambda today: Practice.objects.all(), empty="No practice has been imported yet."),
    "without_gp": Show("Practices without a GP", schemes.practices_without_gp),
    "closed": Show("Closed practices that still take part", schemes.closed_practices_taking_part),
    "tiers_due_review": Show("Tiers due for review", practices.tiers_due_review, "tiers", "No tier is due for review."),
    "tiers_unsupported": Show(
        "Tiers whose evidence has lapsed", practices.tiers_unsupported, "tiers", "Every tier rests on evidence in date."
    ),
    "evidence_lapsing": Show(
        "Evidence lapsing in 90 days", practices.evidence_lapsing, "evidence", "No evidence runs out soon."
    ),
}


class PracticeList(TemplateView):
    """The practices this person may see, or one of the lists about them (?show=)."""

    template_name = "practices/practice_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        asked = self.request.GET.get("show", "")
        show = SHOWS.get(asked, SHOWS["taking_part"])
        rows = show.rows(today).visible_to(user)
        if show.shape == "practices":
            rows = practices.with_gp_counts(schemes.with_participation(rows, today), today)
        return super().get_context_data(
            show=show,
            shows=[(name, each.title, each is show) for name, each in SHOWS.items()],
            page=Paginator(rows, ROWS_A_PAGE).get_page(self.request.GET.get("page")),
            may_import=permissions.can_import_practices(user),
            may_keep=permissions.can_keep_directory(user),
            today=today,
            **kwargs,
        )
