"""Cohorts: how people are found, who they are and why, what clears them for use, and whom the method leaves out."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import ListView, TemplateView

from audit import actions as audit
from audit.looks import How
from patients.models import Patient
from recall import actions, forms, permissions, queries
from recall.cohorts import IN_WORDS, Method
from recall.lifecycle import Standing
from recall.models import Cohort, CohortFileRow, CohortMember
from ui.csv import csv_response
from ui.views import ActionFormView, pressed


class CohortMixin:
    """Loads the cohort, of those this person may see."""

    kwargs: dict[str, Any]
    request: HttpRequest

    @cached_property
    def cohort(self) -> Cohort:
        found = Cohort.objects.visible_to(self.request.user).select_related("practice", "made_by", "signed_off_by")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def url(self) -> str:
        return reverse("recall:cohort", args=[self.cohort.pk])


class RunsMixin(CohortMixin):
    """The same, for a form that only whoever runs campaigns may send."""

    def may(self) -> bool:
        return bool(self.cohort) and permissions.can_run_campaign(self.request.user)

    def get_back_url(self) -> str:
        return self.url

    def get_success_url(self) -> str:
        return self.url


class CohortList(ListView):
    """Every cohort, newest first."""

    template_name = "recall/cohort_list.html"
    paginate_by = 25

    def get_queryset(self) -> Any:
        return queries.cohort_list(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(can_run=permissions.can_run_campaign(self.request.user), **kwargs)


class ChooseMethod(TemplateView):
    """The five ways to find people, each in words."""

    template_name = "recall/cohort_new.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permissions.can_run_campaign(request.user):
            raise PermissionDenied("Only somebody who runs the scheme may make a cohort.")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(ways=IN_WORDS.items(), **kwargs)


class MakeCohort(ActionFormView):
    """Say what people found in the chosen way have in common, and what for."""

    form_class = forms.CohortForm
    heading = "Make a cohort"
    submit_label = "Make the cohort"

    @cached_property
    def method(self) -> Method:
        if self.kwargs["method"] not in Method.values:
            raise Http404("People are not found in this way.")
        return Method(self.kwargs["method"])

    @property
    def caption(self) -> str:  # type: ignore[override]
        return self.method.label

    @property
    def intro(self) -> str:  # type: ignore[override]
        return IN_WORDS[self.method]

    def may(self) -> bool:
        return permissions.can_run_campaign(self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"method": self.method}

    def perform(self, data: dict[str, Any]) -> Cohort:
        return actions.make_cohort(method=self.method, by=self.request.user, **data)

    def get_success_url(self) -> str:
        return reverse("recall:cohort", args=[self.result.pk])

    def get_back_url(self) -> str:
        return reverse("recall:cohort_new")


class CohortDetail(CohortMixin, TemplateView):
    """How the people were found, how many stand where, and what is missing before use."""

    template_name = "recall/cohort_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            cohort=self.cohort,
            record=queries.cohort_record(self.cohort, timezone.localdate()),
            can_run=permissions.can_run_campaign(self.request.user),
            can_sign_off=permissions.can_sign_off(self.request.user),
            **kwargs,
        )


class BringInScores(RunsMixin, ActionFormView):
    """Send the file of scores; each row becomes a member, or is kept with what is wrong with it."""

    form_class = forms.ScoresForm
    heading = "Bring the scores in"
    submit_label = "Bring in"

    def perform(self, data: dict[str, Any]) -> Cohort:
        return actions.bring_in_scores(cohort=self.cohort, content=data["file"].read(), by=self.request.user)


class RecordFairProcessing(RunsMixin, ActionFormView):
    """How people were told, and why this is direct care."""

    form_class = forms.FairProcessingForm
    heading = "Record fair processing"
    intro = "Recording it again ends a sign-off that was given before."

    def perform(self, data: dict[str, Any]) -> Cohort:
        return actions.record_fair_processing(cohort=self.cohort, by=self.request.user, **data)


class SignOff(CohortMixin, View):
    """Information governance agrees to the use."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        pressed(request, lambda: actions.sign_off_cohort(cohort=self.cohort, by=request.user))
        return redirect(self.url)


