"""Pages about who answers for what: assigning, and looking back."""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from episodes import actions, forms, permissions, queries
from episodes.models import Episode
from episodes.views.mixins import EpisodeMixin
from practices.models import Profession
from ui import charts
from ui.views import ActionFormView

LANE_KINDS = {Profession.GP: "gp", Profession.SPECIALIST: "specialist", Profession.PHARMACIST: "pharmacy"}


class Assign(EpisodeMixin, ActionFormView):
    """Say who answers for an aspect of somebody's care."""

    form_class = forms.AssignForm
    template_name = "episodes/form.html"
    heading = "Who answers for this?"
    submit_label = "Make them responsible"

    def may(self) -> bool:
        return permissions.can_assign_responsibility(self.request.user, self.episode.patient)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "episode": self.episode}

    def get_initial(self) -> dict[str, Any]:
        return {
            "aspect": self.request.GET.get("aspect", ""),
            "version": self.episode.version,
            "from_day": timezone.localdate(),
        }

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.assign_responsibility(episode=self.episode, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"{self.result.holder} answers for {self.result.aspect.name.lower()}."


class History(EpisodeMixin, TemplateView):
    """Who answered for what at a moment, and everybody who ever did."""

    template_name = "episodes/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = forms.MomentForm(self.request.GET or None)
        asked = form.cleaned_data["on"] if form.is_valid() else None
        now = timezone.now()
        history = list(queries.responsibility_history(self.episode))
        return super().get_context_data(
            form=form,
            asked=asked,
            lines=queries.responsibilities_at(self.episode, _moment(asked) if asked else now),
            history=history,
            changes=queries.status_changes(self.episode),
            chart=_time_line(self.episode, history, now),
            may_assign=permissions.can_assign_responsibility(self.request.user, self.episode.patient),
            **kwargs,
        )


def _moment(day: date) -> datetime:
    """Midday of a day: what somebody means who asks about a day."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def _time_line(episode: Episode, history: list[Any], now: datetime) -> charts.TimeLine | None:
    """The history as a picture: a lane an aspect, a span a holder."""
    lanes: dict[str, list[charts.Span]] = {}
    for row in history:
        until = timezone.localdate(row.held.upper) if row.held.upper else None
        kind = LANE_KINDS.get(row.holder.profession, "other")
        span = charts.Span(timezone.localdate(row.held.lower), until, row.holder.name, kind=kind)
        lanes.setdefault(row.aspect.name, []).insert(0, span)
    if not lanes:
        return None
    return charts.TimeLine(
        title="Who answered for what, and when",
        lanes=[charts.Lane(name, spans) for name, spans in lanes.items()],
        start=episode.started_on,
        end=episode.ended_on or timezone.localdate(now),
    )
