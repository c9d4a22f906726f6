"""Starting shared care, the plan's page, agreeing, revising, ending and printing it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import TemplateView

from accounts.roles import Role
from audit import actions as audit
from audit.looks import How
from careplans import actions, forms, permissions, queries
from careplans.models import Handout, PlanVersion
from careplans.views.mixins import PlanMixin
from episodes import queries as episodes
from episodes.models import Complexity
from patients import queries as patients
from patients.models import Format, Patient
from schemes import queries as schemes
from schemes.aspects import COORDINATION
from ui.views import ActionFormView

# Aspects that usually fall to the GP who prescribes, and so are offered to them first (B5, B8).
GP_ASPECTS = frozenset({COORDINATION, "prescribing", "physical_health", "plan_review"})
KEY_WORK = "key_work"


class StartSharedCare(ActionFormView):
    """Take a person into shared care."""

    form_class = forms.StartForm
    template_name = "careplans/start.html"
    heading = "Start shared care"
    submit_label = "Start shared care"
    success_message = "Shared care has started. Write the plan with the person next."

    @cached_property
    def patient(self) -> Patient:
        scope = Patient.objects.visible_to(self.request.user).select_related("practice")
        found: Patient = get_object_or_404(scope, pk=self.kwargs["pk"])
        return found

    def may(self) -> bool:
        return permissions.can_start_shared_care(self.request.user, self.patient)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "patient": self.patient}

    def get_initial(self) -> dict[str, Any]:
        """Today, stable, the practice's GP for what is the GP's, and a key worker for their own work."""
        user, today = self.request.user, timezone.localdate()
        gp = episodes.default_coordinator(self.patient, user, today)
        own = user.professionals.first() if user.acting.role == Role.KEY_WORKER else None
        first = {**dict.fromkeys(GP_ASPECTS, gp), KEY_WORK: own}
        holders = {
            f"holder_{a.pk}": first[a.code].pk
            for a in schemes.aspects_on(self.patient.scheme_id, today)
            if first.get(a.code)
        }
        return {"started_on": today, "complexity": Complexity.STABLE, **holders}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audit.record_view(by=self.request.user, patient_ids=[self.patient.pk], page="Start shared care")
        today = timezone.localdate()
        banner = patients.banner(self.patient, self.request.user, today)
        return super().get_context_data(patient=self.patient, banner=banner, today=today, **kwargs)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.start_shared_care(patient=self.patient, by=self.request.user, **data)

    def get_success_url(self) -> str:
        return reverse("careplans:plan", args=[self.result.pk])

    def get_back_url(self) -> str:
        return reverse("person", args=[self.patient.pk])


class PlanPage(PlanMixin, TemplateView):
    """The plan, the person's words largest; an earlier version when one is named."""

    template_name = "careplans/plan.html"

    @cached_property
    def version(self) -> PlanVersion | None:
        if "number" not in self.kwargs:
            return None
        found: PlanVersion = get_object_or_404(self.plan.versions, number=self.kwargs["number"])
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = queries.plan_record(self.plan, self.request.user, self.version)
        return super().get_context_data(record=record, named=self.version, **kwargs)


class AgreePlan(PlanMixin, ActionFormView):
    """Say that the plan was agreed with the person."""

    form_class = forms.AgreeForm
    template_name = "careplans/agree.html"
    heading = "Agree the plan"
    submit_label = "Agree the plan"
    success_message = "The plan is agreed. Print it for the person next."

    def may(self) -> bool:
        return permissions.can_agree_plan(self.request.user, self.plan.patient)

    def get_initial(self) -> dict[str, Any]:
        people = f"{self.plan.patient.given_name} and {self.request.user.name}"
        return {"agreed_on": timezone.localdate(), "present": people, "version": self.plan.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(record=queries.plan_record(self.plan, self.request.user), **kwargs)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.agree_plan(plan=self.plan, by=self.request.user, **data)


class RevisePlan(PlanMixin, ActionFormView):
    """Begin a new version."""

    form_class = forms.ReviseForm
    template_name = "careplans/form.html"
    heading = "Start a new version"
    intro = "It begins with every goal and action of the agreed version, which stays in force until this one is agreed."
    submit_label = "Start a new version"
    success_message = "A new version has been started. Change what has changed, then agree it."

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.plan.version}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.revise_plan(plan=self.plan, by=self.request.user, **data)


class EndSharedCare(PlanMixin, ActionFormView):
    """End shared care and the plan."""

    form_class = forms.EndForm
    template_name = "careplans/form.html"
    heading = "End shared care"
    intro = (
        "This ends the plan, and everybody stops answering for this person’s care. It cannot be undone; shared care "
        "can be started again."
    )
    submit_label = "End shared care"
    success_message = "Shared care has ended."

    def may(self) -> bool:
        return permissions.can_end_shared_care(self.request.user, self.plan.patient)

    def get_initial(self) -> dict[str, Any]:
        return {"ended_on": timezone.localdate(), "version": self.plan.version}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.end_shared_care(plan=self.plan, by=self.request.user, **data)


class PrintPlan(PlanMixin, ActionFormView):
    """Make the handout, or find the one that says the same, and give it to the browser."""

    form_class = forms.PrintForm
    template_name = "careplans/form.html"
    heading = "Print the plan"
    intro = "The PDF is kept as it is printed."
    submit_label = "Make the PDF"

    def get_initial(self) -> dict[str, Any]:
        return {"variant": forms.VARIANT_FOR[Format(self.plan.patient.format)]}

    def version(self) -> PlanVersion | None:
        """The version asked for, when the page of an old one led here."""
        number = self.request.GET.get("version", "")
        return get_object_or_404(self.plan.versions, number=number) if number.isdecimal() else None

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.print_plan(plan=self.plan, version=self.version(), by=self.request.user, **data)

    def get_success_url(self) -> str:
        return reverse("careplans:handout", args=[self.result.pk])

    def get_back_url(self) -> str:
        return reverse("careplans:plan", args=[self.plan.pk])


class DownloadHandout(View):
    """The kept bytes; the file's name says nothing about anybody."""

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        handout = get_object_or_404(Handout.objects.visible_to(request.user), pk=pk)
        audit.record_view(by=request.user, patient_ids=[handout.patient_id], page="Care plan handout", how=How.PRINT)
        response = HttpResponse(bytes(handout.pdf), content_type="application/pdf")
        response["Content-Disposition"] = 'attachment; filename="plan.pdf"'
        return response
