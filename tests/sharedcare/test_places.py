"""The Practice and Scheme pages: figures and staff, never a person in treatment."""

import re

import pytest
from django.urls import reverse

from accounts.roles import Role
from sharedcare.pages.panels import Panel, shown
from tests import factories


def words(client, name, *args):
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_a_practice_shows_its_gps_with_their_tier(browse, coordinator, practice, gp):
    factories.TierAwardFactory(scheme_id=coordinator.acting.scheme_id, professional=gp.professionals.get())

    html = words(browse(coordinator), "practice", practice.pk)

    assert "Elm Surgery" in html
    assert "Dr Greta Ash" in html
    assert "Level 1" in html


def test_a_group_member_sees_the_practice_without_its_staff_and_people(browse, member, practice, gp, patient):
    html = words(browse(member), "practice", practice.pk)

    assert "Elm Surgery" in html
    assert patient.name not in html


def test_somebody_of_another_practice_does_not_find_it(browse, scheme, practice):
    other = factories.sign_in(Role.PRACTICE_STAFF, scheme, factories.PracticeFactory())

    assert browse(other).get(reverse("practice", args=[practice.pk])).status_code == 404


def test_the_number_of_people_opens_the_list_of_exactly_these(browse, coordinator, scheme, practice, patient):
    factories.ParticipationFactory(scheme=scheme, organisation_id=practice.pk)
    factories.PatientFactory(scheme=scheme, practice=factories.PracticeFactory())
    client = browse(coordinator)

    html = words(client, "practice", practice.pk)
    url = re.search(rf'href="({reverse("patients:list")}[^"]*practice=[^"]*)"', html)[1]

    assert "people on the register" in html
    assert client.get(url.replace("&amp;", "&")).context["page_obj"].paginator.count == 1


def test_a_practices_own_staff_find_their_people_on_their_own_list(browse, nurse, practice, patient):
    assert "people on the register" not in words(browse(nurse), "practice", practice.pk)


def test_a_pharmacy_is_not_a_practice(browse, coordinator, scheme):
    pharmacy = factories.OrganisationFactory(kind="pharmacy")

    assert browse(coordinator).get(reverse("practice", args=[pharmacy.pk])).status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_everybody_opens_the_page_of_their_scheme(role, scheme, practice, browse):
    html = words(browse(factories.sign_in(role, scheme, factories.place_for(role, practice))), "scheme")

    assert "Wolds Shared Care" in html


def test_only_whoever_runs_the_scheme_is_offered_to_change_it(browse, coordinator, member):
    change = reverse("schemes:edit")

    assert change in words(browse(coordinator), "scheme")
    assert change not in words(browse(member), "scheme")


def test_somebody_without_a_role_has_no_scheme(db, browse):
    assert browse(factories.UserFactory()).get(reverse("scheme"))["Location"] == reverse("accounts:no_role")


def test_a_panel_that_gathers_nothing_is_left_out(gp, today):
    panels = [Panel("Empty", "x.html", lambda *_: None), Panel("Full", "y.html", lambda *_: "facts")]

    assert [each.title for each in shown(panels, None, gp, today)] == ["Full"]
