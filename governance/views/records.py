"""What stands on a record: holds, how long it is kept, and erasing it."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from audit import actions as audit
from audit.looks import How
from governance import actions, forms, permissions, queries
from governance.models import Erasure, KeepingDecision, LegalHold, RetentionRule
from governance.views.requests import LeadOnly, OfPerson, OnePress
from patients.models import Patient
from ui.views import ActionFormView


class PlaceHold(OfPerson):
    form_class = forms.HoldForm
    heading = "Place a legal hold"
    intro = "Nothing of this record can be erased until the hold is lifted."
    submit_label = "Place the hold"
    success_message = "The hold stands."

    def perform(self, data: dict[str, Any]) -> LegalHold:
        return actions.place_hold(patient=self.patient, by=self.request.user, **data)


class LiftHold(OnePress):
    success_message = "The hold is lifted."

    @cached_property
    def hold(self) -> LegalHold:
        mine = LegalHold.objects.visible_to(self.request.user).select_related("patient")
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    @cached_property
    def patient(self) -> Patient:
        return self.hold.patient

    def perform(self, data: dict[str, Any]) -> LegalHold:
        return actions.lift_hold(hold=self.hold, by=self.request.user)


class KeepLonger(OfPerson):
    form_class = forms.KeepForm
    heading = "Keep this record longer"
    submit_label = "Keep it"
    success_message = "The record is kept."

    def perform(self, data: dict[str, Any]) -> KeepingDecision:
        return actions.keep_longer(patient=self.patient, by=self.request.user, **data)


class ProposeErasure(OfPerson):
    asks_again = True
    form_class = forms.EraseForm
    heading = "Propose to erase this record"
    intro = "A scheme administrator decides, without seeing who it is. What is erased cannot be brought back."
    submit_label = "Propose it"
    success_message = "It waits for a second person."

    def perform(self, data: dict[str, Any]) -> Erasure:
        return actions.propose_erasure(patient=self.patient, by=self.request.user, **data)


class RetentionPage(LeadOnly, TemplateView):
    """Records past their class, each with what stands in the way; nothing here erases anything."""

    template_name = "governance/retention.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = queries.review_list(self.request.user, timezone.localdate())
        people = [row.patient.pk for row in rows]
        audit.record_view(by=self.request.user, patient_ids=people, page="Records past their time", how=How.LIST)
        return super().get_context_data(
            rows=rows, keeping=queries.keeping(), erased=queries.erased(self.request.user), **kwargs
        )


class LetReturn(OnePress):
    """Let somebody whose record was erased be added again."""

    success_message = "A register that brings this person again adds them, as somebody new."

    def get_success_url(self) -> str:
        return reverse("governance:retention")

    def perform(self, data: dict[str, Any]) -> Erasure:
        erasure = get_object_or_404(Erasure.objects.visible_to(self.request.user), pk=self.kwargs["pk"])
        return actions.let_return(erasure=erasure, by=self.request.user)


class ChooseRetention(LeadOnly, ActionFormView):
    form_class = forms.RetentionForm
    heading = "How long records are kept"
    success_message = "The rule is recorded."

    def get_back_url(self) -> str:
        return reverse("governance:retention")

    def get_success_url(self) -> str:
        return reverse("governance:retention")

    def perform(self, data: dict[str, Any]) -> RetentionRule:
        return actions.choose_retention(by=self.request.user, **data)


class SecondPerson:
    """Pages for whoever decides on erasures."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permissions.can_decide_erasure(request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class ErasureList(SecondPerson, TemplateView):
    """What was proposed to be erased, by reference alone."""

    template_name = "governance/erasures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=queries.erasures(self.request.user), **kwargs)  # type: ignore[arg-type]


class DecideErasure(SecondPerson, ActionFormView):
    """Yes or no, by a second person."""

    template_name = "governance/decide.html"
    asks_again = True
    form_class = forms.DecideForm
    heading = "Decide on an erasure"
    submit_label = "Decide"
    intro = "What is erased cannot be brought back. You decide on the ground, and are shown nobody."

    @cached_property
    def erasure(self) -> Erasure:
        found = queries.erasure_to_decide(self.request.user, self.kwargs["pk"])
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(erasure=self.erasure, **kwargs)

    def get_back_url(self) -> str:
        return reverse("governance:erasures")

    def get_success_url(self) -> str:
        return reverse("governance:erasures")

    def get_success_message(self) -> str:
        return f"{self.result.get_status_display()}."

    def perform(self, data: dict[str, Any]) -> Erasure:
        decide = actions.approve_erasure if data["decision"] == "erase" else actions.decline_erasure
        return decide(erasure=self.erasure, by=self.request.user)
