"""What practices enter in their own records: by which codes, and the file they load."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import TemplateView

from audit import actions as audit
from audit.looks import How
from patients import queries as patients
from practices.models import Practice
from recall import actions, forms, permissions
from recall.coding import Coded
from recall.queries import coding as queries
from recall.views.campaigns import NOT_GIVEN_OUT
from ui.csv import csv_response
from ui.views import ActionFormView

HEADERS = ["NHS number", "Name", "Practice", "Date", "Event", "Code system", "Code", "Term", "Value"]
DAYS_TO_BEGIN_WITH = 31


class CodedMixin:
    """Lets in whoever keeps a practice's register, with the days and the practice they asked for."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permissions.can_take_coded(request.user):
            raise PermissionDenied("Only whoever keeps the register of a practice may take out what it codes.")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    @cached_property
    def form(self) -> forms.CodedEventsForm:
        own, registered = self.request.user.acting.organisation_id, Practice.objects.visible_to(self.request.user)
        asked: forms.CodedEventsForm = forms.CodedEventsForm.asked(
            self.request.GET,
            today=timezone.localdate(),
            days=DAYS_TO_BEGIN_WITH,
            practices=registered.filter(pk=own) if own else registered,
            own=own,
        )
        return asked


class CodedEvents(CodedMixin, TemplateView):
    """By which code each event goes out, and how often it happened in the days asked for."""

    template_name = "recall/coded_events.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.form.chosen
        found = queries.codings(*chosen) if chosen else []
        return super().get_context_data(
            form=self.form,
            codings=found,
            happened=sum(each.happened for each in found),
            uncoded=sum(each.happened for each in found if each.code is None),
            can_change=permissions.can_run_campaign(self.request.user),
            **kwargs,
        )


class CodedEventsCsv(CodedMixin, View):
    """What happened in those days, one line each, to be loaded into the record of the practice."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if not self.form.chosen:
            return redirect(f"{reverse('recall:coded_events')}?{request.GET.urlencode()}")
        found = list(queries.coded_events(*self.form.chosen))
        withheld = patients.not_given_out(each.patient.pk for each in found)
        given = [each for each in found if each.patient.pk not in withheld]
        people = {each.patient.pk for each in given}
        audit.record_view(by=request.user, patient_ids=people, page="Events for practices", how=How.EXPORT)
        rows = [
            [e.patient.nhs_number or "", e.patient.name, e.patient.practice.ods_code or "", e.day.isoformat(),
             e.event.label, *self._code(e), e.value]
            for e in given
        ]  # fmt: skip
        rows += [[NOT_GIVEN_OUT] for each in withheld]
        return csv_response("coded-events.csv", HEADERS, rows)

    def _code(self, event: queries.CodedEvent) -> list[str]:
        return [queries.SYSTEM, event.code.code, event.code.term] if event.code else ["", "", ""]


class ChangeClinicalCode(ActionFormView):
    """Set the code by which an event goes out."""

    form_class = forms.ClinicalCodeForm
    intro = "Files made from now on say this code. Leave both empty for none: the event then goes out in words alone."
    success_message = "The code is changed."
    success_url = reverse_lazy("recall:coded_events")
    back_url = reverse_lazy("recall:coded_events")  # type: ignore[assignment]

    @cached_property
    def event(self) -> Coded:
        if self.kwargs["event"] not in Coded.values:
            raise Http404("There is no such event.")
        return Coded(self.kwargs["event"])

    @property
    def heading(self) -> str:  # type: ignore[override]
        return f"Code for: {self.event.label}"

    def may(self) -> bool:
        return permissions.can_run_campaign(self.request.user)

    def get_initial(self) -> dict[str, Any]:
        now = queries.codes_in_use().get(self.event)
        return {"code": now.code, "term": now.term} if now else {}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.change_clinical_code(event=self.event, by=self.request.user, **data)
