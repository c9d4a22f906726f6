"""What is wrong with collections before anybody misses one, when pharmacies are closed, and the scheme's numbers."""

from typing import Any

from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.generic import ListView, TemplateView

from accounts.permissions import holds
from accounts.roles import Permission
from audit import actions as audit
from audit.looks import How
from episodes import actions, forms, queries
from episodes.models import CollectionRule
from ui.views import ActionFormView


class Findings(TemplateView):
    """One of the three lists, as Today counts it."""

    template_name = "episodes/collection_findings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            show = queries.Finding(self.request.GET.get("show", queries.Finding.NOT_RECORDED))
        except ValueError:
            raise Http404 from None
        rows = queries.findings(self.request.user, show, timezone.localdate())
        shown = {row.arrangement.episode.patient_id for row in rows}
        audit.record_view(by=self.request.user, patient_ids=shown, page=show.label, how=How.LIST)
        return super().get_context_data(
            show=show,
            shows=list(queries.Finding),
            rows=rows,
            today=timezone.localdate(),
            may_arrange=holds(self.request.user, Permission.ARRANGE_COLLECTION),
            **kwargs,
        )


class Closures(ListView):
    """When pharmacies are closed, now and to come."""

    template_name = "episodes/closures.html"
    context_object_name = "closures"
    paginate_by = 25

    def get_queryset(self) -> Any:
        return queries.closures(self.request.user, timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            rule=queries.rule_on(user.acting.scheme_id, timezone.localdate()),
            may_close=holds(user, Permission.RECORD_CLOSURE),
            **kwargs,
        )


class RecordClosure(ActionFormView):
    """Record that a pharmacy is closed beyond bank holidays."""

    form_class = forms.ClosureForm
    heading = "Record when a pharmacy is closed"
    intro = "Bank holidays need not be recorded."
    submit_label = "Record the closure"
    success_message = "The closure is on record."

    def get_success_url(self) -> str:
        return reverse("episodes:closures")

    get_back_url = get_success_url

    def may(self) -> bool:
        return holds(self.request.user, Permission.RECORD_CLOSURE)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "own_id": self.request.user.acting.organisation_id}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.record_closure(by=self.request.user, **data)


class Rules(ActionFormView):
    """The scheme's own numbers for collections and alerts, and every version there was."""

    form_class = forms.RulesForm
    template_name = "episodes/rules.html"
    heading = "Numbers for collections and alerts"
    submit_label = "Adopt these numbers"
    success_message = "The numbers are adopted."
    success_url = reverse_lazy("episodes:rules")

    def may(self) -> bool:
        return holds(self.request.user, Permission.RUN_SCHEME)

    @property
    def rule(self) -> CollectionRule:
        return queries.rule_on(self.request.user.acting.scheme_id, timezone.localdate())

    def get_form_kwargs(self) -> dict[str, Any]:
        scheme_id = self.request.user.acting.scheme_id
        leads = queries.possible_leads(scheme_id, timezone.localdate())
        return {**super().get_form_kwargs(), "rule": self.rule, "leads": leads}

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": timezone.localdate()}

    def get_back_url(self) -> str:
        return reverse("scheme")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            versions=queries.rules(self.request.user.acting.scheme_id), rule=self.rule, **kwargs
        )

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.adopt_rules(by=self.request.user, **data)
