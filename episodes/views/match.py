"""Who fits whoever prescribes for them, and how complex somebody's care is."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView

from accounts.permissions import holds
from accounts.roles import Permission
from audit import actions as audit
from audit.looks import How
from episodes import actions, forms, permissions, queries
from episodes.queries import ShowMatch
from episodes.views.mixins import EpisodeMixin
from ui.views import ActionFormView

PER_PAGE = 25


class Match(ListView):
    """People above their GP's tier, who could come down, whose GP has no tier; for whoever awards tiers, GPs too."""

    template_name = "episodes/match.html"
    paginate_by = PER_PAGE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not holds(request.user, Permission.VIEW_WHOLE_RECORD):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def judges(self) -> bool:
        """Whether the lists of GPs are this reader's business."""
        return holds(self.request.user, Permission.AWARD_TIER)

    def get_queryset(self) -> Any:
        user, now = self.request.user, timezone.now()
        self.form = forms.MatchForm(
            self.request.GET or None, shows=list(ShowMatch) if self.judges else queries.OF_PEOPLE
        )
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        self.show, self.holder = asked.get("show") or ShowMatch.ABOVE, asked.get("holder")
        if self.holder:
            return queries.matched_for(user, now, holder=self.holder)
        if self.show == ShowMatch.LAPSING:
            return queries.evidence_lapsing(user, now)
        if self.show == ShowMatch.OVER_LIMIT:
            return queries.over_limit(user, now)
        return queries.matched_for(user, now, verdict=self.show)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        context = super().get_context_data(form=self.form, holder=self.holder, today=today, **kwargs)
        of_gps = not self.holder and self.show in (ShowMatch.LAPSING, ShowMatch.OVER_LIMIT)
        people = [] if of_gps else self._people(context["page_obj"])
        audit.record_view(
            by=user, patient_ids={row.episode.patient_id for row, _ in people}, page="Tier and complexity", how=How.LIST
        )
        context |= {"show": ShowMatch(self.show), "people": people}
        if self.judges:
            context |= {"flow": queries.flow(user, today), "pathways": queries.flow_by_pathway(user, today)}
        return context

    def _people(self, rows: Any) -> list[tuple[Any, str]]:
        settled = queries.settled_before(self.request.user.acting.scheme_id, timezone.localdate())
        return [(row, queries.said_of(row, settled)) for row in rows]


class RecordComplexity(EpisodeMixin, ActionFormView):
    """Say that care has become more or less complex."""

    form_class = forms.ComplexityForm
    template_name = "episodes/form.html"
    heading = "How complex is care now?"
    submit_label = "Put it on record"
    looked_at = "How complex care is"

    def may(self) -> bool:
        return permissions.can_record_complexity(self.request.user, self.episode.patient)

    @property
    def intro(self) -> str:  # type: ignore[override]
        return f"Until now it was {self.episode.get_complexity_display().lower()}."

    def get_initial(self) -> dict[str, Any]:
        return {"since": timezone.localdate(), "version": self.episode.version}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.record_complexity(episode=self.episode, by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"Care is {self.result.get_complexity_display().lower()}. What it was before is kept."

    def get_success_url(self) -> str:
        return reverse("person", args=[self.episode.patient_id])
