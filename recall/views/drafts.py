"""Drafts of campaigns: writing and changing them, looking at what they would do, and launching them."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from audit import actions as audit
from audit.looks import How
from recall import actions, forms, permissions, queries, tasks, wording
from recall.balance import REASON_LABELS
from recall.lifecycle import Status
from recall.models import Campaign
from recall.views.campaigns import CampaignMixin
from schemes import queries as schemes
from ui.views import ActionFormView

NOTHING_IS_SENT = "First you see who would be invited, and who would not and why. Nothing is sent before you launch it."


class DraftView(ActionFormView):
    """What is typed in about a draft."""

    form_class = forms.CampaignForm
    submit_label = "See who would be invited"

    def may(self) -> bool:
        return permissions.can_run_campaign(self.request.user)

    def get_success_url(self) -> str:
        return reverse("recall:preview", args=[self.result.pk])


class DraftCampaign(DraftView):
    """Say what a campaign is for, whom it is about, and how it goes."""

    heading = "Call people in"
    intro = NOTHING_IS_SENT

    def get_initial(self) -> dict[str, Any]:
        numbers = schemes.protocol_on(self.request.user.acting.scheme_id, timezone.localdate())
        return {"attempts": numbers.attempts, "gap_days": numbers.attempt_gap_days}

    def perform(self, data: dict[str, Any]) -> Campaign:
        return actions.draft_campaign(by=self.request.user, **data)

    def get_back_url(self) -> str:
        return reverse("recall:campaigns")


class OfCampaign(CampaignMixin, DraftView):
    """A form that begins with what a campaign says."""

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.campaign, name) for name in forms.CampaignForm.base_fields}

    def get_back_url(self) -> str:
        return self.url


class ChangeDraft(OfCampaign):
    """Change a draft, to look again at what it would do."""

    heading = "Change the draft"

    def perform(self, data: dict[str, Any]) -> Campaign:
        return actions.change_draft(campaign=self.campaign, by=self.request.user, **data)


class GoRoundAgain(OfCampaign):
    """Draft the next round of a campaign that was launched."""

    heading = "Go round again"
    intro = NOTHING_IS_SENT

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"name": "", "due_by": None}

    def perform(self, data: dict[str, Any]) -> Campaign:
        return actions.draft_campaign(by=self.request.user, follows=self.campaign, **data)


class Simulate(CampaignMixin, TemplateView):
    """What launching today would come to: week by week, practice by practice, and in money."""

    template_name = "recall/simulation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parts = wording.parts_of(queries.text_to_measure())
        return super().get_context_data(
            campaign=self.campaign,
            parts_of_a_text=parts,
            simulation=queries.simulate(self.campaign, timezone.localdate(), parts),
            is_draft=self.campaign.status == Status.DRAFT,
            **kwargs,
        )


class PreviewCampaign(CampaignMixin, TemplateView):
    """Who would be invited today, by channel, and who would not, by reason."""

    template_name = "recall/preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            campaign=self.campaign,
            preview=queries.preview(self.campaign, timezone.localdate()),
            is_draft=self.campaign.status == Status.DRAFT,
            **kwargs,
        )


class PreviewPeople(CampaignMixin, ListView):
    """The people behind one number of the preview."""

    template_name = "recall/preview_people.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        people, self.days = queries.previewed_people(self.campaign, timezone.localdate(), self.kwargs["verdict"])
        return people

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        verdict = self.kwargs["verdict"]
        left_out = REASON_LABELS.get(verdict)
        label = left_out or f"To be invited by {verdict}"
        context = super().get_context_data(campaign=self.campaign, label=label, shows_days=not left_out, **kwargs)
        shown = [patient.pk for patient in context["page_obj"]]
        audit.record_view(by=self.request.user, patient_ids=shown, page="People who may be called in", how=How.LIST)
        return context | {"rows": [(patient, self.days[patient.pk]) for patient in context["page_obj"]]}


class LaunchCampaign(CampaignMixin, ActionFormView):
    """The last look: how many letters, texts and e-mails will go out."""

    asks_again = True
    form_class = forms.LaunchForm
    template_name = "recall/launch.html"
    success_message = "The campaign is launched. This page shows the invitations going out."

    @cached_property
    def preview(self) -> queries.campaigns.Preview:
        return queries.preview(self.campaign, timezone.localdate())

    def get_initial(self) -> dict[str, Any]:
        return {"expected": self.preview.invited}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(campaign=self.campaign, preview=self.preview, **kwargs)

    def perform(self, data: dict[str, Any]) -> Campaign:
        campaign = actions.launch_campaign(campaign=self.campaign, by=self.request.user, **data)
        tasks.ring()
        return campaign

    def get_success_url(self) -> str:
        return self.url
