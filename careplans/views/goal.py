"""Writing goals and actions into a draft, and what to do if things get worse."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from careplans import actions, forms, queries
from careplans.models import Goal, PlanAction
from careplans.views.mixins import PlanMixin
from ui.views import ActionFormView


class AddGoal(PlanMixin, ActionFormView):
    """Write a goal in the person's own words."""

    form_class = forms.GoalForm
    template_name = "careplans/form.html"
    heading = "Add a goal"
    submit_label = "Add the goal"
    success_message = "The goal is in the plan. Add what will be done about it next."

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.record_goal(plan=self.plan, by=self.request.user, **data)


class GoalMixin(PlanMixin):
    """Pages about one goal."""

    @cached_property
    def goal(self) -> Goal:
        scope = Goal.objects.visible_to(self.request.user).select_related("version__plan__patient")
        found: Goal = get_object_or_404(scope, pk=self.kwargs["pk"])
        return found

    def plan_pk(self) -> Any:
        return self.goal.version.plan_id

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(goal=self.goal, **kwargs)


class CorrectGoal(GoalMixin, ActionFormView):
    """Correct a goal; the earlier words are kept."""

    form_class = forms.GoalForm
    template_name = "careplans/form.html"
    heading = "Correct a goal"
    intro = "Correct it only where it was taken down wrongly. The earlier words are kept."
    submit_label = "Correct the goal"
    success_message = "The goal is corrected; the earlier words are kept."

    def get_initial(self) -> dict[str, Any]:
        names = ("own_words", "staff_wording", "importance", "confidence")
        return {name: getattr(self.goal, name) for name in names}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.correct_goal(goal=self.goal, by=self.request.user, **data)


class WithdrawGoal(GoalMixin, ActionFormView):
    """Take a goal out of the draft."""

    form_class = forms.ConfirmForm
    template_name = "careplans/form.html"
    heading = "Take this goal out of the plan?"
    intro = "Its actions go with it. What was written is kept in the history."
    submit_label = "Take the goal out"
    success_message = "The goal is no longer in the plan."

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.withdraw_goal(goal=self.goal, by=self.request.user)


class AddAction(GoalMixin, ActionFormView):
    """Write what is done towards a goal."""

    form_class = forms.ActionForm
    template_name = "careplans/form.html"
    heading = "Add an action"
    submit_label = "Add the action"
    success_message = "The action is in the plan."

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.record_plan_action(goal=self.goal, by=self.request.user, **data)


class WithdrawAction(PlanMixin, ActionFormView):
    """Take an action out of the draft."""

    form_class = forms.ConfirmForm
    template_name = "careplans/form.html"
    heading = "Take this action out of the plan?"
    intro = "What was written is kept in the history."
    submit_label = "Take the action out"
    success_message = "The action is no longer in the plan."

    @cached_property
    def plan_action(self) -> PlanAction:
        scope = PlanAction.objects.visible_to(self.request.user).select_related("goal__version__plan__patient")
        found: PlanAction = get_object_or_404(scope, pk=self.kwargs["pk"])
        return found

    def plan_pk(self) -> Any:
        return self.plan_action.goal.version.plan_id

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(plan_action=self.plan_action, **kwargs)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.withdraw_plan_action(plan_action=self.plan_action, by=self.request.user)


class WriteEscalation(PlanMixin, ActionFormView):
    """Write what to do if things get worse."""

    form_class = forms.EscalationForm
    template_name = "careplans/form.html"
    heading = "If things get worse"
    submit_label = "Save"
    success_message = "What to do if things get worse is in the plan."

    def get_initial(self) -> dict[str, Any]:
        draft = queries.draft_of(self.plan)
        return {"if_things_get_worse": draft.if_things_get_worse if draft else ""}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.write_escalation(plan=self.plan, by=self.request.user, **data)
