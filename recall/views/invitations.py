"""Invitations: what was sent to one person, what they answered, and the lists of what needs somebody."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import ListView, TemplateView

from audit import actions as audit
from audit.looks import How
from recall import actions, forms, lengths, links, permissions, queries, tasks
from recall.lifecycle import AttemptState
from recall.models import Hold, Invitation, InvitationAttempt
from ui.views import ActionFormView


class InvitationMixin:
    """Loads the invitation, of the people this person sees."""

    kwargs: dict[str, Any]
    request: HttpRequest

    @cached_property
    def invitation(self) -> Invitation:
        return get_object_or_404(
            Invitation.objects.visible_to(self.request.user).select_related("patient", "campaign", "practice"),
            pk=self.kwargs["pk"],
        )


class AttemptMixin:
    """Loads the attempt, of the people this person sees."""

    kwargs: dict[str, Any]
    request: HttpRequest

    @cached_property
    def attempt(self) -> InvitationAttempt:
        seen = Invitation.objects.visible_to(self.request.user)
        found = InvitationAttempt.objects.filter(invitation__in=seen)
        return get_object_or_404(
            found.select_related("invitation__patient", "invitation__campaign", "wording"), pk=self.kwargs["pk"]
        )


class AttemptDetail(AttemptMixin, TemplateView):
    """Exactly what was sent, to where, and everything that happened on the way."""

    template_name = "recall/attempt_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        attempt = self.attempt
        audit.record_view(
            by=self.request.user, patient_ids=[attempt.invitation.patient_id], page="Invitation as it was sent"
        )
        return super().get_context_data(
            attempt=attempt,
            invitation=attempt.invitation,
            outcomes=attempt.outcomes.all(),
            length=lengths.measure(attempt.body) if attempt.channel == "sms" and attempt.body else None,
            has_link=links.MARK in attempt.body,
            can_settle=attempt.state == AttemptState.UNKNOWN and permissions.can_run_campaign(self.request.user),
            **kwargs,
        )


class SettleAttempt(AttemptMixin, ActionFormView):
    """Say whether a doubtful message left."""

    form_class = forms.SettleForm
    heading = "Did this message leave?"
    intro = "The provider could not say. Ask the person or the practice before you choose."
    submit_label = "Settle it"
    success_message = "It is settled."

    def may(self) -> bool:
        return bool(self.attempt) and permissions.can_run_campaign(self.request.user)

    @property
    def caption(self) -> str:  # type: ignore[override]
        return self.attempt.invitation.patient.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        patient_id = self.attempt.invitation.patient_id
        audit.record_view(by=self.request.user, patient_ids=[patient_id], page="Whether an invitation left")
        return super().get_context_data(**kwargs)

    def perform(self, data: dict[str, Any]) -> InvitationAttempt:
        return actions.settle_attempt(attempt=self.attempt, by=self.request.user, **data)

    def get_success_url(self) -> str:
        return reverse("recall:attempt", args=[self.attempt.pk])


class TryAgain(InvitationMixin, View):
    """Invite somebody again whom the first attempt did not reach."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            actions.try_again(invitation=self.invitation, by=request.user)
            tasks.ring()
            messages.success(request, "They are to be invited again.")
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("recall:failed")


class ReleaseHold(View):
    """Let sending go on."""

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        hold = get_object_or_404(Hold.objects.filter(scheme_id=request.user.acting.scheme_id), pk=pk)
        try:
            actions.release_hold(hold=hold, by=request.user)
            tasks.ring()
            messages.success(request, "Sending goes on.")
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("recall:campaigns")


class InvitationList(ListView):
    """A list of what was sent to people: everybody on the page was looked at."""

    paginate_by = 50
    looked_at = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = (row if hasattr(row, "patient_id") else row.invitation for row in context["page_obj"])
        shown = [row.patient_id for row in rows if row.patient_id]
        audit.record_view(by=self.request.user, patient_ids=shown, page=self.looked_at, how=How.LIST)
        return context


class NoAnswer(InvitationList):
    """People who did not answer the last invitation: a clinician decides what happens next."""

    template_name = "recall/no_answer.html"
    looked_at = "People who have not answered"

    def get_queryset(self) -> Any:
        return queries.no_answer_members(self.request.user)


class Failed(InvitationList):
    """People whom an invitation did not reach."""

    template_name = "recall/failed.html"
    looked_at = "People whom an invitation did not reach"

    def get_queryset(self) -> Any:
        return queries.failed_members(self.request.user).prefetch_related("attempts")


class ToTell(InvitationList):
    """People whom no message reaches: somebody rings them, or tells them at their next visit."""

    template_name = "recall/to_tell.html"
    looked_at = "People to be told of their invitation"

    def get_queryset(self) -> Any:
        return queries.people_to_tell(self.request.user)


class RecordTelling(InvitationMixin, ActionFormView):
    """Record that somebody told a person of their invitation, or tried to."""

    form_class = forms.TellingForm
    template_name = "recall/telling.html"
    heading = "Tell them of their invitation"
    submit_label = "Record it"
    success_message = "It is recorded."

    @property
    def caption(self) -> str:  # type: ignore[override]
        return self.invitation.patient.name

    def get_initial(self) -> dict[str, Any]:
        return {"told_on": timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        patient = self.invitation.patient
        audit.record_view(by=self.request.user, patient_ids=[patient.pk], page="Person to be told of an invitation")
        return super().get_context_data(patient=patient, **kwargs)

    def get_back_url(self) -> str:
        return reverse("recall:to_tell")

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.record_telling(invitation=self.invitation, by=self.request.user, **data)

    def get_success_url(self) -> str:
        return reverse("recall:to_tell")


class UnknownAttempts(InvitationList):
    """Messages of which nobody knows whether they left."""

    template_name = "recall/unknown.html"
    looked_at = "Messages that may not have left"

    def get_queryset(self) -> Any:
        return queries.unknown_attempts(self.request.user)
