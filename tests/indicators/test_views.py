"""The pages of figures."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from audit.models import RecordView
from tests import factories

pytestmark = pytest.mark.django_db
RESULTS = reverse("indicators:results")
PERIOD = "?period=2025-Q4"


@pytest.fixture
def people(scheme, practice):
    """Twelve people with a review due in the quarter, nine of them reviewed on time."""
    factories.ParticipationFactory(scheme=scheme, organisation=practice)
    made = []
    for n in range(12):
        person = factories.PatientFactory(scheme=scheme, practice=practice)
        plan = factories.CarePlanFactory(patient=person, next_review_on=date(2025, 11, 10))
        factories.ReviewFactory(plan=plan, reviewed_on=date(2025, 5, 1), next_review_on=date(2025, 11, 10))
        if n < 9:
            factories.ReviewFactory(plan=plan, reviewed_on=date(2025, 11, 3), next_review_on=date(2026, 11, 3))
        made.append(person)
    return made


def page(client, url):
    response = client.get(url)
    assert response.status_code == 200, response.content[:400]
    return response.content.decode()


def file_rows(client, url):
    content = client.get(url).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_the_co_ordinator_sees_true_numbers_that_open(people, coordinator, browse):
    html = page(browse(coordinator), RESULTS + PERIOD)

    assert "October to December 2025" in html
    assert f'href="{reverse("indicators:people", args=["R1"])}?period=2025-Q4&amp;number=numerator">9</a>' in html
    assert "75%" in html
    assert "Not met" in html


def test_a_member_sees_published_numbers_and_no_way_to_a_person(people, member, browse):
    html = page(browse(member), RESULTS + PERIOD)

    assert "Numbers from 1 to 7 are shown as *" in html
    assert "/people/" not in html
    assert "75%" not in html  # too few for a percentage


@pytest.mark.parametrize("role", ["coordinator", "member"])
def test_the_file_has_the_numbers_of_the_page(people, role, browse, request):
    user = request.getfixturevalue(role)
    client = browse(user)
    figures = client.get(RESULTS + PERIOD).context["overall"]

    rows = file_rows(client, reverse("indicators:csv") + PERIOD)

    overall = [row for row in rows if row["Practice"] == "All practices"]
    assert [(r["Measure"], r["Numerator"], r["Denominator"], r["Percentage"]) for r in overall] == [
        (f.code, str(f.numerator), "" if f.denominator is None else str(f.denominator), f.percentage_words)
        for f in figures
    ]


def test_without_a_choice_the_last_whole_quarter_is_shown(people, coordinator, browse):
    assert "October to December 2025" in page(browse(coordinator), RESULTS)
    assert "October to December 2025" in page(browse(coordinator), RESULTS + "?period=nonsense")


@pytest.mark.parametrize("code", ["R1", "R3", "A1", "T1", "N1", "N1C"])
@pytest.mark.parametrize("role", ["coordinator", "member"])
def test_a_measure_shows_its_rule_in_words_and_its_pictures(people, role, code, browse, request):
    html = page(browse(request.getfixturevalue(role)), reverse("indicators:measure", args=[code]) + PERIOD)

    assert "Where the rule comes from" in html
    assert "Elm Surgery" in html


def test_a_measure_over_time_is_a_page_and_a_part_of_one(people, coordinator, browse):
    client, url = browse(coordinator), reverse("indicators:over_time", args=["R1"]) + PERIOD

    assert "75% in Q4 2025" in page(client, url)
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "75% in Q4 2025" in part
    assert "<html" not in part


def test_the_list_behind_a_number_has_as_many_people_as_the_number_and_is_recorded(people, coordinator, browse):
    url = reverse("indicators:people", args=["R1"]) + PERIOD + "&number=shortfall"

    html = page(browse(coordinator), url)

    assert "In the denominator, not in the numerator: 3" in html
    assert RecordView.objects.filter(page="Figures: Reviewed within the interval").count() == 3


def test_the_list_behind_can_be_of_one_practice(people, coordinator, browse, practice):
    url = reverse("indicators:people", args=["R1"]) + PERIOD + "&number=denominator&practice="

    assert "In the denominator: 12" in page(browse(coordinator), f"{url}{practice.pk}")
    assert "In the denominator: 0" in page(browse(coordinator), f"{url}{factories.PracticeFactory().pk}")
    assert browse(coordinator).get(f"{url}nonsense").status_code == 404


@pytest.mark.parametrize("number", ["numerator", "excluded", "incomplete"])
def test_each_number_opens(people, coordinator, browse, number):
    page(browse(coordinator), reverse("indicators:people", args=["R1"]) + PERIOD + f"&number={number}")


def test_a_measure_or_a_number_that_does_not_exist_is_not_found(coordinator, browse):
    assert browse(coordinator).get(reverse("indicators:measure", args=["X9"])).status_code == 404
    assert browse(coordinator).get(reverse("indicators:people", args=["R1"]) + "?number=x").status_code == 404


def test_a_member_never_reaches_the_people_behind_a_number(people, member, browse):
    assert browse(member).get(reverse("indicators:people", args=["R1"]) + PERIOD).status_code == 404


@pytest.mark.parametrize("name", ["results", "csv"])
def test_whoever_delivers_care_is_refused(gp, browse, name):
    assert browse(gp).get(reverse(f"indicators:{name}")).status_code == 403


def test_a_stranger_sees_nothing_of_this_scheme(people, stranger, browse):
    html = page(browse(stranger), reverse("indicators:measure", args=["R1"]) + PERIOD)

    assert "Elm Surgery" not in html


@pytest.mark.parametrize("count", [2, 20])
def test_the_list_behind_asks_the_database_as_often_for_twenty_as_for_two(
    scheme, practice, coordinator, browse, count, django_assert_max_num_queries
):
    for _ in range(count):
        factories.CarePlanFactory(patient=factories.PatientFactory(scheme=scheme, practice=practice))
    client = browse(coordinator)

    with django_assert_max_num_queries(22):
        page(client, reverse("indicators:people", args=["N1"]) + PERIOD)
