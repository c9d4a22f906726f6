"""The wording of messages: what is in force, and changing it."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from recall import actions, forms, permissions
from recall.models import Wording
from ui.views import ActionFormView


class WordingList(TemplateView):
    """What each message says now."""

    template_name = "recall/wording_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = permissions.can_run_campaign(self.request.user)
        in_force = Wording.objects.in_force() if may else Wording.objects.none()
        return super().get_context_data(wordings=in_force.select_related("recorded_by"), **kwargs)


class ChangeWording(ActionFormView):
    """Write a new version of one message."""

    form_class = forms.WordingForm
    submit_label = "Save as a new version"
    success_message = "The next message to leave says this."
    success_url = reverse_lazy("recall:wording")
    intro = "Write nothing that would tell somebody else in the household why the person is written to."
    request: HttpRequest

    def may(self) -> bool:
        return permissions.can_run_campaign(self.request.user)

    @cached_property
    def wording(self) -> Wording:
        in_scheme = Wording.objects.filter(scheme_id=self.request.user.acting.scheme_id)
        return get_object_or_404(in_scheme, pk=self.kwargs["pk"])

    @property
    def heading(self) -> str:  # type: ignore[override]
        return self.wording.title

    def get_initial(self) -> dict[str, Any]:
        return {"subject": self.wording.subject, "body": self.wording.body}

    def perform(self, data: dict[str, Any]) -> Wording:
        return actions.change_wording(
            kind=self.wording.kind, is_reminder=self.wording.is_reminder, by=self.request.user, **data
        )