class CohortPeople(CohortMixin, ListView):
    """The people of a cohort, each with the reason they are in it."""

    template_name = "recall/cohort_people.html"
    paginate_by = 50

    @property
    def standing(self) -> str:
        chosen = self.request.GET.get("standing", "")
        return chosen if chosen in Standing.values else ""

    def get_queryset(self) -> Any:
        return queries.cohort_members(self.cohort, self.standing)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        label = Standing(self.standing).label if self.standing else "Everybody in the cohort"
        context = super().get_context_data(cohort=self.cohort, label=label, **kwargs)
        shown = [member.patient_id for member in context["page_obj"]]
        audit.record_view(by=self.request.user, patient_ids=shown, page="People of a cohort", how=How.LIST)
        return context


class RowsNotTaken(CohortMixin, ListView):
    """The rows of a file that put nobody in, and why."""

    template_name = "recall/cohort_rows.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return queries.rows_not_taken(self.cohort)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cohort=self.cohort, **kwargs)


class RowsNotTakenCsv(CohortMixin, View):
    """The same rows as a file, to be put right."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        rows: list[CohortFileRow] = list(queries.rows_not_taken(self.cohort))
        told = [[row.line, row.nhs_number, row.score, row.get_trouble_display(), row.detail] for row in rows]
        return csv_response("rows-not-taken.csv", ["Line", "NHS number", "Score", "Why not", "Detail"], told)


class CohortEquity(CohortMixin, TemplateView):
    """The cohort beside the register, and in words whom the method leaves out."""

    template_name = "recall/cohort_equity.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            cohort=self.cohort, equity=queries.equity(self.cohort, timezone.localdate()), **kwargs
        )


class ProposeMember(ActionFormView):
    """Propose one person for a cohort found by judgement."""

    form_class = forms.ProposalForm
    heading = "Propose for a cohort"
    submit_label = "Propose"
    success_message = "The person is proposed."

    @cached_property
    def patient(self) -> Patient:
        return get_object_or_404(Patient.objects.wholly_visible_to(self.request.user), pk=self.kwargs["pk"])

    def may(self) -> bool:
        return permissions.can_propose(self.request.user, self.patient)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audit.record_view(by=self.request.user, patient_ids=[self.patient.pk], page="Propose for a cohort")
        return super().get_context_data(**kwargs) | {"caption": self.patient.name}

    def perform(self, data: dict[str, Any]) -> CohortMember:
        return actions.propose_member(patient=self.patient, by=self.request.user, **data)

    def get_back_url(self) -> str:
        return self.patient.get_absolute_url()

    def get_success_url(self) -> str:
        return self.get_back_url()


class DecideMember(ActionFormView):
    """Accept, defer or decline one person."""

    form_class = forms.MemberForm
    heading = "Decide about a person in a cohort"
    submit_label = "Record the decision"

    @cached_property
    def member(self) -> CohortMember:
        seen = Patient.objects.wholly_visible_to(self.request.user)
        found = CohortMember.objects.filter(patient__in=seen).select_related("patient", "cohort")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def may(self) -> bool:
        return permissions.can_propose(self.request.user, self.member.patient)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        patient = self.member.patient
        audit.record_view(by=self.request.user, patient_ids=[patient.pk], page="Decide about a person in a cohort")
        told = {"caption": patient.name, "intro": f"{self.member.cohort.name}: {self.member.reason}"}
        return super().get_context_data(**kwargs) | told

    def perform(self, data: dict[str, Any]) -> CohortMember:
        return actions.decide_member(member=self.member, by=self.request.user, **data)

    def get_back_url(self) -> str:
        if permissions.can_run_campaign(self.request.user):
            return reverse("recall:cohort_people", args=[self.member.cohort_id])
        return self.member.patient.get_absolute_url()

    def get_success_url(self) -> str:
        return self.get_back_url()
