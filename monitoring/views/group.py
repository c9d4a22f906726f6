"""The group: its terms, its seats and its meetings."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from monitoring import actions, forms, queries
from monitoring.models import Group, Seat
from monitoring.views.mixin import MeetingsMixin
from ui.views import ActionFormView

MEETINGS_PER_PAGE = 20
YEAR = timedelta(days=365)


class GroupPage(MeetingsMixin, TemplateView):
    """The group at a glance: who is late, which seats are empty, which meetings there were."""

    template_name = "monitoring/group.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        group = Group.objects.visible_to(self.request.user).first()
        if group is None:
            return super().get_context_data(group=None, **kwargs)
        page = Paginator(group.meetings.all(), MEETINGS_PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            group=group,
            terms=queries.terms_on(group.pk, self.today),
            overdue=queries.meeting_overdue(self.request.user, self.today),
            seats=queries.seats(group, self.today),
            kept=queries.kept(group, self.today - YEAR),
            actions_open=queries.actions_open(self.request.user).count(),
            page=page,
            **kwargs,
        )


class TermsPage(MeetingsMixin, TemplateView):
    """Every version of the terms of reference, newest first."""

    template_name = "monitoring/terms.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(versions=self.the_group().terms.all(), **kwargs)


class FindMinutes(MeetingsMixin, TemplateView):
    """Search the agendas, minutes, decisions and actions of every meeting."""

    template_name = "monitoring/find.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("q", "").strip()[:80]
        found = Paginator(queries.find_minutes(self.request.user, words), MEETINGS_PER_PAGE)
        return super().get_context_data(words=words, page=found.get_page(self.request.GET.get("page")), **kwargs)


class SetUpGroup(MeetingsMixin, ActionFormView):
    changes = True
    form_class = forms.GroupForm
    heading = "Set the monitoring group up"
    intro = "A seat is made for each stakeholder group; you say next who sits on it."
    submit_label = "Set the group up"
    success_message = "The group is set up. Fill its seats."

    def perform(self, data: dict[str, Any]) -> Group:
        return actions.set_up_group(by=self.request.user, **data)


class ReviseTerms(MeetingsMixin, ActionFormView):
    changes = True
    form_class = forms.TermsForm
    heading = "New terms of reference"
    submit_label = "Bring the new terms in"
    success_message = "The new terms of reference are recorded."

    def load(self) -> None:
        self.group = self.the_group()

    def get_initial(self) -> dict[str, Any]:
        terms = self.group.terms.latest("number")
        return {"text": terms.text, "least_groups": terms.least_groups, "chair_needed": terms.chair_needed}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.revise_terms(group=self.group, by=self.request.user, **data)


class FillSeat(MeetingsMixin, ActionFormView):
    changes = True
    form_class = forms.SeatForm
    heading = "Who takes this seat?"
    submit_label = "Fill the seat"
    success_message = "The seat is filled."

    def load(self) -> None:
        self.seat = get_object_or_404(Seat.objects.visible_to(self.request.user), pk=self.kwargs["pk"])
        self.caption = str(self.seat)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "scheme_id": self.seat.scheme_id}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.fill_seat(seat=self.seat, by=self.request.user, **data)


class VacateSeat(FillSeat):
    form_class = forms.VacateForm  # type: ignore[assignment]
    heading = "Who sits here leaves"
    submit_label = "Record that they leave"
    success_message = "The seat is empty from the next day."

    def get_form_kwargs(self) -> dict[str, Any]:
        return ActionFormView.get_form_kwargs(self)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.vacate_seat(seat=self.seat, by=self.request.user, **data)
