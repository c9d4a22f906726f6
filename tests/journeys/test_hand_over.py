"""Hand somebody's care over: the GP offers, and answers for it until the key worker has accepted."""

from tests.journeys.register import Somebody
from tests.journeys.stories import opens_the_record, starts_shared_care
from tests.journeys.visitor import Visitor


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
