"""On paper: the print file of many letters, and how well a campaign went."""

from typing import Any

from recall import window
from recall.models import InvitationAttempt
from ui import pdf

VARIANTS = {"standard": "standard", "large_print": "large", "easy_read": "easy"}


def letters(attempts: list[InvitationAttempt], today: Any) -> pdf.PrintFile:
    """One print file of these letters, in this order, each as its own attempt words it and in its own format."""
    return pdf.render_pdfs(
        "recall/print/letter.html", [_letter(attempt, today) for attempt in attempts], title="Letters"
    )


def _letter(attempt: InvitationAttempt, today: Any) -> dict[str, Any]:
    practice = attempt.invitation.practice
    address = attempt.recipient.split("\n")
    return {
        "letter": attempt,
        "letter_variant": VARIANTS[attempt.format],
        "address": address,
        "address_size": window.size_for(address),
        "practice": practice,
        "practice_address": [*practice.address, practice.postcode],
        "paragraphs": [paragraph.split("\n") for paragraph in attempt.body.split("\n\n")],
        "today": today,
    }


def quality(context: dict[str, Any]) -> bytes:
    """How well a campaign went, as a PDF."""
    title = f"How {context['campaign'].name} went"
    return pdf.render_pdf("recall/print/quality.html", context, title=title)
