"""Who answers for how much, and handing all of it over."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView

from accounts.permissions import holds
from accounts.roles import Permission
from audit import actions as audit
from audit.looks import How
from episodes import actions, forms, queries
from practices.models import Professional
from ui.views import ActionFormView

PER_PAGE = 25


class Caseloads(ListView):
    """Whoever answers for somebody's care, with how much; whoever has left first."""

    template_name = "episodes/caseloads.html"
    paginate_by = PER_PAGE
    context_object_name = "holders"

    def get_queryset(self) -> QuerySet[Professional]:
        return queries.caseloads(self.request.user, timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns = [{"label": label} for label in ("Who", "People", "Aspects of care", "")]
        may = holds(self.request.user, Permission.ASSIGN_RESPONSIBILITY)
        return super().get_context_data(columns=columns, may_assign=may, **kwargs)


class OfferCaseload(ActionFormView):
    """Offer the care that one person holds to another, for whichever of their people are chosen."""

    form_class = forms.CaseloadForm
    heading = "Hand over a caseload"
    submit_label = "Offer them"

    def may(self) -> bool:
        return holds(self.request.user, Permission.ASSIGN_RESPONSIBILITY)

    @cached_property
    def caseload(self) -> queries.Caseload:
        now = timezone.now()
        holder = get_object_or_404(queries.caseloads(self.request.user, now), pk=self.kwargs["pk"])
        return queries.caseload_of(holder, self.request.user, now)

    @property
    def intro(self) -> str:  # type: ignore[override]
        holder = self.caseload.holder
        return f"{holder} goes on answering for each person until their new holder has accepted."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "caseload": self.caseload}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = [episode.patient_id for episode, _ in self.caseload.people]
        audit.record_view(by=self.request.user, patient_ids=shown, page="Caseload", how=How.LIST)
        return super().get_context_data(caseload=self.caseload, **kwargs)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.offer_caseload(by=self.request.user, **data)

    def get_success_message(self) -> str:
        by_reason: dict[str, list[str]] = {}
        for held, why in self.result.refused:
            by_reason.setdefault(why, []).append(f"{held.episode.patient.name} ({held.aspect.name.lower()})")
        for why, whom in by_reason.items():
            messages.warning(self.request, f"Not offered: {', '.join(whom)}. {why}")
        made = len(self.result.made)
        return f"{made} hand-over{'' if made == 1 else 's'} offered." if made else ""

    def get_success_url(self) -> str:
        return reverse("episodes:handovers")

    def get_back_url(self) -> str:
        return reverse("episodes:caseloads")
