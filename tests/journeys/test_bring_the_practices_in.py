"""Bring the practices in: the national file, for one more commissioner."""

from tests.journeys.conftest import ROOT
from tests.journeys.visitor import Visitor, number

NATIONAL_FILE = ROOT / "practices" / "data" / "epraccur-extract.csv"
NEIGHBOUR = "11N"  # the demo brought in 00K


def test_the_national_file_says_what_it_would_do_and_does_it_once(visitor: Visitor):
    visitor.signs_in_as("Scheme co-ordinator")
    before = all_practices(visitor)

    sends_the_file(visitor)

    visitor.is_on("What the file would change").reads("Nothing is written until you confirm")
    would_add = number(visitor.sees("Added"))
    assert number(visitor.sees("Left alone")) > 0
    visitor.reads("Another commissioner")
    assert all_practices(visitor) == before

    visitor.page.go_back()
    visitor.presses("Confirm the import")

    visitor.is_on("What the file changed").reads("The practices were imported.")
    assert all_practices(visitor) == before + would_add

    sends_the_file(visitor)

    visitor.reads("Nothing would change: the practices are held as the file has them.")
    assert visitor.page.get_by_role("button", name="Confirm the import").count() == 0
    assert all_practices(visitor) == before + would_add


def sends_the_file(visitor: Visitor) -> None:
    visitor.goes_to("/practices/").presses("Import practices")
    visitor.attaches("National practice file", "epraccur.csv", NATIONAL_FILE.read_bytes())
    visitor.fills("Commissioner codes", NEIGHBOUR).presses("Look at what would change")


def all_practices(visitor: Visitor) -> int:
    return visitor.goes_to("/practices/?show=all").listed()
