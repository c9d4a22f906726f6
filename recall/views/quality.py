"""How well a campaign went: on a page, and on paper."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import TemplateView

from recall import documents, queries
from recall.models import Campaign
from recall.queries.quality import Figures, Quality
from recall.views.campaigns import CampaignMixin
from ui import charts, words

OF_REACHED = "of those reached"


def quality_context(campaign: Campaign) -> dict[str, Any]:
    """What the page and the paper both show."""
    today = timezone.localdate()
    found = queries.quality(campaign, today)
    return {
        "campaign": campaign,
        "quality": found,
        "stages": _stages(found.figures, campaign.protocol),
        "answered_after": [
            (number, people, _share(people, found.figures.reached)) for number, people in found.answered_after
        ],
        "curve": _curve(found),
        "aspects": [
            (aspect, [(group, _shares(group.figures)) for group in groups])
            for aspect, groups in groupby(found.groups, key=lambda group: group.aspect)
        ],
        "rounds": [(each, figures, _shares(figures)) for each, figures in queries.rounds_of(campaign, today)],
    }


def _stages(figures: Figures, protocol: Any) -> list[dict[str, Any]]:
    """The funnel: each stage with its share, and the target that was in force at the launch."""

    def stage(label: str, met: int, counted: int, target: int | None = None) -> dict[str, Any]:
        return {"label": label, "met": met, "counted": counted, "standard": None if target is None else target / 100}

    reached = figures.reached
    return [
        stage("Reached, of those to be invited", reached, figures.wanted, protocol.target_reached),
        stage(f"Answered, {OF_REACHED}", figures.answered, reached, protocol.target_answered),
        stage(f"Booked, {OF_REACHED}", figures.booked, reached),
        stage(f"Attended, {OF_REACHED}", figures.attended, reached, protocol.target_attended),
    ]


def _share(part: int, whole: int) -> str:
    return words.percent(part / whole) if whole else words.DASH


def _shares(figures: Figures) -> list[str]:
    """Reached of those to be invited; answered, booked and attended of those reached."""
    of_reached = [_share(number, figures.reached) for number in (figures.answered, figures.booked, figures.attended)]
    return [_share(figures.reached, figures.wanted), *of_reached]


def _curve(found: Quality) -> charts.FallChart:
    half = (
        f"Half had answered after {found.median} days" if found.median is not None else "Fewer than half have answered"
    )
    return charts.FallChart(
        title=f"{half}: the share of those reached who have not answered yet",
        falls=[charts.Fall(drop.day, drop.silent, drop.watched) for drop in found.drops],
        last_day=found.last_day,
    )


class LaunchedMixin(CampaignMixin):
    """Of a draft there is nothing to say yet."""

    @cached_property
    def campaign(self) -> Campaign:
        found = super().campaign
        if found.launched_at is None:
            raise Http404("The campaign has not been launched.")
        return found


class CampaignQuality(LaunchedMixin, TemplateView):
    """Reached, answered and attended, against the targets; by whom, by which way, and round by round."""

    template_name = "recall/quality.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**quality_context(self.campaign), **kwargs)


class CampaignQualityPdf(LaunchedMixin, View):
    """The same on paper."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        made = documents.quality(quality_context(self.campaign))
        response = HttpResponse(made, content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="campaign-quality.pdf"'
        return response
