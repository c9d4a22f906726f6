"""A wording is sent once service users have read it: the deeds, the refusals, and the pages."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.roles import Role
from recall import actions, delivery
from recall.models import DisclosureList, InvitationAttempt, Wording, WordingReview
from tests import factories
from tests.recall import cast

TODAY = date(2026, 3, 16)
READ = {"from_whom": "Four people of the Tuesday group", "reviewed_on": TODAY, "said": "Fine with us.", "is_fit": True}
PLAIN = "Please ring {telephone}. {practice}"


@pytest.fixture
def colleague(scheme):
    return factories.sign_in(Role.SCHEME_COORDINATOR, scheme, name="Robin Colleague")


def words(response, status=200):
    assert response.status_code == status, response.status_code
    return response.content.decode()


def url(name, *args):
    return reverse(f"recall:{name}", args=args)


def changed(coordinator, body=PLAIN, **more):
    return actions.change_wording(**{"kind": "sms", "is_reminder": False, "body": body, "by": coordinator, **more})


def text_to(person, coordinator):
    """What the person is texted."""
    cast.launch(coordinator)
    gateway = cast.FakeGateway()
    delivery.drain(gateway=gateway)
    return gateway.taken[0][1].body


def test_nothing_is_launched_before_service_users_have_read_it(scheme, practice, coordinator):
    cast.due(scheme, practice)
    campaign = actions.draft_campaign(name="First", due_by=date(2026, 3, 31), by=coordinator)

    with pytest.raises(ValidationError, match="not read and passed “Text message: first invitation” and 7 more"):
        actions.launch_campaign(campaign=campaign, by=coordinator)

    assert actions.pass_shipped_wording(on=TODAY, said="Fine with us.", by=coordinator) == 8
    assert actions.pass_shipped_wording(on=TODAY, said="Fine with us.", by=coordinator) == 0
    assert actions.launch_campaign(campaign=campaign, by=coordinator).status == "running"


def test_a_changed_wording_waits_to_be_read_and_the_one_before_is_sent(scheme, practice, coordinator, colleague):
    person = cast.due(scheme, practice, mobile="07700 900001")
    cast.draft(coordinator, "Earlier")
    made = changed(coordinator)
    campaign = actions.draft_campaign(name="Now", due_by=date(2026, 3, 31), by=coordinator)
    actions.launch_campaign(campaign=campaign, by=coordinator)
    gateway = cast.FakeGateway()
    delivery.drain(gateway=gateway)
    assert "would like to see you" in gateway.taken[0][1].body
    assert InvitationAttempt.objects.get().wording.number == 1

    actions.review_wording(wording=made, **READ, by=colleague)

    cast.due(scheme, practice, mobile="07700 900002")
    actions.stop_campaign(campaign=campaign, by=coordinator)
    assert text_to(person, coordinator) == "Please ring your practice. Elm Surgery"


def test_a_wording_found_unfit_is_not_sent_though_others_found_it_fit(coordinator, colleague):
    cast.draft(coordinator)
    made = changed(coordinator)
    actions.review_wording(wording=made, **READ, by=colleague)
    assert made in Wording.objects.in_force()

    actions.review_wording(wording=made, **{**READ, "is_fit": False, "said": "It frightened me."}, by=colleague)

    assert made not in Wording.objects.in_force()
    assert Wording.objects.in_force().filter(kind="sms").count() == 2


def test_an_author_does_not_record_what_was_said_of_their_own_wording(coordinator, colleague):
    made = changed(coordinator)

    with pytest.raises(PermissionDenied, match="other than the author"):
        actions.review_wording(wording=made, **READ, by=coordinator)
    assert actions.review_wording(wording=made, **READ, by=colleague).is_fit


@pytest.mark.parametrize("day", [date(2026, 3, 17), date(2026, 3, 15)])
def test_it_is_read_between_the_day_it_was_written_and_today(coordinator, colleague, day):
    made = changed(coordinator)

    with pytest.raises(ValidationError, match="up to today"):
        actions.review_wording(wording=made, **{**READ, "reviewed_on": day}, by=colleague)


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        ("letter", "Ring {telephone} or press {reply_link}.", "on paper"),
        ("sms", "Ring {telephone}. Code {reply_code}.", "for paper"),
        ("sms", "Ring {telephone}. {surname}", "Only these can be filled in"),
        ("sms", "Ring us.", "write {telephone}"),
        ("sms", "Ring {telephone}. " + "Do come. " * 110, "918"),
        ("sms", "Individuals are respectfully requested to telephone {telephone} regarding availability.", "at 1"),
    ],
)
def test_a_wording_that_would_not_do_is_refused_in_words(coordinator, kind, body, said):
    with pytest.raises(ValidationError) as refusal:
        changed(coordinator, body, kind=kind, subject="Please ring" if kind == "letter" else "")

    assert said in " ".join(refusal.value.messages)


def test_a_person_is_written_to_in_their_language_where_there_is_one(scheme, practice, coordinator, colleague):
    person = cast.due(scheme, practice, mobile="07700 900001", language="Polish")
    made = changed(coordinator, "{practice} prosi o telefon: {telephone}", language="Polish")
    actions.review_wording(wording=made, **READ, by=colleague)

    assert text_to(person, coordinator).startswith("Elm Surgery prosi o telefon")


def test_a_schemes_own_list_is_what_no_message_says(scheme, practice, coordinator):
    cast.due(scheme, practice)
    campaign = cast.draft(coordinator)
    changed(coordinator, "Come to the hub. Ring {telephone}.")

    actions.change_disclosure_list(words="the hub\nring", by=coordinator)

    with pytest.raises(ValidationError, match="the hub"):
        changed(coordinator, "Come to the hub. Call {telephone}.")
    with pytest.raises(ValidationError, match="on the list of words never said"):
        actions.launch_campaign(campaign=campaign, by=coordinator)
    with pytest.raises(ValidationError, match="at least one word"):
        actions.change_disclosure_list(words=" \n*\n", by=coordinator)
    assert DisclosureList.objects.get().number == 1


# --- The pages -------------------------------------------------------------------------------------------------------


def test_a_version_is_shown_exactly_as_it_is_sent(coordinator, browse):
    cast.draft(coordinator)
    browser = browse(coordinator)
    text = Wording.objects.get(kind="sms", is_reminder=False)

    page = words(browser.get(url("wording_detail", text.pk)))

    assert "Elm Surgery would like to see you. Please ring 01632 960001 or reply here: http" in page
    assert "Reading age" in page
    assert "paid for as 1 text" in page
    assert "Four people of the Tuesday group" in page


@pytest.mark.parametrize("kind", ["letter", "easy_read"])
def test_a_letter_is_shown_as_it_is_printed(coordinator, browse, kind):
    cast.draft(coordinator)
    letter = Wording.objects.get(kind=kind, is_reminder=False)

    assert browse(coordinator).get(url("wording_pdf", letter.pk)).content.startswith(b"%PDF")


def test_a_wording_is_changed_read_and_sent_from_its_pages(coordinator, colleague, nurse, browse):
    cast.draft(coordinator)
    text = Wording.objects.get(kind="sms", is_reminder=False)
    page = words(browse(coordinator).post(url("wording_change", text.pk), {"subject": "", "body": PLAIN}, follow=True))
    assert "Nobody has read it yet, so it is not sent." in page
    made = Wording.objects.get(kind="sms", is_reminder=False, number=2)
    assert "Waits to be read by service users" in words(browse(nurse).get(url("wording")))

    day = {"reviewed_on_day": "16", "reviewed_on_month": "3", "reviewed_on_year": "2026"}
    said = {"from_whom": "Two people", "said": "Short is good", "is_fit": "yes", **day}
    assert browse(coordinator).get(url("wording_review", made.pk)).status_code == 403
    page = words(browse(nurse).post(url("wording_review", made.pk), said, follow=True))

    assert "Short is good" in page
    assert WordingReview.objects.get(wording=made).recorded_by == nurse


def test_another_language_is_added_from_its_page(coordinator, browse):
    typed = {"kind": "sms", "is_reminder": "no", "language": "Polish", "subject": "", "body": "Telefon: {telephone}"}

    page = words(browse(coordinator).post(url("wording_new"), typed, follow=True))

    assert "Text message in Polish: first invitation" in page
    assert "Reading age" not in page


def test_the_list_of_words_is_changed_and_a_wording_that_says_one_is_warned_of(coordinator, browse):
    cast.draft(coordinator)
    browser = browse(coordinator)
    assert "methadone" in words(browser.get(url("never_said")))

    words(browser.post(url("never_said"), {"words": "reply here"}, follow=True))

    text = Wording.objects.get(kind="sms", is_reminder=False)
    assert "It says what no message says" in words(browser.get(url("wording_detail", text.pk)))
