"""Hand somebody's care over: the GP offers, and answers for it until the key worker has accepted."""

from playwright.sync_api import Browser

from tests.journeys.at_once import as_sent, at_once
from tests.journeys.register import Somebody
from tests.journeys.stories import opens_the_record, starts_shared_care
from tests.journeys.visitor import Site, Visitor


def test_the_gp_offers_and_the_key_worker_accepts(visitor: Visitor, somebody: Somebody):
    gp, worker = (
        next(each["name"] for each in visitor.site.sign_ins if each["role"] == role)
        for role in ("Prescriber", "Key worker")
    )
    visitor.signs_in_as("Prescriber")
    starts_shared_care(visitor, somebody)
    opens_the_record(visitor, somebody).follows("Hand over", within="tr:has-text('Care co-ordination')")
    visitor.selects("Who is it offered to?", worker).presses("Offer it")
    visitor.reads(f"Offered to {worker}. {gp} answers for it until they accept.")
    assert gp in visitor.sees("Care co-ordination")

    visitor.signs_out().signs_in_as("Key worker")
    visitor.goes_to("/episodes/handovers/?show=mine").follows(somebody.name).reads(f"{gp} answers for this until")
    visitor.presses("Accept").presses("Accept").reads(f"{worker} answers for care co-ordination from now on.")

    opens_the_record(visitor, somebody)
    assert worker in visitor.sees("Care co-ordination")


def test_a_whole_caseload_is_offered_and_accepted_a_person_at_a_time(visitor: Visitor, somebody: Somebody):
    gp, worker = (
        next(each["name"] for each in visitor.site.sign_ins if each["role"] == role)
        for role in ("Prescriber", "Key worker")
    )
    visitor.signs_in_as("Prescriber")
    starts_shared_care(visitor, somebody)
    opens_the_record(visitor, somebody).follows("Add somebody who supports")
    visitor.selects("Aspect of care", "Psychosocial support and key work").selects("Who supports it", worker)
    visitor.presses("Let them support it").reads(f"Supported by {worker}")

    visitor.signs_out().signs_in_as("Scheme co-ordinator").goes_to("/episodes/gaps/").presses("Caseloads")
    visitor.follows("Hand over", within=f"tr:has-text('{gp}')").ticks_only(somebody.name)
    visitor.selects("Who is it offered to?", worker).presses("Offer them").reads("offered.")

    visitor.signs_out().signs_in_as("Key worker")
    visitor.goes_to("/episodes/handovers/?show=mine").follows(somebody.name)
    visitor.presses("Accept").presses("Accept").reads(f"{worker} answers for")
    assert worker in opens_the_record(visitor, somebody).sees("Care co-ordination")


def test_of_two_who_accept_and_take_back_at_once_one_does(
    visitor: Visitor, somebody: Somebody, site: Site, browser: Browser
):
    """Whichever comes second is told so, and there is one holder."""
    worker = next(each["name"] for each in site.sign_ins if each["role"] == "Key worker")
    visitor.signs_in_as("Prescriber")
    starts_shared_care(visitor, somebody)
    opens_the_record(visitor, somebody).follows("Hand over", within="tr:has-text('Care co-ordination')")
    visitor.selects("Who is it offered to?", worker).presses("Offer it").follows(f"Offered to {worker}")
    offer = visitor.path
    with browser.new_context() as first, browser.new_context() as second:
        senders = []
        for context in (first, second):
            receiver = Visitor(context.new_page(), site)
            receiver.signs_in_as("Key worker").goes_to(f"{offer}accept/")
            senders.append(as_sent(receiver, f"{site.address}{offer}accept/"))
        visitor.goes_to(f"{offer}recall/").fills("Why?", "Found somebody nearer")
        answers = at_once(*senders, as_sent(visitor, f"{site.address}{offer}recall/"))

    assert sorted(answers) == [302, 422, 422], answers
    accepted = answers[2] != 302
    assert (worker in opens_the_record(visitor, somebody).sees("Care co-ordination")) == accepted
