"""Move somebody to another service: the key worker offers, the specialist accepts, and there is no moment between."""

from tests.journeys.register import Somebody
from tests.journeys.stories import opens_the_record, starts_shared_care
from tests.journeys.visitor import Visitor


def test_the_key_worker_offers_a_step_up_and_the_specialist_accepts(visitor: Visitor, somebody: Somebody):
    gp, worker, specialist = (
        next(each["name"] for each in visitor.site.sign_ins if each["role"] == role)
        for role in ("Prescriber", "Key worker", "Specialist")
    )
    visitor.signs_in_as("Prescriber")
    starts_shared_care(visitor, somebody)
    opens_the_record(visitor, somebody).follows("Name somebody", within="tr:has-text('Psychosocial support')")
    visitor.selects("Who answers for it", worker).presses("Make them responsible")
    assert gp in visitor.sees("Substitute prescribing")

    visitor.signs_out().signs_in_as("Key worker")
    opens_the_record(visitor, somebody).presses("Change how complex care is")
    visitor.chooses("How complex is care now?", "Chaotic").fills("Why?", "Lost the flat").presses("Put it on record")
    visitor.reads("Care is chaotic. What it was before is kept.")

    visitor.presses("Move to another service").chooses("Which way?", "Step up to a specialist")
    visitor.selects("Who is asked to take them on?", specialist).fills("Why?", "Lost the flat, and injects again.")
    visitor.presses("Offer the move").reads("Say what information goes with the person.", "injects again")
    visitor.page.get_by_label("Risk assessment").check()
    visitor.fills("Anything else that goes with them?", "Asks to keep the same key worker.").presses("Offer the move")
    visitor.reads(f"Offered to {specialist}. {gp} answers for this person until they accept.", "Risk assessment")
    opens_the_record(visitor, somebody).reads("Waiting for an answer")
    assert gp in visitor.sees("Substitute prescribing")

    visitor.signs_out().signs_in_as("Specialist")
    visitor.goes_to("/").follows("offered to you by another service").follows(somebody.name)
    visitor.reads("Asks to keep the same key worker.").presses("Accept").presses("Accept")
    visitor.reads(f"{specialist} answers for substitute prescribing from now on.")

    opens_the_record(visitor, somebody)
    assert specialist in visitor.sees("Substitute prescribing")
    visitor.follows("Who was responsible before, on any day").reads(f"{gp} to {specialist}", "Stable to chaotic")
