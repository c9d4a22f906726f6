"""Hold the meeting: from the plan to locked minutes, and the same numbers on the page, in the PDF and in the file."""

import csv
import io
import re
from datetime import date, timedelta

from tests.journeys.paper import text_of
from tests.journeys.visitor import Visitor

TODAY = date.today()
DECISION = "Practices may ask for a visit before the clocks change."
ASKED = "Write to every practice with the days that are free."
WHOLE = re.compile(r"All practices (\S+) (\S+) (\S+) (\S+) (\S+)")  # the last row of each table of the report
QUORUM = re.compile(r"There is a quorum: \d+ stakeholder groups are present\.")


def test_the_monitoring_group_meets_and_its_minutes_are_locked(visitor: Visitor):
    visitor.signs_in_as("Scheme co-ordinator").follows("Monitoring group").presses("Plan a meeting")
    visitor.dates("Day", TODAY).fills("Time", "13:30").fills("Place", "The Old Library").presses("Plan the meeting")
    meeting = visitor.path
    visitor.reads("Attendance is not recorded yet.")

    visitor.presses("Record who is here")
    everybody(visitor, present=False)
    visitor.reads("There is no quorum: 0 stakeholder groups are present.")

    visitor.goes_to(meeting).follows("Change attendance")
    everybody(visitor, present=True)
    visitor.goes_to(meeting).reads(QUORUM)

    visitor.presses("Freeze the figures").presses("Freeze the figures").reads(
        "The figures are frozen into this meeting."
    )
    visitor.presses("Record as held").presses("Record as held").reads("The meeting is recorded as held.")

    visitor.main.locator("#item-3").get_by_label("Minute").fill("The group read the figures.")
    visitor.presses("Save the minute of item 3").reads("The minute is saved.")
    visitor.follows("Record a decision under item 3").fills("What was decided?", DECISION).presses(
        "Record the decision"
    )
    visitor.follows("Raise an action under item 3").fills("What is to be done?", ASKED)
    visitor.selects("Who will do it?", coordinator(visitor)).dates("By when?", TODAY + timedelta(days=30))
    visitor.presses("Raise the action").reads(DECISION, ASKED, coordinator(visitor))

    visitor.presses("Approve the minutes").presses("Approve and lock the minutes")

    visitor.goes_to(meeting).reads("Locked.", "The group read the figures.", DECISION)
    visitor.does_not_read("Record a decision", "Raise an action", "Change attendance")
    minutes = text_of(visitor.fetches("Minutes as PDF"))
    assert all(words in minutes for words in ("The group read the figures.", DECISION, ASKED, coordinator(visitor)))
    assert QUORUM.search(minutes)
    the_numbers_agree(visitor, meeting)


def the_numbers_agree(visitor: Visitor, meeting: str) -> None:
    """What the page shows, the file holds and the report prints."""
    table = visitor.goes_to(meeting).main.locator("table").filter(has_text="Figures this meeting saw")
    rows = table.locator("tbody tr").all()
    on_the_page = [tuple(cell.inner_text() for cell in row.locator("th, td").all()[:6]) for row in rows]
    assert len(on_the_page) > 3

    file = visitor.fetches("Figures as a spreadsheet file").decode("utf-8-sig")
    whole = [row for row in csv.DictReader(io.StringIO(file)) if row["Practice"] == "All practices"]
    assert [as_on_the_page(row) for row in whole] == on_the_page

    visitor.follows("Minutes and audit report").presses("Make the audit report").presses("Make the audit report")
    ready = visitor.main.get_by_role("link", name="Audit report")
    visitor.waits_until(lambda: ready.count() > 0, again=True)
    printed = text_of(visitor.fetches("Audit report"))
    assert WHOLE.findall(printed) == [figures[1:] for figures in on_the_page]


def as_on_the_page(row: dict[str, str]) -> tuple[str, ...]:
    figure, denominator = row["Percentage"] or "–", row["Denominator"] or "–"
    title = f"{row['Title']} ({row['Measure']})"
    return title, figure, row["Numerator"], denominator, row["Excluded"], row["Incomplete"]


def everybody(visitor: Visitor, *, present: bool) -> None:
    """Each seat is answered for: by its member, or with apologies; an empty seat has only the latter."""
    for seat in visitor.main.locator("fieldset").all():
        seat.get_by_label("Apologies", exact=True).check()
        if present:
            seat.get_by_role("radio").first.check()
    visitor.presses("Record attendance").reads("Attendance is recorded.")


def coordinator(visitor: Visitor) -> str:
    return next(each["name"] for each in visitor.site.sign_ins if each["role"] == "Scheme co-ordinator")
