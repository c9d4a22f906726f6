"""Pages about who answers for what: assigning, and looking back."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from episodes import actions, forms, permissions, picture, queries, responsibility
from episodes.models import Episode, Support
from episodes.views.mixins import EpisodeMixin
from schemes import queries as schemes
from schemes.aspects import is_needed
from ui import charts
from ui.views import ActionFormView, pressed


class Assign(EpisodeMixin, ActionFormView):
    """Say who answers for an aspect of somebody's care."""

    form_class: type[forms.AspectForm] = forms.AssignForm
    template_name = "episodes/form.html"
    heading = "Who answers for this?"
    submit_label = "Make them responsible"

    def may(self) -> bool:
        return permissions.can_assign_responsibility(self.request.user, self.episode.patient)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "episode": self.episode}

    def get_initial(self) -> dict[str, Any]:
        return {"aspect": self.request.GET.get("aspect", ""), "version": self.episode.version}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.assign_responsibility(episode=self.episode, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"{self.result.holder} answers for {self.result.aspect.name.lower()}."


class Correct(Assign):
    """Put right who answered for an aspect in the past; what was believed until now is kept."""

    form_class = forms.CorrectForm
    heading = "Put right who answered for this"
    intro = "This is for the past. To hand over from now on, offer the care to somebody."
    submit_label = "Put it right"

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.correct_responsibility(episode=self.episode, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"The record of {self.result.aspect.name.lower()} is put right. What it said before is kept."

    def get_success_url(self) -> str:
        return reverse("episodes:history", args=[self.episode.pk])


class AddSupporter(Assign):
    """Say who supports whoever answers for an aspect of somebody's care."""

    form_class = forms.SupportForm
    heading = "Who supports this?"
    intro = "They answer for nothing. They are told when an alert passes whoever answers; their place sees this person."
    submit_label = "Let them support it"

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.add_supporter(episode=self.episode, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"{self.result.supporter} supports {self.result.aspect.name.lower()}."


class EndSupport(View):
    """Somebody supports an aspect no longer."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponseBase:
        scope = Support.objects.visible_to(request.user).select_related("episode__patient")
        support: Support = get_object_or_404(scope, pk=pk)
        pressed(request, lambda: actions.end_support(support=support, by=request.user))
        return redirect("person", support.episode.patient_id)


class History(EpisodeMixin, TemplateView):
    """Who answered for what at a moment, as we know it now or as it was known then; and everybody who ever did."""

    template_name = "episodes/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = forms.MomentForm(self.request.GET or None)
        asked = form.cleaned_data if form.is_valid() else {}
        now, moment = timezone.now(), asked.get("moment")
        history = list(queries.responsibility_history(self.episode))
        return super().get_context_data(
            form=form,
            moment=moment,
            known_on=asked.get("known_on"),
            twice=moment is not None and responsibility.happened_twice(moment, timezone.get_current_timezone()),
            lines=queries.responsibilities_at(self.episode, moment or now, asked.get("known_at")),
            history=history,
            handovers=[(each, each.standing_at(now)) for each in queries.history_of(self.episode)],
            corrections=queries.corrections(self.episode),
            changes=queries.status_changes(self.episode),
            chart=_time_line(self.episode, history, now),
            may_assign=permissions.can_assign_responsibility(self.request.user, self.episode.patient),
            **kwargs,
        )


def _time_line(episode: Episode, history: list[Any], now: datetime) -> charts.TimeLine | None:
    """The whole history as a picture: a lane an aspect, a span a holder, and the gaps."""
    if not history:
        return None
    today = timezone.localdate(now)
    return picture.time_line(
        schemes.aspects_on(episode.scheme_id, episode.ended_on or today),
        history,
        begins=episode.started_on,
        ends=episode.ended_on or today,
        today=today,
        zone=timezone.get_current_timezone(),
        needed=lambda aspect: is_needed(aspect.code, episode.complexity),
    )
