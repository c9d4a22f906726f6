"""Call people in: a preview with reasons, one press, a worker that delivers, and a balance that adds up."""

from datetime import date, timedelta

from tests.journeys.paper import pages_of
from tests.journeys.visitor import Visitor, number

DUE_BY = date.today() + timedelta(days=70)
NEVER_SAID = ("drug", "addict", "methadone", "substitut", "opioid", "buprenorphine", "recovery", "shared care")


def test_people_are_called_in_and_every_one_of_them_is_accounted_for(visitor: Visitor):
    already_there = set(outbox(visitor))
    visitor.signs_in_as("Scheme co-ordinator").follows("Call and recall").presses("Call people in")
    visitor.fills("Name of the campaign", "Called in by a journey")
    visitor.fills("What are people called in for?", "Their yearly review")
    visitor.dates("Invite everybody whose review is due by", DUE_BY).presses("See who would be invited")

    invited, skipped = counted(visitor, "To be invited"), counted(visitor, "Not to be invited")
    assert invited == number(visitor.main.locator(".app-card", has_text="To be invited").first.inner_text())
    visitor.reads(f"{invited + skipped} people have a review due by")
    visitor.presses("Go on to launch").reads(f"{invited} people will be invited")
    visitor.presses("Launch the campaign")

    with visitor.staying_here():
        first = settled(visitor)
        visitor.waits_until(lambda: settled(visitor) > first)
        visitor.waits_until(lambda: share(visitor, "Waiting") == letters(visitor))
    assert share(visitor, "Total") == sum(
        share(visitor, part) for part in ("Invited", "Waiting", "Not invited", "Failed")
    )
    assert share(visitor, "Total") == invited + skipped

    visitor.follows("Print file 1").reads("Not posted yet, as far as anybody has recorded.")
    pages = pages_of(visitor.downloads("Download the letters"))
    of_the_file = visitor.main.locator("table").filter(has_text="Letters in this file")
    assert len(pages) >= of_the_file.locator("tbody tr").count() > 0
    assert says_nothing(" ".join(pages))

    visitor.presses("Record as posted").presses("Record as posted").reads("The letters are recorded as posted.")
    assert share(visitor, "Waiting") == 0
    assert share(visitor, "Invited") + share(visitor, "Failed") == invited

    sent = set(outbox(visitor)) - already_there
    assert sent
    assert all(says_nothing(each) for each in sent)


def test_a_small_round_of_a_cohort_does_what_was_foreseen_and_leaves_the_others_in_sight(visitor: Visitor):
    visitor.signs_in_as("Scheme co-ordinator").follows("Call and recall").presses("Cohorts").presses("Make a cohort")
    visitor.is_on("How are these people found?").follows("Segmentation", within="main")
    visitor.fills("Name of the cohort", "Found by a journey").fills("What are these people", "A first conversation")
    visitor.fills("Lowest age", "30").presses("Make the cohort").is_on("Found by a journey")

    visitor.follows("Call and recall").presses("Call people in")
    visitor.fills("Name of the campaign", "A small round").fills(
        "What are people called in for?", "To get to know them"
    )
    visitor.selects("Or invite a cohort", "Found by a journey")
    visitor.fills("Invite at most so many people in this round", "5")
    visitor.fills("Appointments each practice has in a week", "1").presses("See who would be invited")
    assert counted(visitor, "To be invited") == 5

    visitor.presses("See what would happen").is_on("What would happen").reads("1 of 1 appointment")
    assert number(visitor.sees("People invited")) == 5
    visitor.presses("Go on to launch").presses("Launch the campaign").reads("Left for the next round")
    assert share(visitor, "Total") - share(visitor, "Not invited") == 5

    visitor.presses("How it goes").reads("5 people were to be invited")
    visitor.follows("A small round").presses("Go round again").fills("Name of the campaign", "The round after it")
    visitor.presses("See who would be invited").reads("Already being invited by another campaign")
    assert counted(visitor, "To be invited") == 5


def counted(visitor: Visitor, title: str) -> int:
    """The sum of a card's lines, each of which is a count with its reason or channel."""
    card = visitor.main.locator(".app-card").filter(has=visitor.page.get_by_role("heading", name=title)).first
    return sum(number(each.inner_text()) for each in card.get_by_role("link").all())


def settled(visitor: Visitor) -> int:
    return number(visitor.main.locator(".app-progress__label").inner_text().split(":")[1])


def share(visitor: Visitor, part: str) -> int:
    row = visitor.main.locator(".app-balance__table tr").filter(has_text=part)
    return number(row.locator("td").first.inner_text())


def letters(visitor: Visitor) -> int:
    """Letters wait for the post, and the people they are for wait with them."""
    rows = visitor.main.locator("table").filter(has_text="Print files").locator("tbody tr")
    return sum(number(each.locator("td").first.inner_text()) for each in rows.all())


def says_nothing(text: str) -> bool:
    """Nothing a household could read tells that somebody is in drug treatment."""
    return not any(word in text.casefold() for word in NEVER_SAID)


def outbox(visitor: Visitor) -> list[str]:
    return [each.read_text(errors="replace") for each in visitor.site.outbox.rglob("*") if each.is_file()]
