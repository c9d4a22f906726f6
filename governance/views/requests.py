"""Requests: the list, one of them, and what is done about it."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from audit import actions as audit
from audit.looks import How
from governance import actions, documents, forms, permissions, queries, tasks
from governance.lifecycle import BundleStatus
from governance.models import AccessBundle, RightsRequest, Withholding
from patients.models import Patient
from ui.views import ActionFormView, pressed

SHOWN = ("open", "overdue", "all")


class LeadOnly:
    """Pages for whoever answers people's rights; a page about somebody is a look at them."""

    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permissions.can_answer_rights(request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class RequestList(LeadOnly, TemplateView):
    """What people asked about their records: what waits, what is late, or everything."""

    template_name = "governance/requests.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        show, user, today = self.request.GET.get("show", "open"), self.request.user, timezone.localdate()
        if show not in SHOWN:
            raise Http404
        found = {
            "open": queries.requests_open(user),
            "overdue": queries.requests_overdue(user, today),
            "all": RightsRequest.objects.visible_to(user).select_related("patient"),
        }[show]
        rows = list(found)
        people = {row.patient_id for row in rows}
        audit.record_view(by=user, patient_ids=people, page="Rights and records", how=How.LIST)
        return super().get_context_data(rows=rows, show=show, today=today, **kwargs)


class OfPerson(LeadOnly, ActionFormView):
    """A form of the lead's about one person."""

    template_name = "governance/person_form.html"

    @cached_property
    def patient(self) -> Patient:
        return get_object_or_404(Patient.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audit.record_view(by=self.request.user, patient_ids=[self.patient.pk], page=self.heading)
        return super().get_context_data(patient=self.patient, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return forms.today()

    def get_back_url(self) -> str:
        return self.patient.get_absolute_url()

    def get_success_url(self) -> str:
        return self.patient.get_absolute_url()


class OnePress(OfPerson):
    """A deed of one press, without fields: done, or refused in words on the page it leads back to."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if pressed(request, lambda: self.perform({})):
            messages.success(request, self.get_success_message())
        return redirect(self.get_success_url())


class RecordRequest(OfPerson):
    """Somebody asks about their own record."""

    form_class = forms.RequestForm
    heading = "Record what this person asks"
    submit_label = "Record the request"

    def get_success_message(self) -> str:
        return f"The request is recorded. Answer it by {self.result.due_on.day} {self.result.due_on:%B %Y}."

    def get_success_url(self) -> str:
        return str(self.result.get_absolute_url())

    def perform(self, data: dict[str, Any]) -> RightsRequest:
        return actions.record_request(patient=self.patient, by=self.request.user, **data)


class OfRequest(OfPerson):
    """A form about one request."""

    @cached_property
    def rights_request(self) -> RightsRequest:
        visible = RightsRequest.objects.visible_to(self.request.user).select_related("patient")
        return get_object_or_404(visible, pk=self.kwargs["pk"])

    @cached_property
    def patient(self) -> Patient:
        return self.rights_request.patient

    def get_back_url(self) -> str:
        return self.rights_request.get_absolute_url()

    def get_success_url(self) -> str:
        return self.rights_request.get_absolute_url()


class RequestPage(LeadOnly, TemplateView):
    """One request: what was asked, by when, and how far the answer has come."""

    template_name = "governance/request.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visible = RightsRequest.objects.visible_to(self.request.user).select_related("patient", "closed_by")
        found = get_object_or_404(visible, pk=self.kwargs["pk"])
        audit.record_view(by=self.request.user, patient_ids=[found.patient_id], page="Request about a record")
        bundle = AccessBundle.objects.filter(request=found).first()
        withheld = Withholding.objects.filter(bundle=bundle).select_related("by") if bundle else []
        return super().get_context_data(
            rights=found, bundle=bundle, withheld=withheld, today=timezone.localdate(), **kwargs
        )


class ExtendRequest(OfRequest):
    form_class = forms.ExtendForm
    heading = "Put the answer off by two months"
    intro = "Only for what is complex, or one of many. The person must be told why within the first month."
    submit_label = "Put it off"
    success_message = "The answer is put off."

    def perform(self, data: dict[str, Any]) -> RightsRequest:
        return actions.extend_request(request=self.rights_request, by=self.request.user, **data)


class CloseRequest(OfRequest):
    form_class = forms.CloseForm
    heading = "Record the answer"
    success_message = "The answer is recorded."

    def perform(self, data: dict[str, Any]) -> RightsRequest:
        return actions.close_request(request=self.rights_request, by=self.request.user, **data)


class AskForBundle(OnePress, OfRequest):
    """Have the copy made."""

    success_message = "The copy is being made."
    asks_again = True

    def perform(self, data: dict[str, Any]) -> AccessBundle:
        bundle = actions.ask_for_bundle(request=self.rights_request, by=self.request.user)
        tasks.ring(bundle.scheme_id, bundle.pk)
        return bundle


class OfBundle(OfRequest):
    """A form about the copy that belongs to a request."""

    @cached_property
    def bundle(self) -> AccessBundle:
        mine = AccessBundle.objects.visible_to(self.request.user).select_related("request__patient")
        return get_object_or_404(mine, request=self.rights_request)


class Withhold(OfBundle):
    """Leave one entry out; which one is in the address, as the page that lists them wrote it."""

    template_name = "governance/withhold.html"
    form_class = forms.WithholdForm
    heading = "Leave an entry out of the copy"
    intro = "The copy says how many entries were left out of which part, and why."
    submit_label = "Leave it out"
    success_message = "The entry is left out. The copy is being made again."

    def get_initial(self) -> dict[str, Any]:
        return {"section": self.request.GET.get("section", ""), "row_key": self.request.GET.get("row", "")}

    @cached_property
    def entry(self) -> documents.Entry | None:
        asked = self.request.POST or self.get_initial()
        return documents.entry(bytes(self.bundle.content), asked.get("section"), asked.get("row_key"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Which entry is chosen on the page that lists them."""
        if self.entry is None:
            return redirect("governance:bundle", self.rights_request.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(entry=self.entry, **kwargs)

    def perform(self, data: dict[str, Any]) -> Withholding:
        withholding = actions.withhold(bundle=self.bundle, by=self.request.user, **data)
        tasks.ring(self.bundle.scheme_id, self.bundle.pk)
        return withholding


class StopWithholding(OnePress):
    """Put an entry back into the copy."""

    success_message = "The entry is back in the copy, which is being made again."

    @cached_property
    def withholding(self) -> Withholding:
        mine = RightsRequest.objects.visible_to(self.request.user)
        left_out = Withholding.objects.select_related("bundle__request__patient")
        return get_object_or_404(left_out, bundle__request__in=mine, pk=self.kwargs["pk"])

    def get_success_url(self) -> str:
        return self.withholding.bundle.request.get_absolute_url()

    def perform(self, data: dict[str, Any]) -> AccessBundle:
        bundle = actions.stop_withholding(withholding=self.withholding, by=self.request.user)
        tasks.ring(bundle.scheme_id, bundle.pk)
        return bundle


class GiveBundle(OfBundle):
    asks_again = True
    form_class = forms.GiveForm
    heading = "Record that the copy was given"
    intro = "From then on it is kept as it was given."
    submit_label = "It was given"
    success_message = "The copy is kept as it was given."

    def perform(self, data: dict[str, Any]) -> AccessBundle:
        return actions.give_bundle(bundle=self.bundle, by=self.request.user, **data)


class ReadBundle(LeadOnly, TemplateView):
    """The copy, entry by entry, to be read through before it is given."""

    template_name = "governance/read.html"
    asks_again = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bundle = made_bundle(self.request, self.kwargs["pk"])
        actions.record_bundle_opened(bundle=bundle, by=self.request.user)
        sections = documents.read_copy(bytes(bundle.content))
        typed = sum(row.free_text for section in sections for row in section.rows)
        may_change = bundle.status == BundleStatus.READY
        return super().get_context_data(bundle=bundle, sections=sections, typed=typed, may_change=may_change, **kwargs)


class DownloadBundle(LeadOnly, View):
    """The copy itself, as it is kept."""

    asks_again = True

    def get(self, request: HttpRequest, pk: Any) -> HttpResponse:
        bundle = made_bundle(request, pk)
        actions.record_bundle_opened(bundle=bundle, by=request.user, how=How.EXPORT)
        response = HttpResponse(bytes(bundle.content), content_type="application/zip")
        response["Content-Disposition"] = 'attachment; filename="copy-of-record.zip"'
        return response


def made_bundle(request: HttpRequest, pk: Any) -> AccessBundle:
    """The copy of a request, once it is made."""
    mine = RightsRequest.objects.visible_to(request.user)
    made = AccessBundle.objects.select_related("request__patient").exclude(sha256="")
    return get_object_or_404(made, request__in=mine, request_id=pk)
