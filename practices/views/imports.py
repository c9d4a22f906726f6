"""Pages of an import: send the file, look at what it would do, confirm or discard."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from practices import actions, forms, permissions, queries
from practices.lifecycle import Status
from practices.models import PracticeImport
from practices.national_file import COLUMNS, Reason, Verdict
from ui.csv import csv_response
from ui.views import ActionFormView

ROWS_A_PAGE = 50


class ImportPractices(ActionFormView):
    """Send the national file; the next page says what it would do."""

    form_class = forms.PracticeImportForm
    template_name = "practices/import_form.html"
    submit_label = "Look at what would change"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permissions.can_import_practices(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def earlier(self) -> Any:
        return PracticeImport.objects.visible_to(self.request.user).select_related("staged_by")[:10]

    def get_initial(self) -> dict[str, Any]:
        last = self.earlier.first() if self.earlier else None
        return {"commissioner_codes": ", ".join(last.commissioner_codes)} if last else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(earlier=self.earlier, **kwargs)

    def perform(self, data: dict[str, Any]) -> PracticeImport:
        return actions.preview_practice_import(
            content=data["file"].read(),
            filename=data["file"].name,
            commissioner_codes=data["commissioner_codes"],
            by=self.request.user,
        )

    def get_success_url(self) -> str:
        return reverse("practices:import_preview", args=[self.result.pk])


class ImportMixin:
    """The import that the page is about; out of scope is not found."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def practice_import(self) -> PracticeImport:
        visible = PracticeImport.objects.visible_to(self.request.user).select_related("staged_by", "decided_by")
        found: PracticeImport = get_object_or_404(visible, pk=self.kwargs["pk"])
        return found


class ImportPreview(ImportMixin, TemplateView):
    """What the file would do, or did."""

    template_name = "practices/import_preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.practice_import
        return super().get_context_data(
            practice_import=found,
            preview=queries.preview(found),
            waiting=found.status == Status.STAGED,
            discarded=found.status == Status.DISCARDED,
            **kwargs,
        )


class ImportRows(ImportMixin, TemplateView):
    """The rows behind one count."""

    template_name = "practices/import_rows.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.kwargs["verdict"] not in Verdict.values:
            raise Http404
        verdict = Verdict(self.kwargs["verdict"])
        asked = self.request.GET.get("reason", "")
        reason = Reason(asked) if asked in Reason.values else None
        rows = queries.rows_with(self.practice_import, verdict, reason or "")
        page = Paginator(rows, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        shown = {"verdict": verdict, "reason": reason, "page": page}
        return super().get_context_data(
            practice_import=self.practice_import,
            lines=queries.import_lines(list(page.object_list)),
            **kwargs | shown,
        )


class ImportNotInFile(ImportMixin, TemplateView):
    """The practices that the file says nothing of."""

    template_name = "practices/import_not_in_file.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.not_in_file(self.practice_import)
        page = Paginator(found, ROWS_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(practice_import=self.practice_import, page=page, **kwargs)


class RejectedRows(ImportMixin, View):
    """The rejected rows with what is wrong with each, as a file to put right and send again."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        rows = queries.rows_with(self.practice_import, Verdict.REJECTED)
        headers = ["Line", "What is wrong", *(f"Column {number}" for number in range(1, COLUMNS + 1))]
        lines = ([row.line, row.rejection, *row.cells] for row in rows)
        return csv_response("rejected-practice-rows.csv", headers, lines)


class Decide(ImportMixin, View):
    """A button on the preview; a refusal is said there, and nothing was written."""

    action: Callable[..., PracticeImport]
    said = ""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            type(self).action(practice_import=self.practice_import, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, self.said)
        return redirect("practices:import_preview", pk=self.practice_import.pk)


class ConfirmImport(Decide):
    action = staticmethod(actions.confirm_practice_import)
    said = "The practices were imported."


class DiscardImport(Decide):
    action = staticmethod(actions.discard_practice_import)
    said = "The file was discarded. Nothing was changed."


class LookAgain(Decide):
    action = staticmethod(actions.look_again)
    said = "The preview is as of now."
