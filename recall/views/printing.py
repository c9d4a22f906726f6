"""Print files: what is in them, the file itself, and that it was posted."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import ListView, TemplateView

from audit import actions as audit
from audit.looks import How
from recall import actions, forms, queries
from recall.models import PrintRun, PrintRunPosting
from ui.views import ActionFormView


class PrintRunMixin:
    """Loads the print file, of the campaigns this person runs."""

    kwargs: dict[str, Any]
    request: HttpRequest

    @cached_property
    def print_run(self) -> PrintRun:
        found = PrintRun.objects.visible_to(self.request.user).select_related("campaign", "posting")
        return get_object_or_404(found, pk=self.kwargs["pk"])


class PrintRunsToPost(ListView):
    """Print files whose letters are still to be posted."""

    template_name = "recall/print_runs.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return queries.print_runs_to_post(self.request.user)


class PrintRunDetail(PrintRunMixin, TemplateView):
    """Who has a letter in the print file, page by page."""

    template_name = "recall/print_run.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.print_run
        letters = list(run.attempts.select_related("invitation__patient", "invitation__practice").order_by("position"))
        shown = [attempt.invitation.patient_id for attempt in letters]
        audit.record_view(by=self.request.user, patient_ids=shown, page="Letters to be posted", how=How.LIST)
        return super().get_context_data(
            print_run=run,
            campaign=run.campaign,
            letters=letters,
            posting=PrintRunPosting.objects.filter(print_run=run).select_related("by").first(),
            **kwargs,
        )


class DownloadPrintRun(PrintRunMixin, View):
    """The bytes that were made, never made again."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        run = self.print_run
        people = run.attempts.values_list("invitation__patient_id", flat=True)
        audit.record_view(by=request.user, patient_ids=list(people), page="Letters to be posted", how=How.PRINT)
        name = f"letters-{run.number}.pdf"
        return HttpResponse(
            bytes(run.content),
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class PostPrintRun(PrintRunMixin, ActionFormView):
    """Record that the letters were posted."""

    form_class = forms.PostingForm
    heading = "Letters posted"
    intro = "The people in this print file count as invited from then on."
    submit_label = "Record as posted"
    success_message = "The letters are recorded as posted."

    @property
    def caption(self) -> str:  # type: ignore[override]
        return str(self.print_run)

    def get_initial(self) -> dict[str, Any]:
        return {"posted_on": timezone.localdate()}

    def perform(self, data: dict[str, Any]) -> PrintRunPosting:
        return actions.post_print_run(print_run=self.print_run, by=self.request.user, **data)

    def get_success_url(self) -> str:
        return reverse("recall:campaign", args=[self.print_run.campaign_id])
