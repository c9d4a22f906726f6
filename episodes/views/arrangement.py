"""Pages about how care is arranged: whether it is shared care, for one person and as a list."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView, TemplateView

from audit import actions as audit
from audit.looks import How
from episodes import actions, forms, permissions, queries
from episodes.models import Arrangement, Episode, EpisodeQuerySet, ToldOwnGp
from episodes.views.mixins import EpisodeMixin
from ui.views import ActionFormView

PER_PAGE = 25
LOOKED_AT = "Is it shared care?"


class Arrangements(ListView):
    """Everybody whose care somebody arranges, by kind; or those whose own GP has still to be told."""

    template_name = "episodes/arrangements.html"
    paginate_by = PER_PAGE
    context_object_name = "episodes"

    def get_queryset(self) -> EpisodeQuerySet:
        user = self.request.user
        self.form = forms.ArrangementFilterForm(self.request.GET or None, user=user)
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        practice = asked.get("practice")
        return queries.arrangements(
            user,
            timezone.localdate(),
            arrangement_type=asked.get("kind", ""),
            own_gp=asked.get("own_gp", ""),
            pathway=asked.get("pathway", ""),
            practice_id=practice.pk if practice else None,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        labels = ("Name", "Practice", "Kind", "Tests not passed", "Their own GP")
        columns = [{"label": label} for label in labels]
        context = super().get_context_data(form=self.form, columns=columns, **kwargs)
        shown, user, today = list(context["page_obj"]), self.request.user, timezone.localdate()
        context["lines"] = queries.arrangement_lines(shown, user.acting.scheme_id, today) if shown else []
        audit.record_view(by=user, patient_ids={each.patient_id for each in shown}, page=LOOKED_AT, how=How.LIST)
        return context


class WholeEpisodeMixin(EpisodeMixin):
    """An episode of somebody whose whole record the reader may read."""

    looked_at = LOOKED_AT

    @cached_property
    def episode(self) -> Episode:
        scope = Episode.objects.wholly_visible_to(self.request.user).select_related("patient", "patient__practice")
        found: Episode = get_object_or_404(scope, pk=self.kwargs["pk"])
        return found

    def may_record(self) -> bool:
        return permissions.can_record_arrangement(self.request.user, self.episode.patient)

    def get_success_url(self) -> str:
        return reverse("episodes:arrangements_of", args=[self.episode.pk])

    get_back_url = get_success_url


class ArrangementsOf(WholeEpisodeMixin, TemplateView):
    """Whether one person's care is shared care, why, and every arrangement there was."""

    template_name = "episodes/arrangements_of.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        panel = queries.arrangement_panel(self.episode, timezone.localdate(), may_record=self.may_record())
        return super().get_context_data(
            panel=panel,
            history=queries.arrangement_history(self.episode),
            tellings=queries.own_gp_tellings(self.episode),
            **kwargs,
        )


class OfArrangement(WholeEpisodeMixin, ActionFormView):
    """A form about how one person's care is arranged."""

    template_name = "episodes/form.html"

    def may(self) -> bool:
        return self.may_record()


class RecordArrangement(OfArrangement):
    """Record how care is arranged from a day on."""

    form_class = forms.ArrangementForm
    heading = "How is care arranged?"
    intro = (
        "Record what is so. Whether it is shared care is worked out from it. What you do not know may stay not known."
    )
    submit_label = "Record the arrangement"
    success_message = "The arrangement is on record."

    @cached_property
    def present(self) -> Arrangement | None:
        today = timezone.localdate()
        found: Arrangement | None = self.episode.care_arrangements.standing().held_on(today).first()
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "episode": self.episode, "present": self.present}

    def get_initial(self) -> dict[str, Any]:
        begins = timezone.localdate() if self.present else self.episode.started_on
        return {**forms.first_arrangement(self.present, self.episode), "starts_on": begins}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.record_arrangement(episode=self.episode, by=self.request.user, **data)


class CorrectArrangement(OfArrangement):
    """Put the record of an arrangement right; the first one is kept."""

    form_class = forms.CorrectArrangementForm
    heading = "Correct the record"
    intro = "For what was never so. If care has changed, record a new arrangement instead."
    submit_label = "Record the correction"
    success_message = "The correction is on record; what was recorded first is kept beside it."

    @cached_property
    def arrangement(self) -> Arrangement:
        scope = Arrangement.objects.visible_to(self.request.user).select_related("episode__patient__practice")
        found: Arrangement = get_object_or_404(scope, pk=self.kwargs["pk"])
        return found

    @cached_property
    def episode(self) -> Episode:
        return self.arrangement.episode

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "episode": self.episode, "present": self.arrangement}

    def get_initial(self) -> dict[str, Any]:
        return {**forms.first_arrangement(self.arrangement, self.episode), "starts_on": self.arrangement.starts_on}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.correct_arrangement(arrangement=self.arrangement, by=self.request.user, **data)


class RecordOwnGpTold(OfArrangement):
    """Record that the practice where the person is registered was told of their care."""

    form_class = forms.ToldOwnGpForm
    heading = "Their own GP was told"
    submit_label = "Record it"

    def get_initial(self) -> dict[str, Any]:
        return {"told_on": timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.intro = f"They are registered at {self.episode.patient.practice}. Record that this practice was told."
        return super().get_context_data(**kwargs)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.record_own_gp_told(episode=self.episode, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"It is on record that {self.result.practice} was told."


class WithdrawOwnGpTold(OfArrangement):
    """Say that a telling was recorded by mistake."""

    form_class = forms.WithdrawToldForm
    heading = "Recorded by mistake"
    submit_label = "Withdraw it"
    success_message = "It is withdrawn, and kept with your reason."

    @cached_property
    def told(self) -> ToldOwnGp:
        scope = ToldOwnGp.objects.visible_to(self.request.user)
        scope = scope.select_related("practice", "episode__patient__practice")
        found: ToldOwnGp = get_object_or_404(scope, pk=self.kwargs["pk"])
        return found

    @cached_property
    def episode(self) -> Episode:
        return self.told.episode

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.withdraw_own_gp_told(told=self.told, by=self.request.user, **data)
