"""Start shared care for a person: somebody named answers for every aspect, the GP unless somebody else is chosen."""

from tests.journeys.register import Somebody
from tests.journeys.stories import starts_shared_care
from tests.journeys.visitor import Visitor


def test_the_gp_takes_a_person_into_shared_care(visitor: Visitor, somebody: Somebody):
    visitor.signs_in_as("Prescriber").finds(somebody.nhs_number).follows(somebody.family_name)
    visitor.is_on(somebody.name).reads("This person is not in shared care.", "There is no plan yet.")

    starts_shared_care(visitor, somebody)

    visitor.finds(somebody.nhs_number).follows(somebody.family_name)
    gp = next(each["name"] for each in visitor.site.sign_ins if each["role"] == "Prescriber")
    assert gp in visitor.sees("Care co-ordination")
    assert gp in visitor.sees("Substitute prescribing")
    assert "Nobody" in visitor.sees("Supervised consumption")
    visitor.reads("No plan has been agreed yet.", "Shared care")


def test_whoever_is_left_out_is_on_the_list_of_gaps_until_somebody_is_named(visitor: Visitor, somebody: Somebody):
    visitor.signs_in_as("Prescriber")
    starts_shared_care(visitor, somebody)
    visitor.goes_to("/episodes/gaps/").reads(somebody.name)

    visitor.follows("Supervised consumption", within=f"tr:has-text('{somebody.name}')")
    visitor.selects("Who answers for it", "Pharmacist").presses("Make them responsible")

    visitor.finds(somebody.nhs_number).follows(somebody.family_name)
    assert "Pharmacy" in visitor.sees("Supervised consumption")
