"""The list of reviews."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.views.generic import ListView

from audit import actions as audit
from audit.looks import How
from careplans import forms, permissions, queries
from careplans.models import CarePlan

PER_PAGE = 25
COLUMNS = ("Name", "Practice", "Review", "Last review", "Care co-ordinator", "")


class Worklist(ListView):
    """My list, the longest overdue first, with the counts that open each part of it."""

    template_name = "careplans/worklist.html"
    paginate_by = PER_PAGE
    context_object_name = "plans"

    def get_queryset(self) -> QuerySet[CarePlan]:
        form = forms.WorklistForm(self.request.GET)
        chosen = form.cleaned_data if form.is_valid() else {}
        self.show = chosen.get("show") or queries.Show.ALL.value
        self.whose = chosen.get("whose") or queries.default_whose(self.request.user).value
        self.today = timezone.localdate()
        return queries.worklist(self.request.user, self.today, show=self.show, whose=self.whose)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            today=self.today,
            form=forms.WorklistForm(initial={"show": self.show, "whose": self.whose}),
            show=queries.Show(self.show),
            whose=queries.Whose(self.whose),
            counts=queries.counts(self.request.user, self.today, whose=self.whose),
            may_review=permissions.may_review_somebody(self.request.user),
            columns=[{"label": label} for label in COLUMNS],
            **kwargs,
        )
        shown = [plan.patient_id for plan in context["page_obj"]]
        audit.record_view(by=self.request.user, patient_ids=shown, page="List of reviews", how=How.LIST)
        return context
