"""What more than one journey tells."""

from tests.journeys.register import Somebody
from tests.journeys.visitor import Visitor


def starts_shared_care(visitor: Visitor, somebody: Somebody) -> Visitor:
    """The GP takes the person on, with what the page offers; the plan is open afterwards."""
    visitor.finds(somebody.nhs_number).follows(somebody.family_name)
    visitor.presses("Start shared care").is_on("Start shared care").presses("Start shared care")
    return visitor.is_on("Care plan").reads("Shared care has started.")


def opens_the_record(visitor: Visitor, somebody: Somebody) -> Visitor:
    return visitor.finds(somebody.nhs_number).follows(somebody.family_name).is_on(somebody.name)
