"""Pages about who is away, and who stands in."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic import ListView

from accounts.permissions import holds
from accounts.roles import Permission
from episodes import actions, forms, queries
from episodes.models import Absence
from ui.views import ActionFormView, pressed

PER_PAGE = 25


class Absences(ListView):
    """Who is away now or will be, with the deputy; no person in treatment is named here."""

    template_name = "episodes/absences.html"
    paginate_by = PER_PAGE
    context_object_name = "absences"

    def get_queryset(self) -> Any:
        return queries.absences(self.request.user, timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns = [{"label": label} for label in ("Who", "Why", "From", "Until", "Deputy", "")]
        may_record = holds(self.request.user, Permission.VIEW_PEOPLE)
        return super().get_context_data(columns=columns, may_record=may_record, today=timezone.localdate(), **kwargs)


class RecordAbsence(ActionFormView):
    """Say that somebody is away."""

    form_class = forms.AbsenceForm
    heading = "Somebody is away"
    intro = "They go on answering for what they answer for; the deputy stands in."
    submit_label = "Put it on record"

    def may(self) -> bool:
        return holds(self.request.user, Permission.VIEW_PEOPLE)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        return {"professional": forms.own_professional(self.request.user), "starts_on": timezone.localdate()}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.record_absence(by=self.request.user, **data)

    def get_success_message(self) -> str:
        return f"It is on record that {self.result.professional} is away."

    def get_success_url(self) -> str:
        return reverse("episodes:absences")

    get_back_url = get_success_url


class CancelAbsence(View):
    """Call an absence off."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponseBase:
        listed = queries.absences(request.user, timezone.localdate())
        absence: Absence = get_object_or_404(listed, pk=pk)
        pressed(request, lambda: actions.cancel_absence(absence=absence, by=request.user))
        return redirect("episodes:absences")
