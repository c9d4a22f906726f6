"""Letters as they are printed, beside WeasyPrint called in the most obvious way, once for each."""

import re
from datetime import timedelta
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from patients.models import Channel
from recall import actions as recall
from recall import documents
from recall.models import InvitationAttempt
from sharedcare.bench.scratch import Scratch, timed_cpu, undone
from sharedcare.bench.timing import Case
from ui.press import layout

TEMPLATE = "recall/print/letter.html"
BODY = (
    "It is time for your yearly review at the practice.\n\n"
    "Please telephone us to choose a day and a time that suit you. If you need somebody with you, or help to get here, "
    "tell us when you call.\n\nYours sincerely\nThe practice team"
)


def case(world: Scratch, count: int) -> Case:
    attempts = letters_to_print(world, count)

    def ours() -> float:
        return timed_cpu(lambda: documents.letters(attempts, world.today))

    def naive() -> float:
        return timed_cpu(lambda: [obvious(attempt, world.today) for attempt in attempts])

    return Case("letters", len(attempts), "letters", "CPU", ours, naive, "HTML(…).write_pdf()", is_limit=False)


def letters_to_print(world: Scratch, count: int) -> list[InvitationAttempt]:
    """The first letters of a campaign, worded; read out before the campaign is undone."""
    with undone(world):
        campaign = recall.draft_campaign(name="Letters", due_by=world.today + timedelta(days=60), by=world.coordinator)
        recall.pass_shipped_wording(on=world.today, said="Read for a measurement.", by=world.coordinator)
        recall.launch_campaign(campaign=campaign, by=world.coordinator)
        of_campaign = InvitationAttempt.objects.filter(invitation__campaign=campaign, channel=Channel.LETTER)
        found = list(of_campaign.select_related("invitation__practice", "invitation__patient")[:count])
    for attempt in found:
        patient = attempt.invitation.patient
        attempt.recipient = "\n".join([patient.name, *patient.address, patient.postcode])
        attempt.body = f"Dear {patient.name}\n\n{BODY}"
    return found


def obvious(attempt: InvitationAttempt, today: Any) -> bytes:
    """One letter, the way the documentation of WeasyPrint begins: nothing shared with the next."""
    import weasyprint

    context = {**documents._letter(attempt, today), "pdf_title": "Letter", "language": "en-GB", "variant": "standard"}
    path = finders.find(layout.STYLESHEET)
    assert isinstance(path, str)
    html = weasyprint.HTML(string=re.sub(r"<link[^>]*>", "", render_to_string(TEMPLATE, context)))
    content: bytes = html.write_pdf(stylesheets=[weasyprint.CSS(filename=path)])
    return content
