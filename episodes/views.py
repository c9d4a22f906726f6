"""Pages about who answers for what: assigning, looking back, suspending, and the list of what nobody answers for."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from audit import actions as audit
from audit.looks import How
from episodes import actions, forms, permissions, queries
from episodes.lifecycle import LIFE, Move
from episodes.models import Episode, Responsibility
from patients import queries as patients
from practices.models import Profession
from ui import charts
from ui.views import ActionFormView

PER_PAGE = 25
LANE_KINDS = {Profession.GP: "gp", Profession.SPECIALIST: "specialist", Profession.PHARMACIST: "pharmacy"}


class EpisodeMixin:
    """Loads the episode within the reader's scope, and records the look at it."""

    request: HttpRequest
    kwargs: dict[str, Any]
    looked_at = "Who is responsible"

    @cached_property
    def episode(self) -> Episode:
        scope = Episode.objects.visible_to(self.request.user).select_related("patient", "patient__practice")
        found: Episode = get_object_or_404(scope, pk=self.kwargs["pk"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audit.record_view(by=self.request.user, patient_ids=[self.episode.patient_id], page=self.looked_at)
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            episode=self.episode,
            patient=self.episode.patient,
            banner=patients.banner(self.episode.patient, self.request.user, timezone.localdate()),
            today=timezone.localdate(),
            **kwargs,
        )
        return context

    def get_success_url(self) -> str:
        return reverse("person", args=[self.episode.patient_id])

    get_back_url = get_success_url


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


class MoveEpisode(EpisodeMixin, ActionFormView):
    """Suspend shared care, or take it up again. It ends with the plan."""

    form_class = forms.MoveForm
    template_name = "episodes/form.html"

    def may(self) -> bool:
        return permissions.can_move_episode(self.request.user, self.episode.patient)

    @cached_property
    def move(self) -> Move:
        if self.kwargs["move"] not in (Move.SUSPEND, Move.RESUME):
            raise Http404
        return Move(self.kwargs["move"])

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.episode.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.heading = f"{self.move.label} shared care"
        self.intro = (
            "Whoever answers for each aspect goes on answering for it."
            if self.move in LIFE.moves_from(self.episode.status)
            else ""
        )
        return super().get_context_data(**kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        self.submit_label = f"{self.move.label} shared care"
        return super().get_form(form_class)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.move_episode(episode=self.episode, move=self.move, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"{self.result.get_status_display()}: this is on record."


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


class HeldByLeavers(ListView):
    """Care that somebody who has left still answers for on paper; each is handed on from here."""

    template_name = "episodes/held_by_leavers.html"
    paginate_by = PER_PAGE
    context_object_name = "responsibilities"

    def get_queryset(self) -> QuerySet[Responsibility]:
        found = queries.held_by_leavers(self.request.user, timezone.localdate())
        return found.order_by("holder__name", "episode__patient__family_name", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns = [{"label": label} for label in ("Name", "Answers for", "Who has left", "")]
        context = super().get_context_data(columns=columns, **kwargs)
        shown = {held.episode.patient_id for held in context["page_obj"]}
        audit.record_view(by=self.request.user, patient_ids=shown, page="Care held by somebody who left", how=How.LIST)
        return context


class Gaps(ListView):
    """People for whom nobody answers for some aspect of care."""

    template_name = "episodes/gaps.html"
    paginate_by = PER_PAGE
    context_object_name = "episodes"

    def get_queryset(self) -> QuerySet[Episode]:
        self.form = forms.GapsForm(self.request.GET or None, scheme_id=self.request.user.acting.scheme_id)
        aspect = self.form.cleaned_data["aspect"] if self.form.is_valid() else None
        return queries.aspects_without_holder(self.request.user, aspect=aspect)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns = [{"label": label} for label in ("Name", "Practice", "Nobody answers for", "In shared care since")]
        context = super().get_context_data(form=self.form, columns=columns, **kwargs)
        shown = [episode.patient_id for episode in context["page_obj"]]
        audit.record_view(by=self.request.user, patient_ids=shown, page="Care that nobody answers for", how=How.LIST)
        return context
