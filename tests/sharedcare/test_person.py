"""The Person page: what it shows, to whom, and that the look is written down."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from audit import actions as audit
from audit.events import Kind
from audit.models import RecordView
from patients.queries import banner
from sharedcare.pages.person import may_be_reached
from tests import factories
from tests.matrix import make_world


def words(client, patient):
    response = client.get(reverse("person", args=[patient.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_the_banner_names_the_person_as_the_register_does(browse, gp, patient):
    html = words(browse(gp), patient)

    assert patient.name in html
    assert "17 May 1980" in html
    number = patient.nhs_number
    assert f"{number[:3]}" in html
    assert "2 Mill Lane, Woldham, ZZ99 9ZZ" in html


def test_the_panels_come_in_the_order_of_what_matters(browse, gp, patient):
    factories.care_aspects(patient.scheme)
    factories.CarePlanFactory(patient=patient)

    html = words(browse(gp), patient)

    headings = [
        "Who is responsible now",
        "What is wrong",
        "Plan and reviews",
        "Invitations",
        "Identity and contact",
        "Timeline",
    ]
    places = [html.index(heading) for heading in headings]
    assert places == sorted(places)


def test_what_is_wrong_is_said_in_words(browse, gp, patient):
    factories.care_aspects(patient.scheme)
    factories.CarePlanFactory(patient=patient, next_review_on="2026-03-04")

    html = words(browse(gp), patient)

    assert "The review is 12 days overdue." in html
    assert "No plan has been agreed yet." in html
    assert "Nobody answers for" in html


def test_somebody_not_in_shared_care_has_nothing_wrong(browse, gp, patient):
    assert "Nothing that we know of." in words(browse(gp), patient)


def test_the_timeline_tells_what_was_done_and_by_whom(browse, gp, patient):
    told = Kind("tests.told", "Something was done.")
    audit.record(told, subject=patient, by=gp, patient_id=patient.pk)
    audit.record(told, subject=patient, process="recall.drain", patient_id=patient.pk)

    html = words(browse(gp), patient)

    assert html.count("Something was done.") == 2
    assert "SharedCare," in html


def test_the_look_is_written_down(browse, gp, patient):
    words(browse(gp), patient)

    look = RecordView.objects.get()
    assert (look.user, look.patient_id, look.page, look.role) == (gp, patient.pk, "Person", Role.PRESCRIBER)


@pytest.mark.parametrize("role", [Role.MONITORING_MEMBER, Role.COMMISSIONER])
def test_a_group_member_never_reaches_a_person(role, scheme, practice, patient, browse):
    user = factories.sign_in(role, scheme)

    assert browse(user).get(reverse("person", args=[patient.pk])).status_code == 404
    assert not RecordView.objects.exists()


def test_a_stranger_learns_nothing(browse, stranger, patient):
    assert browse(stranger).get(reverse("person", args=[patient.pk])).status_code == 404


def test_somebody_of_another_practice_learns_nothing(browse, scheme, patient):
    other = factories.sign_in(Role.PRESCRIBER, scheme, factories.PracticeFactory())

    assert browse(other).get(reverse("person", args=[patient.pk])).status_code == 404


@pytest.mark.parametrize(
    "role",
    [
        Role.SCHEME_COORDINATOR,
        Role.PRESCRIBER,
        Role.PRACTICE_STAFF,
        Role.KEY_WORKER,
        Role.PHARMACIST,
        Role.SPECIALIST,
    ],
)
def test_everybody_who_shares_the_care_opens_the_page(role, scheme, practice, browse):
    world = make_world(scheme, practice)

    html = words(browse(world.cast[role]), world.patient)

    assert ("has not been called in yet" in html) is (role != Role.PHARMACIST)


@pytest.mark.parametrize(
    ("facts", "alert"),
    [
        ({"safe_to_post": False}, "Do not write to this address"),
        ({"status": "moved"}, "Moved away"),
        ({"status": "deceased", "died_on": "2026-01-01"}, "Died"),
    ],
)
def test_what_everybody_must_know_is_an_alert(scheme, practice, today, coordinator, facts, alert):
    patient = factories.PatientFactory(scheme=scheme, practice=practice, **facts)

    assert banner(patient, coordinator, today).alerts == [alert]


def test_an_opt_out_that_holds_today_is_an_alert(patient, today, coordinator):
    factories.OptOutFactory(scheme=patient.scheme, patient=patient)

    assert banner(patient, coordinator, today).alerts == ["Has asked not to be invited"]


def test_needs_are_language_print_and_what_was_said(scheme, practice, today, coordinator):
    patient = factories.PatientFactory(
        scheme=scheme, practice=practice, needs="Hearing loop", language="Polish", format="large_print"
    )

    assert banner(patient, coordinator, today).needs == ["Hearing loop", "Language: Polish", "Large print"]


def test_somebody_without_an_address_or_number_is_said_to_be_so(scheme, practice, today, coordinator):
    patient = factories.PatientFactory(
        scheme=scheme, practice=practice, no_fixed_abode=True, nhs_number=None, address=[], postcode=""
    )

    shown = banner(patient, coordinator, today)

    assert (shown.address, shown.nhs_number, shown.needs, shown.alerts) == ("No fixed abode", "", [], [])


@pytest.mark.parametrize(
    ("facts", "reached"),
    [
        ({}, True),
        ({"safe_to_post": False}, False),
        ({"address": []}, False),
        ({"no_fixed_abode": True}, False),
        ({"safe_to_post": False, "mobile": "07700 900001"}, True),
        ({"safe_to_post": False, "mobile": "07700 900001", "safe_to_text": False}, False),
        ({"safe_to_post": False, "email": "alex@example.org"}, True),
        ({"safe_to_post": False, "email": "alex@example.org", "safe_to_email": False}, False),
    ],
)
def test_somebody_may_be_reached_when_one_way_is_known_and_safe(scheme, practice, facts, reached):
    patient = factories.PatientFactory.build(scheme=scheme, practice=practice, **facts)

    assert may_be_reached(patient) is reached
