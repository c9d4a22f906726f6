"""Actions: the list of them, and what becomes of each."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from monitoring import actions, forms, permissions, queries
from monitoring.models import ActionItem, Meeting
from monitoring.views.meeting import OfMeeting
from monitoring.views.minutes import OfItem

ACTIONS_PER_PAGE = 25
SHOWN = {
    "open": "Open actions",
    "overdue": "Actions past their day",
    "left": "Actions of somebody who has left",
    "all": "All actions",
}


class ActionList(TemplateView):
    """Actions that are open, late, or all of them: everybody's for the group, their own for anybody else."""

    template_name = "monitoring/actions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        show = self.request.GET.get("show", "open")
        if show not in SHOWN:
            raise Http404
        user, today = self.request.user, timezone.localdate()
        found = {
            "open": queries.actions_open(user),
            "overdue": queries.actions_overdue(user, today),
            "left": queries.actions_of_leavers(user, today),
            "all": ActionItem.objects.visible_to(user),
        }[show]
        return super().get_context_data(
            heading=SHOWN[show],
            show=show,
            page=Paginator(found.select_related("meeting"), ACTIONS_PER_PAGE).get_page(self.request.GET.get("page")),
            can_hold=permissions.can_hold_meetings(user),
            can_view=permissions.can_view_meetings(user),
            today=today,
            **kwargs,
        )


class RaiseAction(OfItem):
    form_class = forms.ActionForm
    heading = "Raise an action"
    submit_label = "Raise the action"
    success_message = "The action is recorded."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": queries.people_to_ask(self.meeting)}

    def perform(self, data: dict[str, Any]) -> ActionItem:
        return actions.raise_action(item=self.item, by=self.request.user, **data)


class OfAction(OfMeeting):
    """A form about one action; `?meeting=` names the meeting that deals with it, and leads back there."""

    def load(self) -> None:
        self.action = get_object_or_404(ActionItem.objects.visible_to(self.request.user), pk=self.kwargs["pk"])
        self.at = self._meeting_dealing_with_it()
        self.caption = f"{self.action}: {self.action.what}"

    def _meeting_dealing_with_it(self) -> Meeting | None:
        wanted = self.request.GET.get("meeting", "")
        if not wanted:
            return None
        try:
            return Meeting.objects.visible_to(self.request.user).get(pk=UUID(wanted))
        except (ValueError, Meeting.DoesNotExist):
            raise Http404 from None

    def get_back_url(self) -> str:
        return self.at.get_absolute_url() if self.at else reverse("monitoring:actions")


class CloseAction(OfAction):
    form_class = forms.CloseForm
    heading = "Close this action as done"
    submit_label = "Close as done"
    success_message = "The action is closed."

    def perform(self, data: dict[str, Any]) -> ActionItem:
        return actions.close_action(action=self.action, meeting=self.at, by=self.request.user, **data)


class CarryAction(OfAction):
    form_class = forms.CarryForm
    heading = "Carry this action forward"
    submit_label = "Carry forward"
    success_message = "The action is carried forward."

    def perform(self, data: dict[str, Any]) -> ActionItem:
        return actions.carry_action(action=self.action, meeting=self.at, by=self.request.user, **data)


class CancelAction(OfAction):
    form_class = forms.CancelActionForm
    heading = "Cancel this action"
    submit_label = "Cancel the action"
    success_message = "The action is cancelled."

    def perform(self, data: dict[str, Any]) -> ActionItem:
        return actions.cancel_action(action=self.action, meeting=self.at, by=self.request.user, **data)
