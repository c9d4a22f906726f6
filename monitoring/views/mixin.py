"""What every page of the group shares: who is let in, and the meeting it is about."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from monitoring import permissions
from monitoring.models import Group, Meeting


class MeetingsMixin:
    """Lets in whoever may see meetings, and to a page that changes something only whoever runs them.

    `load` finds the rows the page is about, always from what this person may see; out of scope is 404.
    """

    changes = False
    request: HttpRequest
    kwargs: dict[str, Any]
    caption = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        may = permissions.can_hold_meetings if self.changes else permissions.can_view_meetings
        if not may(request.user):
            raise PermissionDenied("This page is for the monitoring group and whoever runs its meetings.")
        self.today = timezone.localdate()
        self.load()
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    def load(self) -> None:
        """The rows of the page; nothing by default."""

    def the_group(self) -> Group:
        group: Group = get_object_or_404(Group.objects.visible_to(self.request.user))
        return group

    def about(self, meeting: Meeting) -> None:
        """Make the page one of this meeting."""
        self.meeting = meeting
        self.caption = str(meeting)

    def load_meeting(self) -> None:
        """The meeting named in the address."""
        found = Meeting.objects.visible_to(self.request.user).select_related("group")
        self.about(get_object_or_404(found, pk=self.kwargs["pk"]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(  # type: ignore[misc, no-any-return]
            today=self.today, can_hold=permissions.can_hold_meetings(self.request.user), **kwargs
        )

    def get_back_url(self) -> str:
        meeting = getattr(self, "meeting", None)
        return meeting.get_absolute_url() if meeting else reverse("monitoring:group")

    def get_success_url(self) -> str:
        return self.get_back_url()


def as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    """A document to look at in the browser, under a name that says what it is."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
