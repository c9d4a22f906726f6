"""What other pages show of this app."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch

from recall.models import Booking, Invitation, InvitationAttempt


@dataclass(frozen=True)
class PanelRow:
    """One campaign in one person's life."""

    invitation: Invitation
    attempts: list[InvitationAttempt]
    is_open: bool
    is_to_tell: bool

    @property
    def last(self) -> str:
        """The last attempt in words."""
        if not self.attempts:
            return ""
        attempt = self.attempts[-1]
        return f"{attempt.get_channel_display()}, {attempt.get_state_display().lower()}"


@dataclass(frozen=True)
class InvitationsPanel:
    """Every campaign the person was in, newest first; the open one is for the whole team to see (H13)."""

    rows: list[PanelRow]

    @property
    def open(self) -> PanelRow | None:
        return next((row for row in self.rows if row.is_open), None)

    @property
    def to_tell(self) -> PanelRow | None:
        """The invitation that no message carries: whoever speaks to the person next tells them."""
        return next((row for row in self.rows if row.is_to_tell), None)


def invitations_panel(patient: Any) -> InvitationsPanel:
    """The panel on a person's page."""
    mine = Invitation.objects.filter(patient=patient)
    is_open = Exists(Invitation.objects.open().filter(pk=OuterRef("pk")))
    is_to_tell = Exists(Invitation.objects.to_tell().filter(pk=OuterRef("pk")))
    found = (
        mine.annotate(is_open=is_open, is_to_tell=is_to_tell)
        .select_related("campaign")
        .prefetch_related(
            Prefetch("attempts", InvitationAttempt.objects.order_by("sequence")),
            "answers",
            Prefetch("bookings", Booking.objects.select_related("outcome")),
        )
        .order_by("-campaign__launched_at", "-pk")
    )
    return InvitationsPanel([PanelRow(i, list(i.attempts.all()), i.is_open, i.is_to_tell) for i in found])
