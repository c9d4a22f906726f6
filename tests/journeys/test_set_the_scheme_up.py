"""Set the scheme up: a practice takes part, a GP comes to it, and holds the tier that the evidence bears."""

from datetime import date, timedelta

from tests.journeys.visitor import Visitor

TODAY = date.today()
LAST_YEAR = TODAY - timedelta(days=200)
NEXT_YEAR = TODAY + timedelta(days=300)
GP = "Dr Fern Tolliver"


def test_a_practice_takes_part_from_a_day(visitor: Visitor):
    visitor.signs_in_as("Scheme co-ordinator").goes_to("/practices/?show=all")
    outside = (
        visitor.page.locator("tbody tr")
        .filter(has_text="Active")
        .filter(has=visitor.page.get_by_text("No", exact=True))
    )
    visitor.clicks(outside.first.get_by_role("link").first)
    practice = visitor.page.get_by_role("heading", level=1).inner_text().splitlines()[-1]
    visitor.reads("Does not take part today.")

    visitor.follows("Let it take part").dates("From", LAST_YEAR).presses("Save")

    visitor.goes_to("/schemes/participation/")
    assert day(LAST_YEAR) in visitor.sees(practice)


def test_part_2_alone_makes_no_gp_with_a_special_interest(visitor: Visitor):
    visitor.signs_in_as("Scheme co-ordinator").goes_to("/practices/").presses("Add a professional")
    visitor.fills("Name", GP).chooses("Profession", "GP").selects("Where they work", visitor.site.place("Prescriber"))
    visitor.dates("First day there", LAST_YEAR).presses("Add them")
    visitor.is_on(GP)

    records_evidence(visitor, "RCGP Certificate Part 2")
    awards(visitor, "GP with a special interest")

    visitor.reads(
        "RCGP Certificate Part 1 is not on record or has lapsed.",
        "There is no commissioned appointment; Part 2 alone never makes a GP with a special interest.",
    )

    visitor.follows("Cancel")
    records_evidence(visitor, "RCGP Certificate Part 1")
    awards(visitor, "GP with a special interest")

    visitor.reads("There is a problem", "There is no commissioned appointment")

    visitor.follows("Cancel").follows("Record an appointment")
    visitor.fills("Appointed by", "Teesmouth Council public health").dates("From", LAST_YEAR)
    visitor.presses("Record the appointment").reads("The appointment is recorded.")
    awards(visitor, "GP with a special interest")

    visitor.is_on(GP).reads("The tier is awarded.")
    assert f"GP with a special interest from {day(TODAY)}" in visitor.sees("Tier now")


def records_evidence(visitor: Visitor, evidence: str) -> None:
    visitor.presses("Record evidence").chooses("What is it?", evidence)
    visitor.dates("Date of the award or training", LAST_YEAR).presses("Record the evidence")
    visitor.reads("The evidence is recorded.")


def awards(visitor: Visitor, tier: str) -> None:
    visitor.presses("Award a tier").chooses("Tier", tier)
    visitor.dates("From", TODAY).dates("Review on", NEXT_YEAR).presses("Award the tier")


def day(given: date) -> str:
    return f"{given.day} {given:%B %Y}"
