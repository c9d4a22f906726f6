"""Restricting a record to named people, and naming them; for whoever answers for access."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from audit import actions as audit
from patients import actions, forms, permissions, queries
from patients.models import NamedAccess, Patient, Restriction
from ui.views import ActionFormView


class GovernMixin:
    """Loads the person whose access is decided about, once; looking at the page is recorded."""

    request: HttpRequest
    kwargs: dict[str, Any]
    heading = ""

    @cached_property
    def patient(self) -> Patient:
        return get_object_or_404(Patient.objects.visible_to(self.request.user), pk=self.patient_pk())

    def patient_pk(self) -> Any:
        return self.kwargs["pk"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permissions.can_govern_access(request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def get_back_url(self) -> str:
        return self.patient.get_absolute_url()

    def get_success_url(self) -> str:
        return self.patient.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audit.record_view(by=self.request.user, patient_ids=[self.patient.pk], page=self.heading)
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            patient=self.patient,
            banner=queries.banner(self.patient, self.request.user, timezone.localdate()),
            today=timezone.localdate(),
            **kwargs,
        )
        return context


class RestrictRecord(GovernMixin, ActionFormView):
    """Close a record to everybody but those named."""

    form_class = forms.RestrictForm
    template_name = "patients/restrict.html"
    heading = "Restrict this record"
    submit_label = "Restrict the record"
    success_message = "Only the people you named can open this record now."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "reaching": queries.reaching(self.patient, timezone.localdate())}

    def perform(self, data: dict[str, Any]) -> Restriction:
        email = data.pop("concerns")
        concerns = queries.signs_in(email, self.patient.scheme_id) if email else None
        if email and concerns is None:
            raise ValidationError(
                {"concerns": "Nobody signs in with this e-mail address. Check it, or leave it empty."}
            )
        return actions.restrict_record(patient=self.patient, by=self.request.user, concerns=concerns, **data)


class RestrictionMixin(GovernMixin):
    """Pages about one restriction."""

    @cached_property
    def restriction(self) -> Restriction:
        found: Restriction = get_object_or_404(Restriction.objects.visible_to(self.request.user), pk=self.kwargs["pk"])
        return found

    def patient_pk(self) -> Any:
        return self.restriction.patient_id


class LiftRestriction(RestrictionMixin, ActionFormView):
    """Open a record again to everybody whose role reaches the person."""

    form_class = forms.ReasonForm
    template_name = "patients/person_form.html"
    heading = "Lift the restriction"
    intro = "Everybody whose role reaches this person sees them again at once."
    submit_label = "Lift the restriction"
    success_message = "The restriction is lifted."

    def perform(self, data: dict[str, Any]) -> Restriction:
        return actions.lift_restriction(restriction=self.restriction, by=self.request.user, **data)


class NameSomebody(RestrictionMixin, ActionFormView):
    """Let one more person open a restricted record."""

    form_class = forms.NameForm
    template_name = "patients/person_form.html"
    heading = "Name somebody for this record"
    submit_label = "Let them open it"
    success_message = "They can open this record now."

    def get_form_kwargs(self) -> dict[str, Any]:
        named = {each.user_id for each in queries.named_for(self.patient)}
        reaching = queries.reaching(self.patient, timezone.localdate())
        return {**super().get_form_kwargs(), "reaching": [each for each in reaching if each.user_id not in named]}

    def perform(self, data: dict[str, Any]) -> NamedAccess:
        return actions.give_named_access(restriction=self.restriction, by=self.request.user, **data)


class WithdrawName(GovernMixin, ActionFormView):
    """End one person's access to a restricted record."""

    form_class = forms.ReasonForm
    template_name = "patients/person_form.html"
    heading = "Withdraw access"
    submit_label = "Withdraw access"
    success_message = "They cannot open this record any more."

    @cached_property
    def access(self) -> NamedAccess:
        visible = NamedAccess.objects.visible_to(self.request.user).select_related("user")
        found: NamedAccess = get_object_or_404(visible, pk=self.kwargs["pk"])
        return found

    def patient_pk(self) -> Any:
        return self.access.patient_id

    @property
    def caption(self) -> str:  # type: ignore[override]
        return self.access.user.name

    def perform(self, data: dict[str, Any]) -> NamedAccess:
        return actions.withdraw_named_access(access=self.access, by=self.request.user, **data)
