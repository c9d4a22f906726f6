"""What people answered, the appointments they booked, and what is to be looked into."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from audit import actions as audit
from recall import actions, forms, queries
from recall.models import Booking, Concern
from recall.views.invitations import InvitationList, InvitationMixin
from ui.views import ActionFormView


class RecordAnswer(InvitationMixin, ActionFormView):
    """Record what a person answered."""

    form_class = forms.AnswerForm
    heading = "Record an answer"
    submit_label = "Record the answer"
    success_message = "The answer is recorded. No reminder will go out."

    @property
    def caption(self) -> str:  # type: ignore[override]
        return self.invitation.patient.name

    def get_initial(self) -> dict[str, Any]:
        return {"answered_on": timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audit.record_view(
            by=self.request.user, patient_ids=[self.invitation.patient_id], page="Answer to an invitation"
        )
        return super().get_context_data(**kwargs)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.record_answer(invitation=self.invitation, by=self.request.user, **data)

    def get_success_url(self) -> str:
        return reverse("person", args=[self.invitation.patient_id])


class RecordAttendance(ActionFormView):
    """Record what became of an appointment."""

    form_class = forms.AttendanceForm
    heading = "What became of the appointment"
    submit_label = "Record it"
    success_message = "It is recorded."
    request: HttpRequest

    @cached_property
    def booking(self) -> Booking:
        found = Booking.objects.visible_to(self.request.user).select_related("invitation__patient")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def caption(self) -> str:  # type: ignore[override]
        return self.booking.invitation.patient.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        patient_id = self.booking.invitation.patient_id
        audit.record_view(by=self.request.user, patient_ids=[patient_id], page="Appointment booked on an invitation")
        return super().get_context_data(**kwargs)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.record_attendance(booking=self.booking, by=self.request.user, **data)

    def get_success_url(self) -> str:
        return reverse("recall:bookings")


class SettleConcern(ActionFormView):
    """Say what was found when an answer was looked into."""

    form_class = forms.ConcernForm
    template_name = "recall/concern_settle.html"
    heading = "Look into an answer"
    submit_label = "Settle it"
    success_message = "It is settled."
    request: HttpRequest

    @cached_property
    def concern(self) -> Concern:
        found = Concern.objects.visible_to(self.request.user).select_related("patient", "answer__invitation__campaign")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def caption(self) -> str:  # type: ignore[override]
        return self.concern.patient.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audit.record_view(
            by=self.request.user, patient_ids=[self.concern.patient_id], page="Answer that is looked into"
        )
        return super().get_context_data(concern=self.concern, **kwargs)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.settle_concern(concern=self.concern, by=self.request.user, **data)

    def get_success_url(self) -> str:
        return reverse("recall:concerns")


class BookingsToSettle(InvitationList):
    """Appointments in the past of which nobody has said what became of them."""

    template_name = "recall/bookings.html"
    looked_at = "Appointments to record"

    def get_queryset(self) -> Any:
        return queries.bookings_to_settle(self.request.user)


class Missed(InvitationList):
    """People who booked and did not attend."""

    template_name = "recall/missed.html"
    looked_at = "People who did not attend"

    def get_queryset(self) -> Any:
        return queries.missed_members(self.request.user)


class Concerns(InvitationList):
    """Answers that somebody named looks into."""

    template_name = "recall/concerns.html"
    looked_at = "Answers to look into"

    def get_queryset(self) -> Any:
        return queries.open_concerns(self.request.user)
