"""Pages on which the scheme is run: its details, status, who takes part, its numbers and its aspects of care."""

from functools import cached_property
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.generic import TemplateView

from practices import queries as practices
from schemes import actions, forms, permissions, queries
from schemes.lifecycle import LIFE
from schemes.models import NUMBERS, CareAspect, Participation, Protocol, Scheme
from ui.views import ActionFormView


def _with(typed: QueryDict, **changed: str) -> QueryDict:
    """What was typed, with something of ours in its place."""
    copy = typed.copy()
    for name, value in changed.items():
        copy[name] = value
    return copy


class SchemeMixin:
    """The scheme that the person acts in; only those who run it come in when `to_run` is set."""

    request: HttpRequest
    kwargs: dict[str, Any]
    to_run = True
    caption: str
    back: Any = reverse_lazy("scheme")

    @cached_property
    def scheme(self) -> Scheme:
        return queries.scheme_of(self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.acting is None:
            raise Http404
        if self.to_run and not permissions.can_run_scheme(request.user, self.scheme.pk):
            raise PermissionDenied
        self.caption = self.scheme.name
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def get_back_url(self) -> str:
        return str(self.back)

    def get_success_url(self) -> str:
        return str(self.back)


class EditScheme(SchemeMixin, ActionFormView):
    form_class = forms.SchemeForm
    heading = "Edit the scheme"
    submit_label = "Save"
    success_message = "The scheme is saved."

    def get_initial(self) -> dict[str, Any]:
        return {field: getattr(self.scheme, field) for field in (*forms.SchemeForm.base_fields,)}

    def get_form_kwargs(self) -> dict[str, Any]:
        coordinators = queries.possible_coordinators(self.scheme.pk, timezone.localdate())
        return super().get_form_kwargs() | {"coordinators": coordinators}

    def perform(self, data: dict[str, Any]) -> Scheme:
        return actions.edit_scheme(scheme=self.scheme, by=self.request.user, **data)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """After a stale edit both texts are on the page, and saving again is done on what was read just now."""
        if form.has_error(NON_FIELD_ERRORS, code="stale"):
            form.data = _with(self.request.POST, version=str(self.scheme.version))
        return super().form_invalid(form)


class ChangeStatus(SchemeMixin, ActionFormView):
    form_class = forms.StatusForm
    heading = "How secure is the scheme?"
    submit_label = "Save the status"
    success_message = "The status is saved."

    def get_form_kwargs(self) -> dict[str, Any]:
        statuses = [LIFE.moves[move][1] for move in LIFE.moves_from(self.scheme.status)]
        return super().get_form_kwargs() | {"statuses": statuses}

    def perform(self, data: dict[str, Any]) -> Scheme:
        return actions.change_status(scheme=self.scheme, by=self.request.user, **data)


class Participations(SchemeMixin, TemplateView):
    """Who takes part, and who did."""

    to_run = False
    template_name = "schemes/participations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        return super().get_context_data(
            taking_part=queries.taking_part(today),
            not_now=queries.participations(self.scheme.pk).exclude(pk__in=queries.taking_part(today)),
            may_run=permissions.can_run_scheme(self.request.user, self.scheme.pk),
            scheme=self.scheme,
            **kwargs,
        )


class TakePart(SchemeMixin, ActionFormView):
    form_class = forms.ParticipationForm
    heading = "Who takes part?"
    submit_label = "Save"
    back = reverse_lazy("schemes:participations")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"organisations": practices.places(self.request.user)}

    def get_initial(self) -> dict[str, Any]:
        return {"organisation": self.request.GET.get("organisation", ""), "starts_on": timezone.localdate()}

    def perform(self, data: dict[str, Any]) -> Participation:
        return actions.take_part(by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"{self.result.organisation.name} takes part."


class StopTakingPart(SchemeMixin, ActionFormView):
    form_class = forms.ParticipationEndForm
    submit_label = "Save"
    back = reverse_lazy("schemes:participations")

    @cached_property
    def participation(self) -> Participation:
        found: Participation = get_object_or_404(queries.participations(self.scheme.pk), pk=self.kwargs["pk"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.heading = f"When does {self.participation.organisation.name} stop taking part?"
        return super().get_context_data(**kwargs)

    def perform(self, data: dict[str, Any]) -> Participation:
        return actions.stop_taking_part(participation=self.participation, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"{self.participation.organisation.name} takes part until the day you entered."


class Protocols(SchemeMixin, TemplateView):
    """Every version of the scheme's numbers, the one in force first."""

    to_run = False
    template_name = "schemes/protocols.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            in_force=queries.protocol_on(self.scheme.pk, timezone.localdate()),
            protocols=queries.protocols(self.scheme.pk),
            may_run=permissions.can_run_scheme(self.request.user, self.scheme.pk),
            scheme=self.scheme,
            **kwargs,
        )


class AdoptProtocol(SchemeMixin, ActionFormView):
    form_class = forms.ProtocolForm
    heading = "Adopt new numbers"
    intro = "What was decided before stays as it was; these hold from the day you enter."
    submit_label = "Adopt"
    back = reverse_lazy("schemes:protocols")
    success_message = "The new numbers are adopted."

    def get_initial(self) -> dict[str, Any]:
        now = queries.protocols(self.scheme.pk)[0]
        return {name: getattr(now, name) for name in NUMBERS} | {"starts_on": timezone.localdate()}

    def perform(self, data: dict[str, Any]) -> Protocol:
        return actions.adopt_protocol(by=self.request.user, **data)


class Aspects(SchemeMixin, ActionFormView):
    """The aspects of care that somebody must answer for, and one more."""

    form_class = forms.AspectForm
    template_name = "schemes/aspects.html"
    submit_label = "Add the aspect"
    back = reverse_lazy("schemes:aspects")
    success_message = "The aspect is added."

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        aspects = queries.aspects(self.scheme.pk)
        return super().get_context_data(aspects=aspects, today=timezone.localdate(), **kwargs)

    def perform(self, data: dict[str, Any]) -> CareAspect:
        return actions.add_aspect(by=self.request.user, **data)


class EndAspect(SchemeMixin, ActionFormView):
    form_class = forms.AspectEndForm
    back = reverse_lazy("schemes:aspects")
    heading = "When is it asked for last?"
    submit_label = "End the aspect"
    success_message = "The aspect is ended."

    @cached_property
    def aspect(self) -> CareAspect:
        found: CareAspect = get_object_or_404(queries.aspects(self.scheme.pk), pk=self.kwargs["pk"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.caption = self.aspect.name
        return super().get_context_data(**kwargs)

    def perform(self, data: dict[str, Any]) -> CareAspect:
        return actions.end_aspect(aspect=self.aspect, by=self.request.user, **data)
