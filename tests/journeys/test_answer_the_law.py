"""Answer the law: a person gets their record and has it corrected; it is erased by two people, and not under a hold."""

import io
import json
import zipfile

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import manage
from tests.journeys.paper import text_of
from tests.journeys.register import Somebody
from tests.journeys.visitor import Site, Visitor

LEAD = "Information-governance lead"
SECOND = "Scheme administrator"


@pytest.fixture
def second(site: Site, browser: Browser):
    """The second person, at a browser of their own."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    yield Visitor(page, site).signs_in_as(SECOND)
    page.close()


def opened(lead: Visitor, somebody: Somebody) -> str:
    """The person's page, and its address."""
    return lead.finds(somebody.nhs_number).follows(somebody.family_name).is_on(somebody.name).path


def asks_for_a_copy(lead: Visitor) -> str:
    lead.follows("Record a request").chooses("What do they ask for?", "A copy of the record (article 15)")
    lead.fills("How did you make sure who asked?", "Passport seen").fills("What was asked for", "All you have of me")
    lead.presses("Record the request").reads("The request is recorded. Answer it by")
    return lead.path


def has_the_copy_made(lead: Visitor) -> zipfile.ZipFile:
    lead.presses("Make the copy").reads("The copy is being made.")
    lead.waits_until(lambda: lead.page.get_by_text("Download the copy").count(), again=True)
    return zipfile.ZipFile(io.BytesIO(lead.downloads("Download the copy (ZIP)")))


def test_a_person_gets_a_copy_of_their_record_and_has_it_corrected(visitor: Visitor, somebody: Somebody):
    lead = visitor.signs_in_as(LEAD)
    person = opened(lead, somebody)

    lead.follows("Correct who they are").fills("Given name", "Corrected").fills("Why", "Birth certificate seen")
    lead.presses("Correct it").reads("It is corrected.", "Birth certificate seen", somebody.given_name)

    lead.follows("Add their statement").fills("What is it about", "My first visit").fills("words", "I was early.")
    lead.presses("Add it").reads("My first visit: I was early.")

    lead.follows("Restrict it").is_on("Restrict the use of this record")
    lead.chooses("Why?", "The person says something in it is wrong, and this is being checked")
    lead.fills("Say more", "They dispute the address").presses("Restrict it").reads("The record is kept and not used.")
    lead.follows("Propose to erase").chooses("On which ground?", "A law or a court requires it")
    lead.fills("Why?", "A court order").presses("Propose it").reads("The use of this record is restricted")
    lead.goes_to(person).follows("Lift it").presses("Lift the restriction").reads("The record may be used again.")

    asked = asks_for_a_copy(lead)
    copy = has_the_copy_made(lead)
    paper = text_of(copy.read("record-1.pdf"))
    facts = json.loads(copy.read("record.json"))
    assert "I was early." in paper
    assert somebody.given_name in json.dumps(facts)
    assert "Nothing was left out." in paper

    lead.follows("Read it through").reads("Look whether it speaks of anybody else")
    entry = lead.page.locator("main").get_by_role("link", name="Leave this out of Your own statements, entry 1")
    lead.clicks(entry).reads("I was early.").chooses(
        "Why is it left out?", "It is about somebody else, who did not agree"
    )
    lead.fills("Say more", "Names a neighbour").presses("Leave it out").reads("being made again")
    lead.waits_until(lambda: lead.page.get_by_role("button", name="Put it back").count(), again=True)
    shorter = zipfile.ZipFile(io.BytesIO(lead.downloads("Download the copy (ZIP)")))
    assert "I was early." not in text_of(shorter.read("record-1.pdf"))
    assert "Your own statements: 1." in text_of(shorter.read("record-1.pdf"))

    lead.presses("Record that it was given").fills("How was it given?", "Collected").presses("It was given")
    lead.reads("Given to the person").follows("Record the answer").chooses("How does it end?", "It is answered")
    lead.fills("What was answered", "They collected the copy").presses("Save").reads("Answered")
    lead.goes_to(person).reads("A copy of the record (article 15)")
    assert lead.goes_to(asked).page.get_by_role("button", name="Make the copy").count() == 0


def test_a_hold_stops_an_erasure_and_a_second_person_confirms_it(
    visitor: Visitor, second: Visitor, site: Site, somebody: Somebody
):
    lead = visitor.signs_in_as(LEAD)
    person = opened(lead, somebody)
    lead.follows("Place one").fills("Why must nothing be erased?", "A claim was announced").presses("Place the hold")
    lead.reads("The hold stands.", "A claim was announced")

    lead.follows("Propose to erase").chooses("On which ground?", "It should never have been held")
    lead.fills("Why?", "Another person was meant").presses("Propose it").reads("There is a legal hold on this record")
    lead.goes_to(person).presses("Lift the legal hold").reads("The hold is lifted.")
    lead.follows("Propose to erase").chooses("On which ground?", "It should never have been held")
    lead.fills("Why?", "Another person was meant").presses("Propose it").reads("It waits for a second person.")
    lead.follows("Place one").fills("Why must nothing be erased?", "The claim is back").presses("Place the hold")

    reference = person.strip("/").split("/")[-1]
    second.goes_to("/").reads("erasure that waits").follows("erasure that waits", within="main")
    second.is_on("Erasures").does_not_read(somebody.name, somebody.nhs_number)
    decides(second, reference).reads("There is a legal hold on this record")
    lead.goes_to(person).presses("Lift the legal hold")
    second.goes_to("/rights/erasures/")
    decides(second, reference).reads("Erased.")

    lead.goes_to(person).is_told_no()
    lead.finds(somebody.nhs_number).reads("Nobody found.")
    lead.goes_to("/rights/retention/").reads(
        "Nothing is left of these but a reference.", "It should never have been held"
    )
    assert "The trail is as it was written" in manage(site.environment, "verify_trail")


def decides(second: Visitor, reference: str) -> Visitor:
    """The second person says yes to the erasure of this reference."""
    broken = second.page.locator("main tbody th a").filter(has_text=reference[:8])
    second.clicks(broken.first).chooses("What do you decide?", "Erase the record")
    return second.presses("Decide")
