"""Pages of one professional: the record, and what is recorded, awarded and ended there."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from practices import actions, forms, permissions, queries
from practices.models import GpwsiAppointment, Profession, Professional, Qualification, TierAward
from ui.views import ActionFormView


class ProfessionalMixin:
    """The professional that the page is about; out of scope is not found, and a form one may not send is refused."""

    request: HttpRequest
    kwargs: dict[str, Any]
    caption: str

    @cached_property
    def professional(self) -> Professional:
        visible = Professional.objects.visible_to(self.request.user)
        found: Professional = get_object_or_404(visible, pk=self.kwargs["pk"])
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.caption = self.professional.name
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def get_back_url(self) -> str:
        return reverse("practices:professional", args=[self.professional.pk])

    def get_success_url(self) -> str:
        return self.get_back_url()

    def refuse_unless(self, allowed: bool) -> None:
        if not allowed:
            raise PermissionDenied


class ProfessionalDetail(ProfessionalMixin, TemplateView):
    """Evidence, tiers with what each rests on, and appointments."""

    template_name = "practices/professional.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            record=queries.professional_record(self.professional, timezone.localdate()),
            is_gp=self.professional.profession == Profession.GP,
            may_record=permissions.can_record_evidence(user, self.professional),
            may_award=permissions.can_award_tier(user),
            today=timezone.localdate(),
            **kwargs,
        )


class RecordQualification(ProfessionalMixin, ActionFormView):
    form_class = forms.QualificationForm
    heading = "Record evidence"
    submit_label = "Record the evidence"
    success_message = "The evidence is recorded."

    def get_form_kwargs(self) -> dict[str, Any]:
        self.refuse_unless(permissions.can_record_evidence(self.request.user, self.professional))
        return super().get_form_kwargs() | {"today": timezone.localdate()}

    def perform(self, data: dict[str, Any]) -> Qualification:
        return actions.record_qualification(professional=self.professional, by=self.request.user, **data)


class AwardTier(ProfessionalMixin, ActionFormView):
    form_class = forms.TierAwardForm
    heading = "Award a tier"
    intro = "A tier rests on the evidence that is in date on its first day. Part 2 alone never makes a GPwSI."
    submit_label = "Award the tier"
    success_message = "The tier is awarded."

    def get_form_kwargs(self) -> dict[str, Any]:
        self.refuse_unless(permissions.can_award_tier(self.request.user))
        found = queries.eligibility(self.professional, timezone.localdate())
        return super().get_form_kwargs() | {"lacking": {each.tier: each.lacking for each in found}}

    def perform(self, data: dict[str, Any]) -> TierAward:
        return actions.award_tier(professional=self.professional, by=self.request.user, **data)


class AppointGpwsi(ProfessionalMixin, ActionFormView):
    form_class = forms.AppointmentForm
    heading = "Record a commissioned appointment"
    intro = "Only a commissioner's appointment makes a GP with a special interest; award the tier afterwards."
    submit_label = "Record the appointment"
    success_message = "The appointment is recorded."

    def get_form_kwargs(self) -> dict[str, Any]:
        self.refuse_unless(permissions.can_award_tier(self.request.user))
        return super().get_form_kwargs()

    def perform(self, data: dict[str, Any]) -> GpwsiAppointment:
        return actions.appoint_gpwsi(professional=self.professional, by=self.request.user, **data)


class EndTier(ProfessionalMixin, ActionFormView):
    form_class = forms.TierEndForm
    heading = "End a tier"
    submit_label = "End the tier"
    success_message = "The tier is ended."

    @cached_property
    def award(self) -> TierAward:
        visible = TierAward.objects.visible_to(self.request.user).select_related("professional")
        found: TierAward = get_object_or_404(visible, pk=self.kwargs["pk"])
        return found

    @cached_property
    def professional(self) -> Professional:
        holder: Professional = self.award.professional
        return holder

    def get_form_kwargs(self) -> dict[str, Any]:
        self.refuse_unless(permissions.can_award_tier(self.request.user))
        return super().get_form_kwargs()

    def perform(self, data: dict[str, Any]) -> TierAward:
        return actions.end_tier(award=self.award, by=self.request.user, **data)
