"""Letters as they are printed, beside WeasyPrint called in the most obvious way, and beside shaping words alone."""

import io
import re
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.html import escape

from patients.models import Channel
from recall import actions as recall
from recall import documents
from recall.models import InvitationAttempt
from sharedcare.bench.scratch import Scratch, timed_cpu, undone
from sharedcare.bench.timing import Case
from ui.press import layout

BODY = (
    "It is time for your yearly review at the practice.\n\n"
    "Please telephone us to choose a day and a time that suit you. If you need somebody with you, or help to get here, "
    "tell us when you call.\n\nYours sincerely\nThe practice team"
)
PLACE = re.compile(rf'<span {layout.PLACE}="(\d+)"></span>')
# A print file of the floor: so many bytes a letter, joined, which is about what a page and its marks take.
BYTES_EACH = 9_000
SIZE = 14.0  # of most of the words, in pixels


def cases(world: Scratch, count: int, batch: int) -> list[Case]:
    """A few letters beside the naive way, which takes a quarter of a second each; many beside the floor."""
    many = letters_to_print(world, batch)
    few, words = many[:count], [documents._apart(each)[1] for each in many]

    def ours(attempts: Sequence[InvitationAttempt]) -> float:
        return timed_cpu(lambda: documents.letters(attempts, world.today))

    return [
        Case(
            "letters", len(few), "letters", "CPU",
            lambda: ours(few), lambda: timed_cpu(lambda: [obvious(each, world.today) for each in few]),
            "HTML(…).write_pdf()", is_limit=False,
        ),
        Case(
            "letters of a batch", len(many), "letters", "CPU",
            lambda: ours(many), lambda: timed_cpu(lambda: floor(words)), "shaping the words, joining bytes",
        ),
    ]  # fmt: skip


def letters_to_print(world: Scratch, count: int) -> list[InvitationAttempt]:
    """The first letters of a campaign, worded, practice by practice; read out before the campaign is undone."""
    with undone(world):
        campaign = recall.draft_campaign(name="Letters", due_by=world.today + timedelta(days=60), by=world.coordinator)
        recall.pass_shipped_wording(on=world.today, said="Read for a measurement.", by=world.coordinator)
        recall.launch_campaign(campaign=campaign, by=world.coordinator)
        of_campaign = InvitationAttempt.objects.filter(invitation__campaign=campaign, channel=Channel.LETTER)
        ordered = of_campaign.order_by("invitation__practice", "pk")
        found = list(ordered.select_related("invitation__practice", "invitation__patient")[:count])
    for attempt in found:
        patient = attempt.invitation.patient
        attempt.recipient = "\n".join([patient.name, *patient.address, patient.postcode])
        attempt.body = f"Dear {patient.name}\n\n{BODY}"
    return found


def obvious(attempt: InvitationAttempt, today: Any) -> bytes:
    """One letter, the way the documentation of WeasyPrint begins: nothing shared with the next."""
    import weasyprint

    sheet, own = documents._apart(attempt)
    context = documents._context(sheet, today)
    context |= {"pdf_title": "Letter", "language": "en-GB", "variant": "standard"}
    path = finders.find(layout.STYLESHEET)
    assert isinstance(path, str)
    markup = PLACE.sub(lambda place: escape(own[int(place[1])]), render_to_string(documents.TEMPLATE, context))
    html = weasyprint.HTML(string=re.sub(r"<link[^>]*>", "", markup))
    content: bytes = html.write_pdf(stylesheets=[weasyprint.CSS(filename=path)])
    return content


def floor(own: Sequence[Sequence[str]]) -> bytes:
    """What no program that writes these letters can do without: each word shaped anew, and as many bytes put down."""
    import uharfbuzz

    font, body, written = font_alone(), bytes(BYTES_EACH), []
    for words in own:
        for each in words:
            buffer = uharfbuzz.Buffer()
            buffer.add_str(each)
            buffer.guess_segment_properties()
            uharfbuzz.shape(font, buffer)
        written += [body, *(each.encode() for each in words)]
    return b"".join(written)


@lru_cache(maxsize=1)
def font_alone() -> Any:
    """Our own font, without anything that makes pages."""
    import uharfbuzz
    from fontTools.ttLib import TTFont

    content, font = io.BytesIO(), TTFont(layout.STATIC_FOLDER / "fonts" / "Inter-Regular.woff2")
    font.flavor = None
    font.save(content)
    made = uharfbuzz.Font(uharfbuzz.Face(content.getvalue()))
    made.scale = (round(SIZE * 1024),) * 2
    return made
