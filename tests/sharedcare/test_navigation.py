"""What stands in the navigation: nothing that leads to a closed door."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from accounts.roles import Permission, Role
from sharedcare.pages.navigation import ENTRIES, navigation
from tests import factories


def entries(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return navigation(request)["navigation"]


def test_a_visitor_sees_none():
    assert entries(AnonymousUser()) == []


def test_a_request_without_a_person_sees_none():
    assert navigation(RequestFactory().get("/")) == {
        "navigation": [],
        "search_hidden": True,
        "opened_in_emergency": [],
        "may_break_glass": False,
        "openid_button": "",
    }


def test_the_coordinator_sees_every_entry_but_those_of_governance(coordinator, scheme):
    of_governance = {
        Permission.GOVERN_ACCESS,
        Permission.VIEW_TRAIL,
        Permission.ANSWER_RIGHTS,
        Permission.APPROVE_ERASURE,
    }
    assert [entry.label for entry in entries(coordinator)] == [
        label for label, _, need in ENTRIES if need not in of_governance
    ]

    auditor = factories.sign_in(Role.AUDITOR, scheme)
    assert [entry.label for entry in entries(auditor)] == ["Today", "Knowledge base", "Audit trail"]


def test_only_whoever_may_see_people_is_offered_the_search_for_them(member, gp, browse):
    assert "Find a person" not in browse(member).get("/").content.decode()
    assert "Find a person" in browse(gp).get("/").content.decode()


def test_a_group_member_is_not_led_to_people(member):
    assert not {"People", "Reviews", "Call and recall"} & {entry.label for entry in entries(member)}


def test_whoever_keeps_the_recall_of_a_practice_is_led_to_it(scheme, practice, gp):
    staff = factories.sign_in(Role.PRACTICE_STAFF, scheme, practice)

    assert "Call and recall" in {entry.label for entry in entries(staff)}
    assert "Call and recall" not in {entry.label for entry in entries(gp)}


def test_the_page_one_is_on_is_marked_and_no_other(coordinator):
    marked = [entry.label for entry in entries(coordinator, reverse("patients:list")) if entry.current]

    assert marked == ["People"]


def test_a_page_beneath_an_entry_marks_it(coordinator):
    path = reverse("patients:list") + "something/"

    assert [entry.label for entry in entries(coordinator, path) if entry.current] == ["People"]


@pytest.mark.parametrize("role", list(Role))
def test_every_entry_shown_opens(role, scheme, practice, browse):
    user = factories.sign_in(role, scheme, factories.place_for(role, practice))
    client = browse(user)

    answers = {entry.label: client.get(entry.url).status_code for entry in entries(user)}

    assert set(answers.values()) == {200}, answers
