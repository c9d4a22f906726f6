"""Forms about what a person allowed, refused or corrected."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views import View

from audit import actions as audit
from patients import actions, forms, permissions, queries
from patients.models import (
    DemographicChange,
    OptOut,
    Patient,
    PersonStatement,
    ProcessingRestriction,
    ShareConsent,
)
from ui.views import ActionFormView, pressed


class OfPerson(ActionFormView):
    """A form about one person, for whoever `allowed` names; opening it is a look."""

    template_name = "patients/person_form.html"

    @cached_property
    def patient(self) -> Patient:
        return get_object_or_404(Patient.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    def allowed(self) -> bool:
        return permissions.can_answer_rights(self.request.user, self.patient)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audit.record_view(by=self.request.user, patient_ids=[self.patient.pk], page=self.heading)
        today = timezone.localdate()
        banner = queries.banner(self.patient, self.request.user, today)
        return super().get_context_data(patient=self.patient, banner=banner, today=today, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": timezone.localdate(), "told_on": timezone.localdate()}

    def get_back_url(self) -> str:
        return self.patient.get_absolute_url()

    def get_success_url(self) -> str:
        return self.patient.get_absolute_url()


class RestrictProcessing(OfPerson):
    form_class = forms.RestrictUseForm
    heading = "Restrict the use of this record"
    intro = "The record is kept. Nobody is invited from it, nothing is counted, and nothing is given out."
    submit_label = "Restrict it"
    success_message = "The record is kept and not used."

    def perform(self, data: dict[str, Any]) -> ProcessingRestriction:
        return actions.restrict_processing(patient=self.patient, by=self.request.user, **data)


class ReleaseProcessing(OfPerson):
    form_class = forms.ReleaseForm
    heading = "Use this record again"
    intro = "The person must be told before the restriction is lifted."
    submit_label = "Lift the restriction"
    success_message = "The record may be used again."

    @cached_property
    def restriction(self) -> ProcessingRestriction:
        mine = ProcessingRestriction.objects.filter(patient__in=Patient.objects.visible_to(self.request.user))
        return get_object_or_404(mine.select_related("patient"), pk=self.kwargs["pk"])

    @cached_property
    def patient(self) -> Patient:
        return self.restriction.patient

    def perform(self, data: dict[str, Any]) -> ProcessingRestriction:
        return actions.release_processing(restriction=self.restriction, by=self.request.user, **data)


class RecordObjection(OfPerson):
    form_class = forms.ObjectionForm
    heading = "Record an objection"
    success_message = "The objection is recorded, and holds."

    def perform(self, data: dict[str, Any]) -> OptOut:
        return actions.record_opt_out(patient=self.patient, by=self.request.user, **data)


class AddStatement(OfPerson):
    form_class = forms.StatementForm
    heading = "Add this person's own statement"
    intro = "What we wrote stays. Their words stand beside it, and are never changed."
    submit_label = "Add it"
    success_message = "Their statement stands beside the record."

    def perform(self, data: dict[str, Any]) -> PersonStatement:
        return actions.add_statement(patient=self.patient, by=self.request.user, **data)


class CorrectIdentity(OfPerson):
    form_class = forms.IdentityForm
    heading = "Correct who this person is"
    intro = "What stood before is kept. From then on no register file changes it back."
    submit_label = "Correct it"
    success_message = "It is corrected."

    def allowed(self) -> bool:
        return permissions.can_correct_identity(self.request.user, self.patient)

    def get_initial(self) -> dict[str, Any]:
        fields = {name: getattr(self.patient, name) for name in ("version", *actions.rights.IDENTITY)}
        return {**fields, "address": "\n".join(self.patient.address), "nhs_number": self.patient.nhs_number or ""}

    def perform(self, data: dict[str, Any]) -> DemographicChange:
        return actions.correct_identity(patient=self.patient, by=self.request.user, **data)


class RecordConsent(OfPerson):
    form_class = forms.ConsentForm
    heading = "Record with whom this person lets us share"
    intro = "Only for people beyond the team that treats them. Nothing is shared with anybody who is not named here."
    success_message = "It is recorded."

    def allowed(self) -> bool:
        return permissions.can_record_consent(self.request.user, self.patient)

    def perform(self, data: dict[str, Any]) -> ShareConsent:
        return actions.record_share_consent(patient=self.patient, by=self.request.user, **data)


class WithdrawConsent(View):
    """Withdraw a consent: one press, and it holds at once."""

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        mine = ShareConsent.objects.filter(patient__in=Patient.objects.visible_to(request.user))
        consent = get_object_or_404(mine.select_related("patient"), pk=pk)
        pressed(request, lambda: actions.withdraw_share_consent(consent=consent, by=request.user))
        return HttpResponseRedirect(consent.patient.get_absolute_url())
