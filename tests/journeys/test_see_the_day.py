"""See the day: every line of Today is a count, and opens exactly the list that it counts."""

import re

import pytest

from tests.journeys.visitor import Visitor, number

# The page of the group shows several lists at once, so what is counted on it is named.
ON_THE_GROUP_PAGE = {
    "empty seat": "Empty seat",
    "seat on the group held": "Has left the scheme",
    "seats on the group held": "Has left the scheme",
    "minutes wait": "Held Draft",
    "late": "The group is late to meet",
}


@pytest.mark.parametrize("role", ["Scheme co-ordinator", "Prescriber", "Practice staff"])
def test_every_line_of_the_day_opens_the_list_that_it_counts(visitor: Visitor, role: str):
    visitor.signs_in_as(role).is_on("Today")

    lines = [
        (each.inner_text(), each.get_attribute("href") or "") for each in visitor.page.locator(".app-today__link").all()
    ]

    assert lines
    for line, address in lines:
        visitor.goes_to(address)
        assert (line, number(line)) == (line, listed(visitor, line))


def listed(visitor: Visitor, line: str) -> int:
    """How many of what the line counts are on the page it opens."""
    if not visitor.path.startswith("/group/") or "action" in line:
        return visitor.listed()
    words = next(shown for part, shown in ON_THE_GROUP_PAGE.items() if part in line)
    pattern = re.compile(r"\s+".join(words.split()))
    return len(pattern.findall(visitor.page.locator("main").inner_text()))
