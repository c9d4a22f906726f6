"""The lists of care that nobody answers for, or only somebody who has left."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.views.generic import ListView

from accounts.permissions import holds
from accounts.roles import Permission
from audit import actions as audit
from audit.looks import How
from episodes import forms, queries
from episodes.models import Responsibility

PER_PAGE = 25


class HeldByLeavers(ListView):
    """Care that somebody who has left still answers for on paper; each is handed on from here."""

    template_name = "episodes/held_by_leavers.html"
    paginate_by = PER_PAGE
    context_object_name = "responsibilities"

    def get_queryset(self) -> QuerySet[Responsibility]:
        found = queries.held_by_leavers(self.request.user, timezone.localdate())
        return found.order_by("holder__name", "episode__patient__family_name", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns = [{"label": label} for label in ("Name", "Answers for", "Who has left", "")]
        context = super().get_context_data(columns=columns, **kwargs)
        shown = {held.episode.patient_id for held in context["page_obj"]}
        audit.record_view(by=self.request.user, patient_ids=shown, page="Care held by somebody who left", how=How.LIST)
        return context


class Gaps(ListView):
    """People for whom nobody can answer for some aspect of care, now or soon."""

    template_name = "episodes/gaps.html"
    paginate_by = PER_PAGE
    context_object_name = "people"

    def get_queryset(self) -> Any:
        user = self.request.user
        self.form = forms.GapsForm(self.request.GET or None, scheme_id=user.acting.scheme_id)
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        self.show = queries.GapShow(asked.get("show") or queries.GapShow.NOW)
        return queries.gaps_for(user, self.show, timezone.now(), aspect=asked.get("aspect"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns = [{"label": label} for label in ("Name", "Practice", "What nobody can answer for, and why")]
        may_assign = holds(self.request.user, Permission.ASSIGN_RESPONSIBILITY)
        context = super().get_context_data(
            form=self.form, show=self.show, columns=columns, may_assign=may_assign, **kwargs
        )
        shown = [each.episode.patient_id for each in context["page_obj"]]
        audit.record_view(by=self.request.user, patient_ids=shown, page="Care that nobody answers for", how=How.LIST)
        return context
