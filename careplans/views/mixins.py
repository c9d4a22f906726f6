"""Loads the plan a page is about, within the reader's scope, and records the look at it."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from audit import actions as audit
from careplans.models import CarePlan
from patients import queries as patients

WITH = ("patient", "patient__practice", "episode", "scheme")


class PlanMixin:
    """Every page about one plan; a subclass whose key is of something inside a plan says how to get there."""

    request: HttpRequest
    kwargs: dict[str, Any]
    looked_at = "Care plan"

    @cached_property
    def plan(self) -> CarePlan:
        scope = CarePlan.objects.visible_to(self.request.user).select_related(*WITH)
        found: CarePlan = get_object_or_404(scope, pk=self.plan_pk())
        return found

    def plan_pk(self) -> Any:
        return self.kwargs["pk"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audit.record_view(by=self.request.user, patient_ids=[self.plan.patient_id], page=self.looked_at)
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            plan=self.plan,
            patient=self.plan.patient,
            banner=patients.banner(self.plan.patient, self.request.user, timezone.localdate()),
            today=timezone.localdate(),
            **kwargs,
        )
        return context

    def get_success_url(self) -> str:
        return reverse("careplans:plan", args=[self.plan.pk])

    get_back_url = get_success_url
