"""The list of agreements that somebody must see to."""

from typing import Any

from django.utils import timezone
from django.views.generic import ListView

from accounts.permissions import holds
from accounts.roles import Permission
from audit import actions as audit
from audit.looks import How
from episodes import forms, queries
from episodes.agreement import findings
from episodes.models import AgreementQuerySet, EpisodeQuerySet

PER_PAGE = 25


class Agreements(ListView):
    """Agreements with something wrong, or those that wait for the reader's own signature."""

    template_name = "episodes/agreements.html"
    paginate_by = PER_PAGE
    context_object_name = "agreements"

    def get_queryset(self) -> AgreementQuerySet:
        self.form = forms.AgreementFilterForm(self.request.GET or None)
        self.show = self.form.cleaned_data["show"] if self.form.is_valid() else ""
        user, today = self.request.user, timezone.localdate()
        if self.show == forms.MINE:
            return queries.agreements_to_answer(user, today)
        return queries.agreement_findings(user, today, self.show)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        labels = ("Name", "Practice", "How it stands", "What is wrong", "Last day")
        columns = [{"label": label} for label in labels]
        mine = self.show == forms.MINE
        context = super().get_context_data(form=self.form, columns=columns, mine=mine, today=today, **kwargs)
        for each in context["page_obj"]:
            each.wrong = findings(each.facts, today)
        shown = {each.patient_id for each in context["page_obj"]}
        audit.record_view(by=self.request.user, patient_ids=shown, page="Shared care agreements", how=How.LIST)
        return context


class WithoutAgreement(ListView):
    """People in shared care about whom no agreement was ever offered to anybody."""

    template_name = "episodes/without_agreement.html"
    paginate_by = PER_PAGE
    context_object_name = "episodes"

    def get_queryset(self) -> EpisodeQuerySet:
        return queries.without_agreement(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns = [{"label": label} for label in ("Name", "Practice", "In shared care since", "To do")]
        may_write = holds(self.request.user, Permission.WRITE_AGREEMENT)
        context = super().get_context_data(columns=columns, may_write=may_write, **kwargs)
        shown = {each.patient_id for each in context["page_obj"]}
        audit.record_view(by=self.request.user, patient_ids=shown, page="People without an agreement", how=How.LIST)
        return context
