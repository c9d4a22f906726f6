"""The agenda and its minutes: written as the meeting goes, approved, locked, printed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views import View

from monitoring import actions, documents, forms, queries, tasks
from monitoring.models import AgendaItem, IssuedDocument, Kind, Meeting
from monitoring.views.meeting import OfMeeting
from monitoring.views.mixin import MeetingsMixin, as_file


class OfItem(OfMeeting):
    """A form about one item of an agenda; afterwards the meeting's page opens at that item."""

    def load(self) -> None:
        items = AgendaItem.objects.visible_to(self.request.user).select_related("meeting")
        self.item = get_object_or_404(items, pk=self.kwargs["pk"])
        self.about(self.item.meeting)
        self.caption = f"{self.meeting}: {self.item.title}"

    def get_success_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}#item-{self.item.position}"


class AddItem(OfMeeting):
    form_class = forms.ItemForm
    heading = "Add to the agenda"
    submit_label = "Add to the agenda"
    success_message = "It is on the agenda."

    def perform(self, data: dict[str, Any]) -> AgendaItem:
        return actions.add_agenda_item(meeting=self.meeting, by=self.request.user, **data)


class WriteMinute(OfItem):
    form_class = forms.MinuteForm
    heading = "Minute"
    submit_label = "Save the minute"
    success_message = "The minute is saved."

    def get_initial(self) -> dict[str, Any]:
        return {"minute": self.item.minute, "version": self.item.version}

    def perform(self, data: dict[str, Any]) -> AgendaItem:
        return actions.write_minute(item=self.item, by=self.request.user, **data)


class RecordDecision(OfItem):
    form_class = forms.DecisionForm
    heading = "Record a decision"
    submit_label = "Record the decision"
    success_message = "The decision is recorded."

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.record_decision(item=self.item, by=self.request.user, **data)


class ApproveMinutes(OfMeeting):
    """Approve, and make the document at once: the minutes are short, and nobody should wait for them."""

    form_class = forms.ConfirmForm
    heading = "Approve these minutes"
    intro = (
        "The minutes, attendance, decisions, actions and figures of this meeting are then locked for good, and the "
        "minutes are kept as a document."
    )
    submit_label = "Approve and lock the minutes"
    success_message = "The minutes are approved and locked."

    def perform(self, data: dict[str, Any]) -> Meeting:
        meeting = actions.approve_minutes(meeting=self.meeting, by=self.request.user)
        tasks.produce_now(meeting.scheme_id, meeting.report_runs.get(kind=Kind.MINUTES).pk)
        return meeting


class MinutesPdf(MeetingsMixin, View):
    """The minutes in print: the bytes that were issued, or, until they are approved, a draft drawn now."""

    def load(self) -> None:
        self.load_meeting()

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        name = f"minutes-{self.meeting.planned_on.isoformat()}.pdf"
        if not self.meeting.is_approved:
            return as_file(documents.minutes_pdf(queries.meeting_record(self.meeting)), "application/pdf", name)
        issued = IssuedDocument.objects.visible_to(request.user)
        document = issued.filter(meeting=self.meeting, kind=Kind.MINUTES).first()
        if document is None:
            return redirect("monitoring:report", self.meeting.pk)
        return as_file(bytes(document.content), "application/pdf", name)
