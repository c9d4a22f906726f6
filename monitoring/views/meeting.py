"""One meeting: the screen it is run from, and what is done to it."""

from typing import Any

from django.utils.html import format_html
from django.views.generic import TemplateView

from monitoring import actions, forms, queries
from monitoring.models import Meeting
from monitoring.views.mixin import MeetingsMixin
from ui.views import ActionFormView


class MeetingPage(MeetingsMixin, TemplateView):
    """Last actions, attendance and quorum, frozen figures, the agenda with its minutes: all the chair needs."""

    template_name = "monitoring/meeting.html"

    def load(self) -> None:
        self.load_meeting()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = queries.meeting_record(self.meeting)
        context = super().get_context_data(
            record=record, meeting=self.meeting, next_step=record.next_step(self.today), **kwargs
        )
        context["can_write"] = context["can_hold"] and record.is_open
        context["deal_with_here"] = f"?meeting={self.meeting.pk}"
        context["items"] = [(item, _minute_form(item)) for item in record.items]
        return context


def _minute_form(item: Any) -> forms.MinuteForm:
    return forms.MinuteForm(
        initial={"minute": item.minute, "version": item.version}, auto_id=f"item-{item.position}-%s"
    )


class PlanMeeting(MeetingsMixin, ActionFormView):
    changes = True
    form_class = forms.MeetingForm
    heading = "Plan a meeting"
    intro = "It starts with the standing agenda; you can add to it."
    submit_label = "Plan the meeting"
    success_message = "The meeting is planned."

    def load(self) -> None:
        self.group = self.the_group()

    def perform(self, data: dict[str, Any]) -> Meeting:
        return actions.plan_meeting(group=self.group, by=self.request.user, **data)

    def get_success_url(self) -> str:
        return str(self.result.get_absolute_url())


class OfMeeting(MeetingsMixin, ActionFormView):
    """A form about the meeting named in the address, for whoever runs it."""

    changes = True

    def load(self) -> None:
        self.load_meeting()


class CancelMeeting(OfMeeting):
    form_class = forms.CancelForm
    heading = "Cancel this meeting"
    intro = "It stays on the list as cancelled, and counts as not held."
    submit_label = "Cancel the meeting"
    success_message = "The meeting is cancelled."

    def perform(self, data: dict[str, Any]) -> Meeting:
        return actions.cancel_meeting(meeting=self.meeting, by=self.request.user, **data)


class RecordAttendance(OfMeeting):
    form_class = forms.AttendanceForm
    heading = "Who is here?"
    submit_label = "Record attendance"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rows": queries.attendance(self.meeting)}

    def form_valid(self, form: Any) -> Any:
        self.attended = form.attended
        return super().form_valid(form)

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.record_attendance(meeting=self.meeting, attended=self.attended, by=self.request.user)

    def get_success_message(self) -> str:
        return format_html("Attendance is recorded. {}", queries.quorum_of(self.meeting).words)


class FreezeDashboard(OfMeeting):
    form_class = forms.FreezeForm
    heading = "Freeze the figures for this meeting"
    intro = "The numbers are kept as they are now, and never change for this meeting. It can be done once."
    submit_label = "Freeze the figures"
    success_message = "The figures are frozen into this meeting."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": self.today}

    def perform(self, data: dict[str, Any]) -> Any:
        return actions.freeze_dashboard(meeting=self.meeting, by=self.request.user, today=self.today, **data)


class HoldMeeting(OfMeeting):
    form_class = forms.ConfirmForm
    heading = "Record this meeting as held"
    submit_label = "Record as held"
    success_message = "The meeting is recorded as held."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "intro": queries.quorum_of(self.meeting).words}

    def perform(self, data: dict[str, Any]) -> Meeting:
        return actions.hold_meeting(meeting=self.meeting, by=self.request.user, today=self.today)
