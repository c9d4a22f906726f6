"""Pages about alerts: the list, one alert and its route, “I have this”, and what came of it."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import ListView, TemplateView

from accounts.permissions import holds
from accounts.roles import Permission
from audit import actions as audit
from audit.looks import How
from episodes import actions, forms, permissions, queries
from episodes.actions.alert import about
from episodes.lifecycle import AlertStatus
from episodes.models import Alert
from episodes.views.mixins import EpisodeMixin
from ui.views import ActionFormView

PER_PAGE = 25


class Alerts(ListView):
    """The alerts for me, those that nobody has, those that somebody has, and those that are closed."""

    template_name = "episodes/alerts.html"
    context_object_name = "alerts"
    paginate_by = PER_PAGE

    @cached_property
    def show(self) -> queries.ShowAlerts:
        try:
            return queries.ShowAlerts(self.request.GET.get("show", queries.ShowAlerts.OPEN))
        except ValueError:
            raise Http404 from None

    def get_queryset(self) -> QuerySet[Alert]:
        return queries.alerts(self.request.user, self.show)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_run = holds(self.request.user, Permission.RUN_SCHEME)
        context = super().get_context_data(show=self.show, shows=list(queries.ShowAlerts), may_run=may_run, **kwargs)
        shown = {alert.episode.patient_id for alert in context["page_obj"]}
        audit.record_view(by=self.request.user, patient_ids=shown, page="Alerts", how=How.LIST)
        return context


class AlertMixin(EpisodeMixin):
    """Loads the alert within the reader's scope, and its episode with it."""

    looked_at = "Alert"

    @cached_property
    def alert(self) -> Alert:
        scope = Alert.objects.visible_to(self.request.user)
        scope = scope.select_related("episode__patient__practice", "arrangement__pharmacy", "held_by", "collection")
        found: Alert = get_object_or_404(scope, pk=self.kwargs["pk"])
        return found

    @cached_property
    def episode(self) -> Any:
        return self.alert.episode

    def get_success_url(self) -> str:
        return reverse("episodes:alert", args=[self.alert.pk])

    get_back_url = get_success_url


class OneAlert(AlertMixin, TemplateView):
    """What it is about, who has it, and whom it reached when."""

    template_name = "episodes/alert.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = queries.alert_page(self.alert, self.request.user)
        return super().get_context_data(page=page, alert=self.alert, about=about(self.alert), **kwargs)


class AnswerAlert(AlertMixin, ActionFormView):
    """What having an alert and closing it share."""

    template_name = "episodes/form.html"

    def may(self) -> bool:
        return permissions.can_answer_alert(self.request.user, self.episode.patient)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.alert.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.intro = f"{about(self.alert)}."
        return super().get_context_data(**kwargs)


class Acknowledge(AnswerAlert):
    """“I have this.”"""

    form_class = forms.AcknowledgeForm
    heading = "I have this"
    submit_label = "I have this"
    success_message = "You have this. The pharmacy sees your name and what you will do."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.alert.status == AlertStatus.ACKNOWLEDGED and self.alert.held_by:
            context["intro"] += f" {self.alert.held_by.name} has this now; you take it over from them."
        return context

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.acknowledge_alert(alert=self.alert, by=self.request.user, **data)


class Close(AnswerAlert):
    """Say what came of it."""

    form_class = forms.CloseForm
    heading = "Close the alert"
    submit_label = "Close the alert"
    success_message = "The alert is closed."

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.close_alert(alert=self.alert, by=self.request.user, **data)
