"""Forms about one person: how to reach them, that they are not to be invited, that they left."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from audit import actions as audit
from patients import actions, forms, permissions, queries
from patients.models import OptOut, Patient, Status, UsualGp
from practices import queries as practices
from ui.views import ActionFormView


class PatientMixin:
    """Loads the person of the page, once, from those one may see; looking at the page is recorded."""

    request: HttpRequest
    kwargs: dict[str, Any]
    heading = ""

    @cached_property
    def patient(self) -> Patient:
        return get_object_or_404(Patient.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permissions.can_record_preference(request.user, self.patient):
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


class RecordPreferences(PatientMixin, ActionFormView):
    """How to reach somebody. A form that was overtaken comes back with both texts, and then saves over knowingly."""

    form_class = forms.PreferencesForm
    template_name = "patients/preferences.html"
    heading = "How to reach this person"
    submit_label = "Save"
    success_message = "How to reach this person is recorded."

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.patient, name) for name in ("version", *actions.people.PREFERENCES)}

    def perform(self, data: dict[str, Any]) -> Patient:
        return actions.record_contact_preference(patient=self.patient, by=self.request.user, **data)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        overtaken = form.has_error("__all__", code="stale")
        conflicts = self.conflicts(form) if overtaken else []
        if overtaken:
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["version"] = str(self.patient.version)  # type: ignore[index]
        return self.render_to_response(self.get_context_data(form=form, conflicts=conflicts), status=422)

    def conflicts(self, form: BaseForm) -> list[dict[str, Any]]:
        """Each field in which what is saved now and what was typed are not the same."""
        saved = forms.PreferencesForm(initial=self.get_initial())
        return [
            {
                "label": field.label,
                "saved": _in_words(field, self.patient),
                "typed": _in_words(field, form.cleaned_data),
            }
            for field in saved
            if field.name != "version" and form.cleaned_data.get(field.name) != getattr(self.patient, field.name)
        ]


def _in_words(field: Any, source: Any) -> str:
    value = source[field.name] if isinstance(source, dict) else getattr(source, field.name)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(dict(getattr(field.field, "choices", [])).get(value, value)) or "Nothing"


class RecordUsualGp(PatientMixin, ActionFormView):
    """Which GP somebody usually sees, out of those at their practice."""

    form_class = forms.UsualGpForm
    template_name = "patients/person_form.html"
    heading = "Their usual GP"
    intro = "Out of the GPs of the practice where they are registered. Who is missing is added on the practice's page."
    submit_label = "Save"
    success_message = "Their usual GP is recorded."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "gps": practices.gps_at(self.patient.practice, timezone.localdate())}

    def get_initial(self) -> dict[str, Any]:
        usual = queries.usual_gps(timezone.localdate()).filter(patient=self.patient).first()
        return {"starts_on": timezone.localdate(), **({"gp": usual.gp_id} if usual else {})}

    def perform(self, data: dict[str, Any]) -> UsualGp:
        return actions.record_usual_gp(patient=self.patient, by=self.request.user, **data)


class RecordOptOut(PatientMixin, ActionFormView):
    """Somebody does not want to be invited."""

    form_class = forms.OptOutForm
    template_name = "patients/person_form.html"
    heading = "Do not invite this person"
    submit_label = "Do not invite them"
    success_message = "They will not be invited."

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": timezone.localdate()}

    def perform(self, data: dict[str, Any]) -> OptOut:
        return actions.record_opt_out(patient=self.patient, by=self.request.user, **data)


class EndOptOut(PatientMixin, ActionFormView):
    """Somebody may be invited again."""

    form_class = forms.EndOptOutForm
    template_name = "patients/person_form.html"
    heading = "Invite this person again"
    submit_label = "Save"
    success_message = "They may be invited again."

    @cached_property
    def opt_out(self) -> OptOut:
        visible = Patient.objects.visible_to(self.request.user)
        return get_object_or_404(OptOut.objects.filter(patient__in=visible), pk=self.kwargs["pk"])

    @cached_property
    def patient(self) -> Patient:
        return get_object_or_404(Patient.objects.visible_to(self.request.user), pk=self.opt_out.patient_id)

    def get_initial(self) -> dict[str, Any]:
        return {"ends_on": timezone.localdate(), "reason": "Asked to be invited again"}

    def perform(self, data: dict[str, Any]) -> OptOut:
        return actions.end_opt_out(opt_out=self.opt_out, by=self.request.user, **data)


class RecordDeparture(PatientMixin, ActionFormView):
    """Somebody moved away or died."""

    form_class = forms.DepartureForm
    template_name = "patients/person_form.html"
    heading = "Moved away or died"
    intro = "They will not be invited any more. Their record stays."
    submit_label = "Save"

    def get_success_message(self) -> str:
        return f"{self.patient.name}: {Status(self.result.status).label.lower()}."

    def perform(self, data: dict[str, Any]) -> Patient:
        return actions.record_departure(patient=self.patient, by=self.request.user, **data)
