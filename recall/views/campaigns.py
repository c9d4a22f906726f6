"""Campaigns: the list, progress, stopping, and the people in them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import ListView, TemplateView

from audit import actions as audit
from audit.looks import How
from patients import queries as patients
from recall import actions, forms, permissions, queries
from recall.balance import REASON_LABELS, Balance, State, Waiting
from recall.delivery import rests_until
from recall.lifecycle import Status
from recall.models import Campaign
from recall.queries import delivery
from ui import charts
from ui.csv import csv_response
from ui.views import ActionFormView

KINDS = {State.INVITED: "done", State.WAITING: "waiting", State.EXCLUDED: "out", State.FAILED: "trouble"}

NOT_GIVEN_OUT = "Not given out: the use of the record is restricted"


class CampaignMixin:
    """Loads the campaign, of those this person runs."""

    kwargs: dict[str, Any]
    request: HttpRequest

    @cached_property
    def campaign(self) -> Campaign:
        return get_object_or_404(
            Campaign.objects.visible_to(self.request.user).select_related(
                "protocol", "drafted_by", "cohort", "follows"
            ),
            pk=self.kwargs["pk"],
        )

    @property
    def url(self) -> str:
        return reverse("recall:campaign", args=[self.campaign.pk])


class CampaignList(ListView):
    """Every campaign, newest first."""

    template_name = "recall/campaign_list.html"
    paginate_by = 25

    @property
    def shows_off_balance(self) -> bool:
        return self.request.GET.get("show") == "off_balance"

    def get_queryset(self) -> Any:
        found = queries.campaign_list(self.request.user)
        return found.filter(pk__in=queries.off_balance(self.request.user)) if self.shows_off_balance else found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            can_run=permissions.can_run_campaign(self.request.user),
            can_take_coded=permissions.can_take_coded(self.request.user),
            hold=delivery.held(),
            shows_off_balance=self.shows_off_balance,
            off_balance=set(queries.off_balance(self.request.user).values_list("pk", flat=True)),
            **kwargs,
        )
        found = queries.balances_of(context["page_obj"])
        return context | {"rows": [(campaign, found[campaign.pk]) for campaign in context["page_obj"]]}


class StopCampaign(CampaignMixin, ActionFormView):
    """Stop inviting, with the reason."""

    form_class = forms.StopForm
    template_name = "recall/stop.html"
    success_message = "The campaign is stopped. What had not left is cancelled."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(campaign=self.campaign, balance=queries.balance(self.campaign), **kwargs)

    def perform(self, data: dict[str, Any]) -> Campaign:
        return actions.stop_campaign(campaign=self.campaign, by=self.request.user, **data)

    def get_success_url(self) -> str:
        return self.url


def progress_context(campaign: Campaign) -> dict[str, Any]:
    """What the part of the page that moves shows."""
    balance = queries.balance(campaign)
    people = reverse("recall:members", args=[campaign.pk])
    counts = (balance.invited, balance.waiting_total, balance.excluded_total, balance.failed_total)
    states = (State.INVITED, State.WAITING, State.EXCLUDED, State.FAILED)
    waits = campaign.status == Status.RUNNING and Waiting.TO_SEND in balance.waiting
    rests = rests_until(campaign.scheme_id) if waits else None
    parts = [
        charts.Part(state.label, count, f"{people}?state={state.value}", KINDS[state])
        for state, count in zip(states, counts, strict=True)
    ]
    return {
        "campaign": campaign,
        "balance": balance,
        "bar": charts.Balance(title=_finding(balance), parts=parts, total=balance.accounted),
        "reasons": [
            (State(state).label, REASON_LABELS[reason], count, f"{people}?state={state}&reason={reason}")
            for state, reason, count in balance.reasons()
        ],
        "people_url": people,
        "check": queries.newest_check(campaign),
        "rests_until": rests,
        "finished": not balance.moving or campaign.status != Status.RUNNING or rests is not None,
        "print_runs": campaign.print_runs.select_related("posting").defer("content"),
    }


def _finding(balance: Balance) -> str:
    return f"{balance.cohort:,} people are due: {balance.invited:,} invited, {balance.waiting_total:,} waiting"


class CampaignDetail(CampaignMixin, TemplateView):
    """The balance, what moves it, and the print files. A draft shows its preview instead."""

    def get_template_names(self) -> list[str]:
        return ["recall/campaign_detail.html" if self.campaign.launched_at else "recall/campaign_draft.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **(progress_context(self.campaign) if self.campaign.launched_at else {"campaign": self.campaign}),
            changes=self.campaign.changes.select_related("by"),
            days=queries.day_by_day(self.campaign),
            can_stop=self.campaign.status in (Status.DRAFT, Status.RUNNING),
            hold=delivery.held(),
            **kwargs,
        )


class Progress(CampaignMixin, TemplateView):
    """The part of the campaign's page that moves, asked for every two seconds while anything does."""

    template_name = "recall/_progress.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**progress_context(self.campaign), **kwargs)


class Members(CampaignMixin, ListView):
    """The people of a campaign, or those of one state or reason."""

    template_name = "recall/members.html"
    paginate_by = 50

    def chosen(self) -> dict[str, str]:
        """The state and reason asked for, of those there are."""
        state, reason = self.request.GET.get("state", ""), self.request.GET.get("reason", "")
        return {"state": state if state in State.values else "", "reason": reason if reason in REASON_LABELS else ""}

    def get_queryset(self) -> Any:
        return queries.members(self.campaign, **self.chosen())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.chosen()
        words = [State(chosen["state"]).label if chosen["state"] else "", REASON_LABELS.get(chosen["reason"], "")]
        label = ": ".join(word for word in words if word) or "Everybody in the campaign"
        context = super().get_context_data(campaign=self.campaign, label=label, **kwargs)
        shown = [invitation.patient_id for invitation in context["page_obj"]]
        audit.record_view(by=self.request.user, patient_ids=shown, page="People called in", how=How.LIST)
        return context


class MembersCsv(CampaignMixin, View):
    """The same people as a spreadsheet."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        found = list(queries.members(self.campaign))
        left_out = patients.not_given_out(invitation.patient_id for invitation in found)
        withheld = [invitation for invitation in found if invitation.patient_id in left_out]
        found = [invitation for invitation in found if invitation.patient_id not in left_out]
        shown = [invitation.patient_id for invitation in found]
        audit.record_view(by=request.user, patient_ids=shown, page="People called in, as a file", how=How.EXPORT)
        rows = [
            [i.patient.name, i.patient.nhs_number or "", i.practice.name, i.state_label, i.reason_label,
             len(i.attempts.all()), ", ".join(str(answer) for answer in i.answers.all())]
            for i in found
        ]  # fmt: skip
        rows += [[NOT_GIVEN_OUT, "", "", i.state_label, i.reason_label] for i in withheld]
        headers = ["Name", "NHS number", "Practice", "State", "Reason", "Attempts", "Answers"]
        return csv_response("campaign-people.csv", headers, rows)
