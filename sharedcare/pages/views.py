"""The pages that show nearly everything: Today, a person, a practice, the scheme."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from audit import actions as audit
from patients import models as patients
from patients import queries
from patients.queries import banner
from practices import models as practices
from schemes import queries as schemes
from schemes.permissions import can_run_scheme
from sharedcare.pages import person, places, today, trail
from sharedcare.pages.panels import shown


class Today(TemplateView):
    """What needs a decision, in order of risk; every number opens the list it counts."""

    template_name = "pages/today.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = timezone.localdate()
        return super().get_context_data(today=day, day=today.day(self.request.user, day), **kwargs)


class Person(TemplateView):
    """One person, within the reader's scope; that they looked is recorded."""

    template_name = "pages/person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, day = self.request.user, timezone.localdate()
        scope = patients.Patient.objects.seen_by(user).select_related("practice")
        patient = get_object_or_404(scope, pk=self.kwargs["pk"])
        audit.record_view(by=user, patient_ids=[patient.pk], page="Person")
        return super().get_context_data(
            patient=patient,
            banner=banner(patient, user, day),
            panels=shown(person.PANELS, patient, user, day),
            looks=person.looks(patient, user),
            looks_url=reverse("patients:looks", args=[patient.pk]),
            today=day,
            **kwargs,
        )


class Practice(TemplateView):
    """One practice, within the reader's scope; no person is named here."""

    template_name = "pages/practice.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, day = self.request.user, timezone.localdate()
        practice = get_object_or_404(practices.Practice.objects.visible_to(user), pk=self.kwargs["pk"])
        panels = shown(places.PRACTICE_PANELS, practice, user, day)
        return super().get_context_data(practice=practice, panels=panels, today=day, **kwargs)


class Scheme(TemplateView):
    """The scheme that somebody acts in."""

    template_name = "pages/scheme.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, day = self.request.user, timezone.localdate()
        if user.acting is None:
            raise Http404
        scheme = schemes.scheme_of(user)
        panels = shown(places.SCHEME_PANELS, scheme, user, day)
        may_run = can_run_scheme(user, scheme.pk)
        without_lead = queries.schemes_without_lead(user, day)
        return super().get_context_data(
            scheme=scheme, panels=panels, may_run=may_run, without_lead=without_lead, today=day, **kwargs
        )


class TrailMixin:
    """Lets in whoever reads the audit trail, with the days they asked for."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not trail.may_view(request.user):
            raise PermissionDenied("The audit trail is for the auditor and the information-governance lead.")
        self.form = trail.form(request.user, request.GET, timezone.localdate())
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class Trail(TrailMixin, TemplateView):
    """What was done, by day, kind and doer; of a deed that concerns a person, no more than that."""

    template_name = "pages/trail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.form.cleaned_data if self.form.is_valid() else None
        page, deeds = trail.deeds(chosen, self.request.GET.get("page")) if chosen else (None, [])
        return super().get_context_data(
            form=self.form, page_obj=page, deeds=deeds, most_days=trail.MOST_DAYS, columns=trail.COLUMNS, **kwargs
        )


class TrailExport(TrailMixin, View):
    """The trail of those days as a file that proves itself; that it went out is in the trail too."""

    asks_again = True

    def post(self, request: HttpRequest) -> HttpResponseBase:
        if not self.form.days or not self.form.is_short:
            return redirect(f"{reverse('trail')}?{request.GET.urlencode()}")
        first, last = self.form.days
        lines = trail.export(by=request.user, first=first, last=last)
        response = HttpResponse("".join(lines), content_type="application/x-ndjson")
        response["Content-Disposition"] = f'attachment; filename="trail-{first}-{last}.jsonl"'
        return response
