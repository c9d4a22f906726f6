"""Breaking the glass: the form, the end of it, and the review of it."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView, View

from audit import actions as audit
from audit.looks import How
from patients import actions, emergency, forms, permissions, queries
from patients.models import EmergencyAccess
from ui.views import ActionFormView, pressed

NOTHING_OPENED = (
    "No record was opened. Check the name, the NHS number and the date of birth. If they are right, the record cannot"
    " be opened from here: telephone the person’s practice or the information-governance lead. It does not mean that"
    " there is no record, or no plan."
)


class OpenInEmergency(ActionFormView):
    """Open the record of somebody out of reach, for an hour."""

    asks_again = True
    form_class = forms.EmergencyForm
    template_name = "patients/emergency.html"
    heading = "Open a record in an emergency"
    submit_label = "Open the record"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permissions.can_break_glass(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, now = self.request.user, timezone.now()
        asked = queries.asked_today(user, timezone.localdate(now))
        return super().get_context_data(
            minutes=int(emergency.LASTS.total_seconds() // 60),
            working_days=emergency.REVIEW_WORKING_DAYS,
            asked_today=asked,
            needs_approval=not emergency.opens_at_once(emergency.Category.HERE_NOW, asked),
            recent=queries.own_recent(user, now),
            now=now,
            **kwargs,
        )

    def perform(self, data: dict[str, Any]) -> Any:
        known = queries.within_reach(self.request.user, data["named"])
        if known:
            return known
        access = actions.open_in_emergency(by=self.request.user, **data)
        if access is None:
            raise ValidationError(NOTHING_OPENED)
        return access

    def get_success_url(self) -> str:
        if not isinstance(self.result, EmergencyAccess):
            return str(self.result.get_absolute_url())
        return (
            reverse("person", args=[self.result.patient_id]) if self.result.starts_at else reverse("patients:emergency")
        )

    def get_success_message(self) -> str:
        if not isinstance(self.result, EmergencyAccess):
            return "You can see this person already, so nothing was opened and nobody was told."
        if self.result.starts_at:
            return "The record is open. The information-governance lead has been told."
        return "This needs approval. The information-governance lead has been told and you will get an e-mail."


class EndEmergency(View):
    """The user is done with the record before the hour is over."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        opened = queries.opened_by(request.user, timezone.now())
        access = get_object_or_404(opened, pk=self.kwargs["pk"])
        if pressed(request, lambda: actions.end_emergency_access(access=access, by=request.user)):
            messages.success(request, "The record is closed again.")
        return redirect("today")


class EmergencyList(ListView):
    """What was opened in an emergency or is asked for (?show=), with the figures of the months."""

    template_name = "patients/emergencies.html"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[EmergencyAccess]:
        if not permissions.can_govern_access(self.request.user):
            raise PermissionDenied
        asked = self.request.GET.get("show", "")
        self.show = queries.Show(asked) if asked in queries.Show.values else queries.Show.UNREVIEWED
        return queries.emergencies(self.request.user, self.show, timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user, shown = self.request.user, {access.patient_id for access in context["page_obj"]}
        attempts = list(queries.attempts(user, timezone.now()))
        shown |= {attempt.patient_id for attempt in attempts if attempt.patient_id}
        audit.record_view(by=user, patient_ids=shown, page="Records opened in an emergency", how=How.LIST)
        shows = [(each.value, each.label, each is self.show) for each in queries.Show]
        return {
            **context,
            "show": self.show,
            "shows": shows,
            "months": queries.monthly(user),
            "attempts": attempts,
            "today": timezone.localdate(),
        }


class EmergencyMixin:
    """Loads the opening of the page, once, for whoever answers for access."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def access(self) -> EmergencyAccess:
        visible = EmergencyAccess.objects.visible_to(self.request.user)
        related = ("patient__practice", "user", "membership", "decided_by")
        found: EmergencyAccess = get_object_or_404(visible.select_related(*related), pk=self.kwargs["pk"])
        return found


class ReviewEmergency(EmergencyMixin, ActionFormView):
    """One opening: who, whose record, why, what was looked at; and whether it was right."""

    form_class = forms.EmergencyReviewForm
    template_name = "patients/emergency_access.html"
    heading = "Opened in an emergency"
    submit_label = "Record the review"
    success_message = "The review is recorded."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audit.record_view(by=self.request.user, patient_ids=[self.access.patient_id], page=self.heading)
        return super().get_context_data(
            access=self.access,
            banner=queries.banner(self.access.patient, self.request.user, timezone.localdate()),
            waiting=self.access.starts_at is None and not self.access.decided_at,
            looks=queries.looked_at(self.access),
            reviews=self.access.outcomes.select_related("reviewed_by"),
            settled=self.access.outcomes.settling().exists(),
            now=timezone.now(),
            today=timezone.localdate(),
            **kwargs,
        )

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.review_emergency_access(access=self.access, by=self.request.user, **data)

    def get_back_url(self) -> str:
        return reverse("patients:emergencies")

    def get_success_url(self) -> str:
        return reverse("patients:emergencies")


class DecideEmergency(EmergencyMixin, View):
    """Yes or no to somebody who waits."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        approve = request.POST.get("answer") == "yes"
        try:
            actions.decide_emergency_access(access=self.access, approve=approve, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, "The record is open to them." if approve else "The record stays closed to them.")
        return redirect("patients:emergency_access", self.access.pk)
