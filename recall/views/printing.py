"""Print files: what is in them, the file itself, and that it was posted."""

from dataclasses import dataclass
from itertools import accumulate, groupby
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
from practices.models import Practice
from recall import actions, forms, queries
from recall.codes import code_of
from recall.models import InvitationAttempt, PrintRun, PrintRunPosting
from ui.csv import csv_response
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


@dataclass(frozen=True)
class Letter:
    """One letter of a print file, and on which of its pages it lies."""

    attempt: InvitationAttempt
    first_page: int
    last_page: int


def letters_of(run: PrintRun) -> list[Letter]:
    """The letters in their order, which is practice by practice."""
    found = list(run.attempts.select_related("invitation__patient", "invitation__practice").order_by("position"))
    ends = accumulate(attempt.pages or 0 for attempt in found)
    return [Letter(each, end - (each.pages or 0) + 1, end) for each, end in zip(found, ends, strict=True)]


@dataclass(frozen=True)
class Section:
    """The letters of one practice that lie together in a print file."""

    practice: Practice
    first: Letter
    last: Letter

    @property
    def letters(self) -> str:
        """Which of them, in words."""
        return _range(self.first.attempt.position or 0, self.last.attempt.position or 0)

    @property
    def pages(self) -> str:
        """On which pages, in words."""
        return _range(self.first.first_page, self.last.last_page)


def _range(first: int, last: int) -> str:
    return f"{first} to {last}" if first < last else str(first)


def sections_of(letters: list[Letter]) -> list[Section]:
    """Where a print file may be split, so that each practice gets its own."""
    grouped = groupby(letters, key=lambda letter: letter.attempt.invitation.practice)
    runs = [(practice, list(those)) for practice, those in grouped]
    return [Section(practice, those[0], those[-1]) for practice, those in runs]


class PrintRunDetail(PrintRunMixin, TemplateView):
    """Who has a letter in the print file, page by page."""

    template_name = "recall/print_run.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.print_run
        letters = letters_of(run)
        shown = [letter.attempt.invitation.patient_id for letter in letters]
        audit.record_view(by=self.request.user, patient_ids=shown, page="Letters to be posted", how=How.LIST)
        return super().get_context_data(
            print_run=run,
            campaign=run.campaign,
            letters=letters,
            sections=sections_of(letters),
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


class PrintRunManifest(PrintRunMixin, View):
    """What whoever prints and posts the file checks it by: a line a letter, and nobody's name."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        headers = ["Letter", "First page", "Last page", "Practice code", "Practice", "Format", "Code on the letter"]
        rows = [
            [letter.attempt.position, letter.first_page, letter.last_page, practice.ods_code or "", practice.name,
             letter.attempt.get_format_display(), code_of(letter.attempt.pk)]
            for letter in letters_of(self.print_run)
            for practice in [letter.attempt.invitation.practice]
        ]  # fmt: skip
        return csv_response(f"letters-{self.print_run.number}-manifest.csv", headers, rows)


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
