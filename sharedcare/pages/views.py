"""The pages that show nearly everything: Today, a person, a practice, the scheme."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import TemplateView

from audit import actions as audit
from patients import models as patients
from patients.queries import banner
from practices import models as practices
from schemes import queries as schemes
from schemes.permissions import can_run_scheme
from sharedcare.pages import person, places, today
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
        scope = patients.Patient.objects.visible_to(user).select_related("practice")
        patient = get_object_or_404(scope, pk=self.kwargs["pk"])
        audit.record_view(by=user, patient_ids=[patient.pk], page="Person")
        return super().get_context_data(
            patient=patient,
            banner=banner(patient, user, day),
            panels=shown(person.PANELS, patient, user, day),
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
        return super().get_context_data(scheme=scheme, panels=panels, may_run=may_run, today=day, **kwargs)
