"""Bringing a register in: send it, see what it would do, bring it in or set it aside."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import ListView, TemplateView, View

from audit import actions as audit
from audit.looks import How
from patients import actions, forms, permissions, queries
from patients.lifecycle import ImportStatus, Verdict
from patients.models import RegisterImport, RegisterImportRow
from ui.csv import csv_response
from ui.views import ActionFormView

ROWS_A_PAGE = 50


class ImportRegister(ActionFormView):
    """Send a register; the next page says what it would do."""

    form_class = forms.ImportForm
    template_name = "patients/import_form.html"
    heading = "Bring a register in"
    submit_label = "Check the file"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permissions.can_import_somewhere(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(waiting=queries.imports_waiting(self.request.user), **kwargs)

    def perform(self, data: dict[str, Any]) -> RegisterImport:
        file = data["file"]
        return actions.stage_register(content=file.read(), filename=file.name, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("patients:import_preview", args=[self.result.pk])


class ImportList(ListView):
    """Every register that was sent, the latest first; those that wait can be asked for alone."""

    template_name = "patients/imports.html"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[RegisterImport]:
        if not permissions.can_import_somewhere(self.request.user):
            raise PermissionDenied
        if self.request.GET.get("show") == "waiting":
            return queries.imports_waiting(self.request.user)
        return RegisterImport.objects.visible_to(self.request.user).select_related("uploaded_by")


class ImportMixin:
    """Loads the import of the page, once, from those of one's own place."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def register_import(self) -> RegisterImport:
        visible = RegisterImport.objects.visible_to(self.request.user).select_related("uploaded_by", "decided_by")
        return get_object_or_404(visible, pk=self.kwargs["pk"])


class ImportPreview(ImportMixin, TemplateView):
    """What a register would do, or did: each count opens its rows."""

    template_name = "patients/import_preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            register_import=self.register_import,
            preview=queries.preview(self.register_import),
            waiting=self.register_import.status == ImportStatus.STAGED,
            set_aside=self.register_import.status == ImportStatus.DISCARDED,
            **kwargs,
        )


class ImportRows(ImportMixin, ListView):
    """The rows behind one of the counts."""

    template_name = "patients/import_rows.html"
    paginate_by = ROWS_A_PAGE

    @cached_property
    def verdict(self) -> Verdict:
        try:
            return Verdict(self.kwargs["verdict"])
        except ValueError:
            raise Http404 from None

    def get_queryset(self) -> QuerySet[RegisterImportRow]:
        return queries.import_rows(self.register_import, self.verdict, self.request.GET.get("reason", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(register_import=self.register_import, verdict=self.verdict, **kwargs)
        if self.verdict == Verdict.UPDATE and self.register_import.status == ImportStatus.STAGED:
            for row in context["page_obj"]:
                row.differing = queries.differing(row)
        shown = queries.known_in(context["page_obj"], self.request.user)
        audit.record_view(by=self.request.user, patient_ids=shown, page="Rows of a register", how=How.LIST)
        return context


class RejectedRows(ImportMixin, View):
    """The rows that were not taken, in the file's own columns, with what to do about each."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        headings, rows = queries.rejected_rows(self.register_import)
        shown = queries.known_in(queries.import_rows(self.register_import, Verdict.REJECT), request.user)
        audit.record_view(
            by=request.user,
            patient_ids=shown,
            page="Rows of a register that were not taken",
            how=How.EXPORT,
        )
        return csv_response("rows-not-taken.csv", headings, rows)


class DecideImport(ImportMixin, View):
    """A decision about a staged register, made by `decide`; refused, it says why and changes nothing."""

    decide: Callable[[], str]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            done = self.decide()
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, done)
        return redirect("patients:import_preview", self.register_import.pk)


class ConfirmImport(DecideImport):
    """Bring the register in."""

    def decide(self) -> str:
        made = actions.confirm_register_import(register_import=self.register_import, by=self.request.user)
        return f"The register was brought in: {made.to_add:,} people added, {made.to_update:,} updated."


class DiscardImport(DecideImport):
    """Set the register aside."""

    def decide(self) -> str:
        actions.discard_register_import(register_import=self.register_import, by=self.request.user)
        return "The register was set aside. Nothing was brought in."
