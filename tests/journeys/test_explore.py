"""Explore: the commissioner and the group see every figure, and never a person."""

import re

import pytest

from tests.journeys.register import Somebody
from tests.journeys.stories import opens_the_record, starts_shared_care
from tests.journeys.visitor import Visitor


@pytest.mark.parametrize("role", ["Commissioner", "Monitoring group member"])
def test_figures_are_for_everybody_and_people_for_those_who_care_for_them(
    visitor: Visitor, somebody: Somebody, role: str
):
    visitor.signs_in_as("Prescriber")
    starts_shared_care(visitor, somebody)
    plan = visitor.path
    person = opens_the_record(visitor, somebody).path
    visitor.signs_out()

    visitor.signs_in_as(role).is_on("Today")
    visitor.goes_to(person).is_told_no()
    visitor.goes_to(plan).is_told_no()

    visitor.goes_to("/").follows("Figures").reads("Numbers from 1 to 7 are shown as *")
    assert visitor.main.locator("tbody tr").count() > 3
    shows_nobody(visitor, somebody)
    measure = visitor.main.locator("tbody th a").first
    visitor.clicks(measure).reads("Practice by practice", "Over time")
    shows_nobody(visitor, somebody)
    visitor.follows("Monitoring group")
    visitor.clicks(visitor.main.locator("tr", has_text="Approved").get_by_role("link").first).reads(
        "Figures this meeting saw"
    )
    shows_nobody(visitor, somebody)
    file = visitor.goes_to("/figures/").fetches("Download as a spreadsheet file").decode("utf-8-sig")
    assert somebody.family_name not in file


def shows_nobody(visitor: Visitor, somebody: Somebody) -> None:
    """No name, no NHS number, and no way to either."""
    words = visitor.main.inner_text()
    assert somebody.name not in words
    assert not re.search(r"\b999 \d{3} \d{4}\b", words)
    assert visitor.page.locator("a[href*='/people/'], a[href*='/plans/']").count() == 0
