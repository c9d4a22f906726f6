"""Buttons without a form: one press is one deed, and a press that comes too late is told so."""

from django.urls import reverse

from governance import actions
from governance.models import AccessBundle
from patients import actions as patients
from tests import factories


def test_no_copy_is_made_for_a_request_that_is_closed_and_the_page_says_so(browse, lead, patient):
    asked = factories.RightsRequestFactory(patient=patient)
    actions.close_request(request=asked, move="withdraw", answer="Thought better of it", by=lead)

    page = browse(lead).post(reverse("governance:bundle_make", args=[asked.pk]), follow=True)

    assert "This cannot be done now: it is withdrawn." in page.content.decode()
    assert not AccessBundle.objects.exists()


def test_nothing_is_let_return_that_was_not_erased_and_the_page_says_so(browse, lead, patient):
    proposal = actions.propose_erasure(patient=patient, ground="duty", reason="Past its time", by=lead)

    page = browse(lead).post(reverse("governance:let_return", args=[proposal.pk]), follow=True)

    assert "Nothing keeps this person from being added." in page.content.decode()


def test_a_consent_is_withdrawn_once_and_a_second_press_says_so(browse, coordinator, patient):
    consent = factories.ShareConsentFactory(patient=patient)
    patients.withdraw_share_consent(consent=consent, by=coordinator)

    page = browse(coordinator).post(reverse("patients:consent_withdraw", args=[consent.pk]), follow=True)

    assert "withdrawn already" in page.content.decode()
