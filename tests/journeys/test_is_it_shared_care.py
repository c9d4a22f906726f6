"""Is it shared care? The GP records how care is arranged; the co-ordinator sees to the own GP of somebody elsewhere."""

from datetime import date

from playwright.sync_api import expect

from tests.journeys.register import Somebody
from tests.journeys.stories import opens_the_record, starts_shared_care
from tests.journeys.test_on_a_small_screen import fits
from tests.journeys.visitor import Visitor


def test_the_gp_records_how_care_is_arranged_and_reads_whether_it_is_shared_care(visitor: Visitor, somebody: Somebody):
    visitor.signs_in_as("Prescriber")
    starts_shared_care(visitor, somebody)
    opens_the_record(visitor, somebody).reads("Not yet known", "Where the prescription comes from is not on record.")
    gp = next(each["name"] for each in visitor.site.sign_ins if each["role"] == "Prescriber")

    visitor.follows("How care is arranged, and change it").presses("Record how care is arranged")
    visitor.selects("Who prescribes, and where?", gp)
    visitor.chooses("As what does the prescriber treat this person?", "As a GP in their own practice")
    visitor.chooses("Who carries clinical responsibility?", "The prescriber")
    visitor.chooses("Psychosocial support", "Given")
    visitor.chooses("Does everybody work to one care plan?", "Yes")
    visitor.chooses("Where are the original notes kept?", "At the practice where they are registered")
    visitor.presses("Record the arrangement").reads("Choose who gives the support.")
    visitor.selects("If given, by whom?", "Recovery Service").presses("Record the arrangement")

    visitor.reads("The arrangement is on record.", "All five tests are passed.", gp)
    opens_the_record(visitor, somebody).reads("They have psychosocial support.", f"Clinical responsibility: {gp}")


def test_the_own_gp_of_somebody_treated_elsewhere_is_told_and_leaves_the_list(visitor: Visitor):
    visitor.signs_in_as("Scheme co-ordinator").is_on("Today")
    visitor.follows("whose GP was not told, or not lately").is_on("Is it shared care?")
    rows = visitor.main.locator("tbody tr")
    waiting = rows.count()
    name = rows.filter(has_text="never told").first.locator("th").inner_text().strip()

    visitor.follows(name).reads("Their own GP was never told", "Registered elsewhere")
    visitor.presses("Record that their own GP was told").dates("On which day?", date.today())
    visitor.chooses("How?", "Letter").fills("Who told them?", "Dr Birch").presses("Record it").reads("It is on record")

    visitor.goes_to("/episodes/arrangements/?own_gp=any")
    expect(visitor.main.locator("tbody tr")).to_have_count(waiting - 1)


def test_every_kind_is_counted_by_itself_and_opens(visitor: Visitor):
    visitor.signs_in_as("Scheme co-ordinator").goes_to("/scheme/")
    visitor.reads("People in treatment, by how their care is arranged")
    for kind in ("intermediate_gpwsi", "clinical_assistant", "specialist", "special_population", "falls_short"):
        visitor.goes_to(f"/episodes/arrangements/?kind={kind}")
        assert visitor.main.locator("tbody tr").count() > 0, kind


def test_the_pages_fit_a_small_screen(visitor: Visitor):
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    visitor.signs_in_as("Scheme co-ordinator").goes_to("/episodes/arrangements/?kind=nes_other_registered")
    fits(visitor)
    visitor.clicks(visitor.main.locator("tbody th a").first)
    fits(visitor)
