"""What the forms that answer an offer share, be it a hand-over or a move between services."""

from typing import Any

from episodes import forms
from ui.views import ActionFormView


class AnswerView(ActionFormView):
    """Answers what is offered, or takes it back; asks for a reason where one is owed."""

    form_class = forms.AnswerHandoverForm
    template_name = "episodes/form.html"
    reason = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "reason": self.reason}


class ReceiverView(AnswerView):
    """An answer by the receiver, or for one who does not sign in; beside a mixin that knows what is `offered`."""

    offered: Any

    def may(self) -> bool:
        return bool(self.may_answer())  # type: ignore[attr-defined]

    def get_form_kwargs(self) -> dict[str, Any]:
        receiver = self.offered.receiver
        on_behalf_of = "" if receiver.user_id == self.request.user.pk else receiver.name
        return {**super().get_form_kwargs(), "on_behalf_of": on_behalf_of}
