"""Ask a clinician: a GP asks, the co-ordinator may only send it on, the specialist answers, and everybody learns."""

import re

from tests.journeys.register import Somebody
from tests.journeys.stories import opens_the_record, starts_shared_care
from tests.journeys.test_on_a_small_screen import fits
from tests.journeys.visitor import Site, Visitor

QUESTION = "has had hiccups for two days since the dose went up. Is that the dose, and may it go on?"
ANSWER = "It may be. Go back to the dose before, and look again on Friday. Ring me if it has not stopped."
TITLE = "Hiccups after a higher dose"


def specialist(site: Site) -> str:
    return next(each["name"] for each in site.sign_ins if each["role"] == "Specialist")


def test_a_question_is_sent_on_answered_and_found_by_the_next_one_who_asks(
    visitor: Visitor, somebody: Somebody, site: Site
):
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    visitor.signs_in_as("Prescriber")
    starts_shared_care(visitor, somebody)
    opens_the_record(visitor, somebody).presses("Ask a clinician").is_on("Ask a clinician")
    fits(visitor)
    visitor.fills("Your question", f"{somebody.given_name} {QUESTION}")
    visitor.chooses("How soon do you need an answer?", "Routine: before the next visit will do").presses("Ask")
    visitor.reads(re.compile("Your query is with the co-ordinator. It is due by"))
    fits(visitor)
    address = visitor.path
    visitor.signs_out()

    visitor.page.set_viewport_size({"width": 1366, "height": 768})
    visitor.signs_in_as("Scheme co-ordinator").reads(re.compile("wait for you to choose a clinician"))
    visitor.goes_to(address).reads(re.compile(QUESTION[:40]))
    assert visitor.main.get_by_role("button", name="Answer", exact=True).count() == 0
    assert visitor.page.request.get(f"{site.address}{address}answer/").status == 403
    visitor.presses("Send to a clinician").selects("Who should answer?", specialist(site)).presses("Send it")
    visitor.reads(f"It is with {specialist(site)}, who is told by e-mail.").signs_out()

    visitor.signs_in_as("Specialist").reads(re.compile("waits? for your answer"))
    visitor.goes_to(address).presses("Answer").fills("Your answer", ANSWER).presses("Send the answer")
    visitor.reads("Your answer is sent. Whoever asked is told by e-mail.", ANSWER).signs_out()

    visitor.signs_in_as("Prescriber").goes_to(address).reads(ANSWER).presses("Close the query")
    visitor.presses("Close it").reads("The query is closed.").presses("Write for the knowledge base")
    visitor.fills("Title", TITLE).main.get_by_label("I have checked that this points to nobody").check()
    visitor.presses("Send it for the second look")
    visitor.reads(re.compile(f"This may point to the person: “{somebody.given_name}”")).reads(QUESTION)
    visitor.fills("The question", f"Somebody {QUESTION}").presses("Send it for the second look")
    visitor.is_on(TITLE).reads("Waits for a second look")
    article = visitor.path
    visitor.signs_out()

    visitor.signs_in_as("Scheme co-ordinator").goes_to("/episodes/knowledge/?show=waiting").follows(TITLE)
    visitor.presses("Look at it and publish").is_on("Second look").reads(f"{somebody.given_name} {QUESTION}")
    visitor.main.get_by_label("I have read it beside the query it came from").check()
    visitor.presses("Publish it").reads("It is in the knowledge base.").signs_out()

    visitor.page.set_viewport_size({"width": 320, "height": 640})
    visitor.signs_in_as("Pharmacist").goes_to("/episodes/knowledge/").fills("Search for", "hiccup higher doses")
    visitor.presses("Search").follows(TITLE).is_on(TITLE).reads(ANSWER, "Specialist doctor at the specialist service")
    assert visitor.path == article
    fits(visitor)
    visitor.does_not_read(somebody.family_name)
    visitor.goes_to("/episodes/queries/")
    fits(visitor)
