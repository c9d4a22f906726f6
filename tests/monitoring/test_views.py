"""The pages of the monitoring group."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from monitoring import actions, documents, queries, tasks
from monitoring.models import ActionItem, Attendance, DashboardSnapshot, Group, IssuedDocument, Meeting, ReportRun
from tests import factories

TODAY = date(2026, 3, 16)


@pytest.fixture
def runs(browse, coordinator):
    """A browser of whoever runs the meetings."""
    return browse(coordinator)


def at(name, *args):
    return reverse(f"monitoring:{name}", args=args)


def seen(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


def sent(client, url, **data):
    """The page reached after sending a form that is accepted."""
    response = client.post(url, data, follow=True)
    assert response.redirect_chain, response.context["form"].errors
    return response.content.decode()


def refused(client, url, **data):
    response = client.post(url, data)
    assert response.status_code == 422
    return response.content.decode()


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


# --- the group


def test_without_a_group_the_page_offers_to_set_one_up(runs):
    assert "Set the group up" in seen(runs, at("group"))
    assert runs.get(at("meeting_new")).status_code == 404


def test_a_group_is_set_up_from_its_page(runs):
    html = sent(
        runs,
        at("group_set_up"),
        name="Wolds group",
        terms="To oversee shared care.",
        least_groups=3,
        chair_needed="on",
        **day("began_on", date(2026, 1, 5)),
    )

    assert "The group is set up. Fill its seats." in html
    assert html.count("Empty seat") == 9
    assert Group.objects.get().terms.get().least_groups == 3


def test_the_page_says_who_is_late_which_seats_are_empty_and_what_was_kept(group, runs):
    html = seen(runs, at("group"))

    assert "It should meet by 2 April 2025. It has not met yet. No meeting is planned." in " ".join(html.split())
    assert html.count("Empty seat") == 9
    assert "0 held of 0 planned" in html


def test_a_seat_is_filled_and_left(group, runs, member):
    seat = group.seats.first()

    html = sent(
        runs,
        at("seat_fill", seat.pk),
        member_name="Chris Chair",
        member=member.email,
        deputy_name="Dee Deputy",
        **day("starts_on", TODAY),
    )
    assert "Chris Chair" in html
    assert seat.holders.get().member == member

    assert html.count("Empty seat") == 8
    sent(runs, at("seat_vacate", seat.pk), **day("ends_on", TODAY))
    assert seat.holders.get().ends_on == TODAY


def test_an_address_nobody_signs_in_with_is_said_to_be_so(group, runs):
    html = refused(
        runs,
        at("seat_fill", group.seats.first().pk),
        member_name="Chris",
        member="nobody@example.org",
        **day("starts_on", TODAY),
    )

    assert "Nobody in this scheme signs in with this e-mail address" in html
    assert "Chris" in html


def test_terms_are_read_and_revised(group, runs):
    assert "To oversee shared care in the Wolds." in seen(runs, at("terms"))
    assert "To oversee shared care in the Wolds." in seen(runs, at("terms_new"))

    sent(runs, at("terms_new"), text="New terms", least_groups=4, **day("starts_on", date(2026, 4, 1)))

    assert "Version 2, from 1 April 2026" in seen(runs, at("terms"))


def test_minutes_are_found(held, member, browse):
    assert "Last actions" in seen(browse(member), at("find") + "?q=actions were")
    assert "Nothing was found for “unicorn”" in seen(browse(member), at("find") + "?q=unicorn")
    seen(browse(member), at("find"))


# --- a meeting from end to end


def test_a_meeting_is_run_from_its_page(seated, runs, patient):
    factories.CarePlanFactory(patient=patient)
    html = sent(runs, at("meeting_new"), starts_at="13:30", place="Library", **day("planned_on", TODAY))
    meeting = Meeting.objects.get()
    assert "Record who is here" in html
    assert "Monday 16 March 2026 at 1:30pm" in html

    seats = {f"seat_{seat.pk}": "member" for seat in seated.seats.all()}
    html = sent(runs, at("attendance", meeting.pk), **seats)
    assert "There is a quorum: 8 stakeholder groups are present." in html
    assert "Freeze the figures" in html

    html = sent(runs, at("freeze", meeting.pk), quarter="2025-Q4")
    assert "They do not change." in html
    assert "Record as held" in html

    item = meeting.items.all()[2]
    sent(runs, at("minute", item.pk), minute="The figures were looked at.", version=1)
    html = sent(runs, at("decision_new", item.pk), text="Reviews come first.")
    assert "Reviews come first." in html
    html = sent(
        runs,
        at("action_new", item.pk),
        what="Write to practices",
        owner="Member Chair",
        **day("due_on", date(2026, 4, 30)),
    )
    assert "Action 1: Member Chair, by 30 April 2026." in html
    sent(runs, at("item_new", meeting.pk), title="Naloxone")

    assert "There is a quorum" in seen(runs, at("meeting_hold", meeting.pk))
    assert "Approve the minutes" in sent(runs, at("meeting_hold", meeting.pk))
    html = sent(runs, at("approve", meeting.pk))
    assert "by Casey Coordinator on 16 March 2026 at 10am. Locked." in html
    assert "Save" not in html


def test_what_is_refused_is_said_on_the_form_and_nothing_typed_is_lost(meeting, runs):
    item = meeting.items.first()

    html = refused(runs, at("decision_new", item.pk), text="We decide anyway")

    assert "The meeting cannot decide. There is no quorum: 0 stakeholder groups are present." in html
    assert "We decide anyway" in html


def test_a_minute_changed_by_somebody_else_shows_both_texts(meeting, runs, coordinator):
    item = meeting.items.first()
    actions.write_minute(item=item, minute="Theirs.", version=1, by=coordinator)

    html = refused(runs, at("minute", item.pk), minute="Mine.", version=1)

    assert "Theirs." in html
    assert "Mine." in html


def test_a_minute_has_a_page_of_its_own(meeting, runs):
    assert "Save the minute" in seen(runs, at("minute", meeting.items.first().pk))


def test_an_empty_seat_can_only_send_apologies(group, runs):
    meeting = factories.MeetingFactory(group=group)

    html = seen(runs, at("attendance", meeting.pk))

    assert "This seat is empty." in html
    assert 'value="member"' not in html


def test_a_seat_that_nobody_holds_is_called_empty_on_the_page_and_in_the_minutes(group, runs, coordinator):
    meeting = factories.MeetingFactory(group=group)
    chair = group.seats.get(stakeholder_group="chair")
    actions.record_attendance(meeting=meeting, attended={chair: "apologies"}, by=coordinator)

    html = seen(runs, at("meeting", meeting.pk))
    minutes = documents.minutes_pdf(queries.meeting_record(meeting))

    assert "Empty seat" in html
    assert "Empty seat" in PdfReader(BytesIO(minutes)).pages[0].extract_text()


def test_attendance_of_every_seat_is_asked_for(meeting, runs):
    assert "Say how the seat “Chair” was taken" in refused(runs, at("attendance", meeting.pk))
    assert not Attendance.objects.exists()


def test_a_meeting_is_cancelled_with_a_reason(meeting, runs):
    html = sent(runs, at("meeting_cancel", meeting.pk), reason="Snow")

    assert "Snow" in html
    assert "Cancel this meeting" not in html


def test_a_quarter_that_is_not_on_the_list_is_refused(meeting, runs):
    refused(runs, at("freeze", meeting.pk), quarter="2031-Q1")

    assert not DashboardSnapshot.objects.exists()


def test_the_next_meeting_opens_with_the_last_actions_and_deals_with_them(approved, runs):
    following = factories.MeetingFactory(group=approved.group, planned_on=date(2026, 6, 15))
    action = ActionItem.objects.get()
    html = seen(runs, following.get_absolute_url())
    assert "Write to the practices about overdue reviews" in html
    assert approved.get_absolute_url() in html

    html = sent(
        runs,
        at("action_carry", action.pk) + f"?meeting={following.pk}",
        note="Half done",
        **day("due_on", date(2026, 7, 1)),
    )

    assert "Carried forward" in html
    assert "Half done" in html
    assert "carried forward 1 time" in html


# --- actions


def test_the_list_of_actions_shows_open_late_and_all(meeting, runs):
    factories.ActionItemFactory(meeting=meeting, what="Late one", due_on=TODAY - timedelta(days=3))
    factories.ActionItemFactory(meeting=meeting, what="Finished one", status="done")

    assert "3 days overdue" in seen(runs, at("actions"))
    assert "Finished one" not in seen(runs, at("actions"))
    assert "Actions past their day: 1" in seen(runs, at("actions") + "?show=overdue")
    assert "Finished one" in seen(runs, at("actions") + "?show=all")
    seen(runs, at("actions") + "?show=other", status=404)


def test_somebody_else_sees_only_what_they_were_asked_to_do(meeting, gp, browse):
    factories.ActionItemFactory(meeting=meeting, what="Theirs", owner=gp)
    factories.ActionItemFactory(meeting=meeting, what="Another's")

    html = seen(browse(gp), at("actions"))

    assert "Theirs" in html
    assert "Another" not in html
    assert meeting.get_absolute_url() not in html


def test_an_action_is_closed_or_cancelled_between_meetings(meeting, runs):
    first, second = (factories.ActionItemFactory(meeting=meeting) for _ in range(2))

    sent(runs, at("action_close", first.pk), note="Sent")
    sent(runs, at("action_cancel", second.pk), reason="Overtaken")

    assert set(ActionItem.objects.values_list("status", flat=True)) == {"done", "cancelled"}


@pytest.mark.parametrize("meeting_id", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_an_action_is_not_dealt_with_at_a_meeting_that_does_not_exist(meeting, runs, meeting_id):
    action = factories.ActionItemFactory(meeting=meeting)

    seen(runs, at("action_close", action.pk) + f"?meeting={meeting_id}", status=404)


def test_an_owner_is_one_of_the_people_listed(meeting, runs):
    item = meeting.items.first()

    refused(runs, at("action_new", item.pk), what="x", owner="Somebody else", **day("due_on", date(2026, 4, 1)))

    assert not ActionItem.objects.exists()


def test_an_owner_who_signs_in_is_tied_to_their_sign_in(meeting, runs, member):
    holder = meeting.group.seats.first().holders.get()
    holder.member = member
    holder.save()

    sent(
        runs,
        at("action_new", meeting.items.first().pk),
        what="x",
        owner=holder.member_name,
        **day("due_on", date(2026, 4, 1)),
    )

    assert ActionItem.objects.get().owner == member


# --- documents


def test_draft_minutes_are_drawn_now_and_approved_ones_are_the_kept_bytes(
    held, runs, django_capture_on_commit_callbacks
):
    assert runs.get(at("minutes_pdf", held.pk)).content.startswith(b"%PDF")

    with django_capture_on_commit_callbacks(execute=True):
        sent(runs, at("approve", held.pk))

    document = IssuedDocument.objects.get()
    assert runs.get(at("minutes_pdf", held.pk)).content == bytes(document.content)
    assert document.sha256 in seen(runs, at("report", held.pk))


def test_approved_minutes_that_are_not_made_yet_lead_to_where_that_is_said(approved, runs):
    response = runs.get(at("minutes_pdf", approved.pk), follow=True)

    assert "Waiting for the worker since 16 March 2026 at 10am" in response.content.decode()


def test_the_audit_report_is_asked_for_waits_and_is_there(held, runs, monkeypatch):
    monkeypatch.setattr(tasks, "ring", lambda *args: None)
    assert "The audit report is made from the figures frozen" in seen(runs, at("report", held.pk))
    seen(runs, at("report_pdf", held.pk), status=404)

    html = sent(runs, at("report_request", held.pk))
    assert "Waiting for the worker" in html
    run = ReportRun.objects.get()
    actions.claim_report(run_id=run.pk)
    assert "Open this page again" in seen(runs, at("report", held.pk))
    actions.complete_report(run=run, title="Audit report", content=b"%PDF-made")

    assert "Audit report (PDF)" in seen(runs, at("report", held.pk))
    assert runs.get(at("report_pdf", held.pk)).content == b"%PDF-made"


def test_a_report_that_failed_says_why_and_is_tried_again(held, runs, coordinator):
    run = actions.request_report(meeting=held, by=coordinator)
    actions.fail_report(run=actions.claim_report(run_id=run.pk), reason="The document is too long to print.")
    assert "The document is too long to print." in seen(runs, at("report", held.pk))

    html = sent(runs, at("report_retry", run.pk))

    assert "Waiting for the worker" in html


def test_without_frozen_figures_there_is_no_report(meeting, runs):
    assert "Freeze the figures for this meeting first" in seen(runs, at("report", meeting.pk))
    assert "Freeze the figures for this meeting first" in refused(runs, at("report_request", meeting.pk))
    seen(runs, at("report_csv", meeting.pk), status=404)


# --- who may

READ = ["meeting", "report", "report_csv", "minutes_pdf"]
CHANGE = ["attendance", "freeze", "meeting_hold", "approve", "meeting_cancel", "item_new", "report_request"]


@pytest.mark.parametrize("name", READ)
def test_a_member_reads_meetings(held, member, browse, name):
    assert browse(member).get(at(name, held.pk)).status_code == 200


@pytest.mark.parametrize("name", CHANGE)
def test_a_member_changes_nothing(held, member, browse, name):
    assert browse(member).get(at(name, held.pk)).status_code == 403


def test_a_member_sees_no_button_that_would_be_refused(held, member, browse):
    html = seen(browse(member), held.get_absolute_url()) + seen(browse(member), at("group"))

    assert "Approve the minutes" not in html
    assert "Save" not in html
    assert "Plan a meeting" not in html


@pytest.mark.parametrize("name", [*READ, *CHANGE])
def test_a_strangers_meeting_is_not_found(held, stranger, browse, name):
    assert browse(stranger).get(at(name, held.pk)).status_code == 404


@pytest.mark.parametrize("name", READ)
def test_whoever_delivers_care_does_not_read_meetings(held, gp, browse, name):
    assert browse(gp).get(at(name, held.pk)).status_code == 403


@pytest.mark.parametrize("count", [2, 20])
def test_lists_ask_the_database_as_often_for_twenty_as_for_two(
    meeting, coordinator, browse, count, django_assert_max_num_queries
):
    for n in range(count):
        factories.MeetingFactory(group=meeting.group, planned_on=date(2025, 1, 1) + timedelta(days=n))
        factories.ActionItemFactory(meeting=meeting)
    client = browse(coordinator)

    with django_assert_max_num_queries(26):
        seen(client, at("group"))
    with django_assert_max_num_queries(18):
        seen(client, at("actions"))
