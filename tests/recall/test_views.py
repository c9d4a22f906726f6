"""The pages of call and recall, as the people who use them see them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import RecordView
from recall import actions, delivery
from recall.models import Answer, Campaign, CampaignStatusChange, Hold, Invitation, InvitationAttempt, PrintRun, Wording
from recall.outcomes import Refused
from tests import factories
from tests.recall import cast


def url(name, *args):
    return reverse(f"recall:{name}", args=args)


@pytest.fixture
def people(scheme, practice):
    """One to be texted, one to be written to, one who asked not to be."""
    texted = cast.due(scheme, practice, mobile="07700 900001", given_name="Tess")
    written = cast.due(scheme, practice, given_name="Will")
    asked_not = cast.due(scheme, practice, given_name="Olive")
    factories.OptOutFactory(scheme=scheme, patient=asked_not)
    return texted, written, asked_not


@pytest.fixture
def running(people, coordinator):
    return cast.launch(coordinator)


@pytest.fixture
def sent(running):
    delivery.drain(gateway=cast.FakeGateway())
    return running


def words(response, status=200):
    assert response.status_code == status, response.status_code
    return response.content.decode()


RULE = {"purpose": "Their yearly review", "attempts": "3", "gap_days": "21"}


def test_from_a_draft_to_a_launched_campaign(people, coordinator, browse):
    browser = browse(coordinator)
    date = {"due_by_day": "31", "due_by_month": "3", "due_by_year": "2026"}

    drafted = browser.post(url("campaign_new"), {"name": "Spring recall", **RULE, **date}, follow=True)
    campaign = Campaign.objects.get()

    assert "Who would be invited" in words(drafted)
    assert "Asked not to be invited" in words(drafted)
    assert "Olive" in words(browser.get(url("preview_people", campaign.pk, "opted_out")))
    assert "Tess" in words(browser.get(url("preview_people", campaign.pk, "sms")))
    assert "Nothing has been sent" in words(browser.get(url("campaign", campaign.pk)))

    page = words(browser.get(url("launch", campaign.pk)))
    assert "Launch the campaign" in page
    unread = browser.post(url("launch", campaign.pk), {"expected": "2"})
    assert "Service users have not read and passed" in words(unread, 422)
    cast.read_by_service_users(campaign.scheme_id, coordinator)

    launched = browser.post(url("launch", campaign.pk), {"expected": "2"}, follow=True)
    assert "The campaign is launched" in words(launched)
    assert "3 people are due" in words(launched)


def test_a_launch_of_more_people_than_were_seen_is_refused(people, coordinator, browse):
    campaign = cast.draft(coordinator)

    page = words(browse(coordinator).post(url("launch", campaign.pk), {"expected": "1"}), 422)

    assert "2 people would be invited now, not 1" in page


def test_the_campaign_page_balances_and_every_number_opens_its_list(sent, coordinator, browse):
    browser = browse(coordinator)

    page = words(browser.get(url("campaign", sent.pk)))

    assert "3 people are due: 1 invited, 1 waiting" in page
    assert "Letter printed, waiting to be posted" in page
    assert "Print file 1" in page
    for query, name in (
        ("state=invited", "Tess"),
        ("state=waiting&reason=to_post", "Will"),
        ("state=excluded", "Olive"),
    ):
        listed = words(browser.get(f"{url('members', sent.pk)}?{query}"))
        assert name in listed
        assert "1 to 1 of 1" in listed


def test_progress_is_asked_for_while_anything_moves_and_not_after(running, coordinator, browse):
    browser = browse(coordinator)

    moving = words(browser.get(url("progress", running.pk)))
    delivery.drain(gateway=cast.FakeGateway())
    still = words(browser.get(url("progress", running.pk)))

    assert 'hx-trigger="every 2s"' in moving
    assert "hx-trigger" not in still
    assert "<html" not in moving


def test_a_campaign_is_stopped_with_its_reason(running, coordinator, browse):
    browser = browse(coordinator)

    assert "people are waiting to be invited" in words(browser.get(url("stop", running.pk)))
    page = words(browser.post(url("stop", running.pk), {"reason": "Wrong month"}, follow=True))

    assert "Wrong month" in page
    assert "The campaign was stopped" in page
    assert CampaignStatusChange.objects.filter(move="stop", reason="Wrong month").exists()


def test_a_campaign_that_is_stopped_cannot_be_stopped_again(running, coordinator, browse):
    actions.stop_campaign(campaign=running, by=coordinator)

    assert "This cannot be done now" in words(browse(coordinator).post(url("stop", running.pk), {"reason": "No"}), 422)


def test_a_discarded_draft_says_so(people, coordinator, browse):
    campaign = cast.draft(coordinator)
    actions.stop_campaign(campaign=campaign, by=coordinator)

    assert "nobody was invited" in words(browse(coordinator).get(url("campaign", campaign.pk)))
    assert "not a draft any more" in words(browse(coordinator).get(url("preview", campaign.pk)))


def test_the_list_of_campaigns_counts_and_warns_of_a_hold(sent, scheme, coordinator, browse):
    hold = Hold.objects.create(scheme=scheme, reason="The key is refused")
    browser = browse(coordinator)

    page = words(browser.get(url("campaigns")))
    assert "Spring recall" in page
    assert "Nothing is being sent" in page
    assert "Nothing is being sent" in words(browser.get(url("campaign", sent.pk)))

    assert "Sending goes on" in words(browser.post(url("hold_release", hold.pk), follow=True))
    assert "Sending goes on already" in words(browser.post(url("hold_release", hold.pk), follow=True))


def test_people_of_a_campaign_as_a_spreadsheet_run_no_formula(sent, coordinator, browse, people):
    people[0].given_name = "=Tess"
    people[0].save()

    response = browse(coordinator).get(url("members_csv", sent.pk))
    content = words(response)

    assert "'=Tess" in content
    assert "Asked not to be invited" in content
    assert RecordView.objects.filter(page="People called in, as a file", how="export").count() == 3


def test_an_attempt_shows_exactly_what_was_sent_and_the_look_is_recorded(sent, coordinator, browse, people):
    attempt = InvitationAttempt.objects.get(channel="sms")

    page = words(browse(coordinator).get(url("attempt", attempt.pk)))

    assert "Elm Surgery would like to see you" in page
    assert "07700 900001" in page
    assert "1 text" in page
    assert RecordView.objects.filter(patient_id=people[0].pk, page="Invitation as it was sent").exists()


def test_an_attempt_that_waits_says_that_nothing_is_written_yet(running, coordinator, browse):
    attempt = InvitationAttempt.objects.get(channel="sms")

    assert "Nothing has been written yet" in words(browse(coordinator).get(url("attempt", attempt.pk)))


def test_letters_are_downloaded_and_recorded_as_posted(sent, coordinator, browse):
    browser, run = browse(coordinator), PrintRun.objects.get()

    assert "Will" in words(browser.get(url("print_run", run.pk)))
    assert "1 to 1 of 1" in words(browser.get(url("print_runs")))
    pdf = browser.get(url("print_run_pdf", run.pk))
    assert pdf.content.startswith(b"%PDF")
    assert "attachment" in pdf["Content-Disposition"]

    words(browser.get(url("print_run_post", run.pk)))
    date = {"posted_on_day": "16", "posted_on_month": "3", "posted_on_year": "2026"}
    posted = words(browser.post(url("print_run_post", run.pk), date, follow=True))
    assert "The letters are recorded as posted" in posted
    assert "2 invited, 0 waiting" in posted
    assert "Posted on 16 March 2026" in words(browser.get(url("print_run", run.pk)))
    assert "already" in words(browser.post(url("print_run_post", run.pk), date), 422)
    assert "Every letter has been posted" in words(browser.get(url("print_runs")))


def test_an_answer_is_recorded_by_the_practice(sent, nurse, browse, people):
    invitation = Invitation.objects.get(patient=people[0])
    browser = browse(nurse)
    date = {"answered_on_day": "16", "answered_on_month": "3", "answered_on_year": "2026"}

    assert "Tess" in words(browser.get(url("answer_new", invitation.pk)))
    page = words(browser.post(url("answer_new", invitation.pk), {"response": "booked", **date}, follow=True))

    assert "The answer is recorded" in page
    assert Answer.objects.get().response == "booked"


def test_a_decision_without_its_words_is_refused(sent, nurse, browse, people):
    invitation = Invitation.objects.get(patient=people[0])
    date = {"answered_on_day": "16", "answered_on_month": "3", "answered_on_year": "2026"}

    page = words(browse(nurse).post(url("answer_new", invitation.pk), {"response": "decided", **date}), 422)

    assert "Write down what was decided" in page


def test_whoever_did_not_answer_the_last_invitation_is_listed_for_a_decision(sent, nurse, browse):
    Campaign.objects.filter(pk=sent.pk).update(attempts=1)

    assert "Everybody has answered" in words(browse(nurse).get(url("no_answer")))
    InvitationAttempt.objects.filter(state="accepted").exists()


def test_a_failed_invitation_is_tried_again(running, coordinator, browse):
    delivery.drain(gateway=cast.FakeGateway(Refused("Not a valid number")))
    browser, invitation = browse(coordinator), Invitation.objects.get(state="failed")

    assert "Not a valid number" in words(browser.get(url("failed")))
    assert "They are to be invited again" in words(browser.post(url("try_again", invitation.pk), follow=True))
    assert "can be tried again" in words(browser.post(url("try_again", invitation.pk), follow=True))


def test_a_doubt_is_settled_by_hand(running, coordinator, browse):
    delivery.drain(gateway=cast.FakeGateway(cast.times_out))
    browser, attempt = browse(coordinator), InvitationAttempt.objects.get(state="unknown")

    assert "1 to 1 of 1" in words(browser.get(url("unknown")))
    assert "Settle it" in words(browser.get(url("attempt", attempt.pk)))
    words(browser.get(url("attempt_settle", attempt.pk)))
    assert "It is settled" in words(browser.post(url("attempt_settle", attempt.pk), {"has_left": "yes"}, follow=True))
    assert "known already" in words(browser.post(url("attempt_settle", attempt.pk), {"has_left": "no"}), 422)


def test_wording_is_changed_as_a_new_version_and_never_gives_anything_away(running, coordinator, browse):
    browser, wording = browse(coordinator), Wording.objects.get(kind="sms", is_reminder=False)

    assert "version 1" in words(browser.get(url("wording"))).lower()
    words(browser.get(url("wording_change", wording.pk)))
    refused = browser.post(url("wording_change", wording.pk), {"subject": "", "body": "Your methadone. {telephone}"})
    assert "methadone" in words(refused, 422)
    changed = browser.post(
        url("wording_change", wording.pk), {"subject": "", "body": "Please ring {telephone}."}, follow=True
    )
    assert "Version 2" in words(changed)


PAGES = ["campaign", "progress", "preview", "launch", "stop", "members", "members_csv"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["stranger", "nurse", "member"])
def test_nobody_else_finds_a_campaign(page, who, request, sent, browse):
    response = browse(request.getfixturevalue(who)).get(url(page, sent.pk))

    assert response.status_code == 404


@pytest.mark.parametrize("who", ["stranger", "member", "pharmacist"])
def test_a_stranger_finds_no_attempt_invitation_or_print_file(who, request, sent, browse):
    browser = browse(request.getfixturevalue(who))
    attempt, run = InvitationAttempt.objects.first(), PrintRun.objects.get()

    for address in (
        url("attempt", attempt.pk),
        url("attempt_settle", attempt.pk),
        url("answer_new", attempt.invitation_id),
        url("print_run", run.pk),
        url("print_run_pdf", run.pk),
        url("print_run_post", run.pk),
    ):
        assert browser.get(address).status_code == 404, address


def test_lists_show_nothing_to_those_who_run_no_campaign(sent, nurse, browse):
    browser = browse(nurse)

    assert sent.name not in words(browser.get(url("campaigns")))
    assert "Nothing is in doubt" in words(browser.get(url("unknown")))
    assert "Change" not in words(browser.get(url("wording"))).partition("<main")[2].partition("</main>")[0]


def test_the_form_of_a_new_campaign_is_refused_to_those_who_may_not(nurse, browse):
    date = {"due_by_day": "31", "due_by_month": "3", "due_by_year": "2026"}

    assert browse(nurse).post(url("campaign_new"), {"name": "Mine", **date}).status_code == 403


def test_an_opened_list_asks_no_more_of_the_database_for_twenty_than_for_two(
    scheme, practice, coordinator, browse, django_assert_max_num_queries
):
    for n in range(20):
        cast.due(scheme, practice, mobile=f"07700 9000{n:02d}")
    campaign = cast.launch(coordinator)
    delivery.drain(gateway=cast.FakeGateway())
    browser = browse(coordinator)
    for address in (url("campaigns"), url("campaign", campaign.pk), url("members", campaign.pk)):
        browser.get(address)
        with django_assert_max_num_queries(22):
            words(browser.get(address))


def later(**delta):
    return timezone.now() + timedelta(**delta)
