"""Know who looked: a look at a namesake is on record, stands out, is judged, and is told to the person on paper."""

from dataclasses import replace

import pytest

from tests.journeys import register
from tests.journeys.conftest import manage
from tests.journeys.paper import text_of
from tests.journeys.register import Somebody
from tests.journeys.visitor import Site, Visitor

FIRST = register.FIRST + 50_000  # numbers of this journey's own
LEAD = "Information-governance lead"


@pytest.fixture
def namesake(site: Site, tmp_path) -> Somebody:
    """Somebody on the register who has the family name of the practice's own staff."""
    family = next(each["name"] for each in site.sign_ins if each["role"] == "Practice staff").split()[-1]
    line = replace(next(register.newcomers(FIRST)), family_name=family)
    file = tmp_path / "namesake.csv"
    file.write_bytes(register.as_file([line]))
    manage(
        site.environment, "import_register", f"--file={file}", "--as", site.email("Scheme co-ordinator"), "--confirm"
    )
    return register.somebody(line)


def test_a_look_at_a_namesake_is_seen_judged_and_told_to_the_person(visitor: Visitor, namesake: Somebody):
    visitor.signs_in_as("Practice staff").finds(namesake.nhs_number)
    visitor.clicks(visitor.main.get_by_role("link", name=namesake.family_name)).is_on(namesake.name)
    person = visitor.path
    visitor.presses("Who can see this person, and why").is_on("Who can see this person, and why")
    visitor.reads("The person is registered at this practice", "Monitoring group member: reads published figures")
    visitor.goes_to(f"{person}looks/")
    assert "not" in visitor.page.title().lower()
    visitor.signs_out()

    visitor.signs_in_as(LEAD).follows("look that stands out", within="main").is_on("Looks that stand out")
    visitor.reads(namesake.name, "Same family name")
    visitor.follows("Same family name").reads("The looks behind it", "Opened: Person")
    visitor.presses("Record what you make of it").reads("Write why it was expected")
    visitor.chooses("What do you make of it?", "Expected: part of the work")
    visitor.fills("Why, or what happens next", "Registers newcomers; not related.")
    visitor.presses("Record what you make of it").is_on("Looks that stand out").does_not_read(namesake.name)

    visitor.goes_to(person).presses("Who looked").is_on("Who looked at this person")
    visitor.reads("Found in a search: Search for people", "Opened: Person", "The person is registered at this practice")
    told = text_of(visitor.downloads("Report for the person, standard print"))

    assert namesake.name in told
    assert "This is your GP practice." in told
    assert "Found in a search: Search for people" in told
    visitor.goes_to(f"{person}looks/").reads("Printed: Report of who looked")
