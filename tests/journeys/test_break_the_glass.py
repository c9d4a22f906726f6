"""Break the glass: somebody out of reach is needed now, and is out of reach again an hour later; the lead looks."""

from datetime import UTC, datetime

from playwright.sync_api import Browser

from tests.journeys.conftest import manage
from tests.journeys.register import Somebody
from tests.journeys.visitor import Site, Visitor

REASON = "They collapsed in our waiting room and cannot say what they take"
HOUR_IS_OVER = """
from datetime import timedelta
from django.utils import timezone
from audit import wall
from patients.models import EmergencyAccess
from schemes.models import Scheme
for scheme in Scheme.objects.all():
    with wall.within(scheme.pk):
        for access in EmergencyAccess.objects.filter(ends_at__gt=timezone.now()):
            access.starts_at -= timedelta(hours=1)
            access.ends_at = timezone.now() - timedelta(seconds=1)
            access.save()
"""


def names(visitor: Visitor, somebody: Somebody) -> Visitor:
    """Fills the form in: who is meant, and why."""
    visitor.fills("NHS number", somebody.nhs_number)
    visitor.dates("Date of birth", datetime.strptime(somebody.born_on, "%d/%m/%Y").date())
    visitor.chooses("Why do you need the record now?", "The person is here now and needs care")
    return visitor.fills("In your own words", REASON)


def test_somebody_out_of_reach_is_opened_for_a_while_and_the_lead_reviews_it(
    visitor: Visitor, site: Site, browser: Browser, somebody: Somebody
):
    visitor.signs_in_as("Key worker").finds(somebody.nhs_number)
    visitor.reads("Nobody found. You may not have access to everyone.")
    visitor.follows("Open a record in an emergency").reads("What will happen")

    names(visitor, somebody).dates("Date of birth", datetime(1901, 1, 1, tzinfo=UTC)).presses("Open the record")
    visitor.reads("No record was opened.")
    names(visitor, somebody).presses("Open the record")
    visitor.is_on(somebody.name).reads("Opened in an emergency:", "60 minutes left")
    person = visitor.path
    visitor.goes_to("/").reads("Opened in an emergency:")

    manage(site.environment, "shell", "-c", HOUR_IS_OVER)
    visitor.goes_to("/").does_not_read("Opened in an emergency:")
    visitor.goes_to(person).is_told_no()

    lead = Visitor(browser.new_page(viewport={"width": 1366, "height": 768}), site)
    lead.signs_in_as("Information-governance lead").reads("Opened in an emergency")
    lead.follows("record opened in an emergency and not yet reviewed", within="main")
    lead.follows(lead.page.locator("main tbody th a").first.inner_text(), within="main")
    lead.reads(somebody.name, REASON, "What they looked at while it was open", "Person")
    lead.chooses("Was it right to open this record?", "Justified").fills("What did you find?", "Rang the service")
    lead.presses("Record the review").reads("The review is recorded.", "Nothing on this list.")
    lead.page.close()
