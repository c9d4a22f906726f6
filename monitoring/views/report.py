"""The documents of a meeting: asked for, waiting, ready or failed; and the frozen figures as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from indicators import table
from monitoring import actions, forms, queries, tasks
from monitoring.models import DashboardSnapshot, IssuedDocument, Kind, ReportRun
from monitoring.views.meeting import OfMeeting
from monitoring.views.mixin import MeetingsMixin, as_file
from ui import csv


class ReportPage(MeetingsMixin, TemplateView):
    """How far each document of the meeting has come, with its hash once it is issued."""

    template_name = "monitoring/report.html"

    def load(self) -> None:
        self.load_meeting()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            meeting=self.meeting,
            documents=queries.documents(self.meeting),
            snapshot=DashboardSnapshot.objects.visible_to(self.request.user).filter(meeting=self.meeting).first(),
            asked=self.meeting.report_runs.filter(kind=Kind.AUDIT_REPORT).exists(),
            **kwargs,
        )


class RequestReport(OfMeeting):
    """Ask for the audit report; the worker makes it, and the page says how far it is."""

    form_class = forms.ConfirmForm
    heading = "Make the audit report"
    intro = "The report is made in the background from the figures frozen into this meeting. You can go on working."
    submit_label = "Make the audit report"
    success_message = "The audit report is asked for."

    def perform(self, data: dict[str, Any]) -> ReportRun:
        run = actions.request_report(meeting=self.meeting, by=self.request.user)
        tasks.ring(run.scheme_id, run.pk)
        return run

    def get_success_url(self) -> str:
        return reverse("monitoring:report", args=[self.meeting.pk])


class RetryReport(RequestReport):
    """Try again to make a document that failed or was left half-made."""

    heading = "Try again to make this document"
    intro = ""
    submit_label = "Try again"
    success_message = "The document is asked for again."

    def load(self) -> None:
        runs = ReportRun.objects.visible_to(self.request.user).select_related("meeting")
        self.run = get_object_or_404(runs, pk=self.kwargs["pk"])
        self.about(self.run.meeting)

    def perform(self, data: dict[str, Any]) -> ReportRun:
        run = actions.retry_report(run=self.run, by=self.request.user)
        tasks.ring(run.scheme_id, run.pk)
        return run


class ReportPdf(MeetingsMixin, View):
    """The audit report as it was issued; 404 until it is."""

    def load(self) -> None:
        self.load_meeting()

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        issued = IssuedDocument.objects.visible_to(request.user)
        document = get_object_or_404(issued, meeting=self.meeting, kind=Kind.AUDIT_REPORT)
        name = f"audit-report-{self.meeting.planned_on.isoformat()}.pdf"
        return as_file(bytes(document.content), "application/pdf", name)


class ReportCsv(MeetingsMixin, View):
    """The frozen figures as a file: the rows of the page and of the report."""

    def load(self) -> None:
        self.load_meeting()
        self.snapshot = get_object_or_404(DashboardSnapshot.objects.visible_to(self.request.user), meeting=self.meeting)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        figures = [figure for _, figure in queries.frozen_figures(self.snapshot, self.snapshot.period_code)]
        name = f"figures-{self.meeting.planned_on.isoformat()}.csv"
        return csv.csv_response(name, table.HEADERS, table.rows(figures))
