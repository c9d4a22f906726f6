"""The list of practices, and the lists that Today counts."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from practices import queries as practices
from schemes import queries as schemes
from tests import factories

LIST = "practices:list"


@pytest.fixture
def taking_part(scheme, practice):
    factories.ParticipationFactory(scheme=scheme, organisation_id=practice.pk)
    return practice


@pytest.fixture
def doctor(scheme, practice):
    return factories.ProfessionalFactory(scheme_id=scheme.pk, name="Dr Ash", organisation=practice)


def test_the_practices_that_take_part_are_listed_with_their_gps(coordinator, browse, scheme, taking_part, doctor):
    factories.TierAwardFactory(scheme_id=scheme.pk, professional=doctor)
    factories.PracticeFactory(name="Oak Surgery")
    browser = browse(coordinator)

    shown = browser.get(reverse(LIST)).text

    assert "Elm Surgery" in shown
    assert "Since 1 January 2024" in shown
    assert "Oak Surgery" not in shown
    assert "Import practices" in shown
    assert "Oak Surgery" in browser.get(reverse(LIST), {"show": "all"}).text


def test_each_list_holds_exactly_what_its_count_says(coordinator, browse, scheme, taking_part, doctor, today):
    doctor.posts.update(ends_on=date(2025, 12, 31))
    closed = factories.PracticeFactory(name="Old Surgery", status="C")
    factories.ParticipationFactory(scheme=scheme, organisation_id=closed.pk)
    lapsed = factories.QualificationFactory(scheme_id=scheme.pk, professional=doctor, expires_on=date(2026, 3, 1))
    factories.QualificationFactory(
        scheme_id=scheme.pk, professional=doctor, evidence="rcgp_part_2", expires_on=date(2026, 4, 1)
    )
    award = factories.TierAwardFactory(scheme_id=scheme.pk, professional=doctor, review_on=date(2026, 3, 1))
    award.rests_on.create(scheme_id=scheme.pk, qualification=lapsed)
    browser = browse(coordinator)

    counts = {
        "without_gp": schemes.practices_without_gp(today).count(),
        "closed": schemes.closed_practices_taking_part(today).count(),
        "tiers_due_review": practices.tiers_due_review(today).count(),
        "tiers_unsupported": practices.tiers_unsupported(today).count(),
        "evidence_lapsing": practices.evidence_lapsing(today).count(),
    }

    assert set(counts.values()) == {1}
    for show, words in {
        "without_gp": "Elm Surgery",
        "closed": "Old Surgery",
        "tiers_due_review": "Dr Ash",
        "tiers_unsupported": "Dr Ash",
        "evidence_lapsing": "1 April 2026",
    }.items():
        shown = browser.get(reverse(LIST), {"show": show})
        assert shown.context["page"].paginator.count == 1
        assert words in shown.text


@pytest.mark.parametrize(
    "show", ["", "all", "without_gp", "closed", "tiers_due_review", "evidence_lapsing", "nonsense"]
)
def test_an_empty_list_says_so(coordinator, browse, show):
    shown = browse(coordinator).get(reverse(LIST), {"show": show, "page": "x"})

    assert shown.status_code == 200
    assert "app-empty" in shown.text


def test_a_practice_sees_itself_and_a_stranger_nothing_of_ours(gp, stranger, browse, scheme, taking_part):
    other = factories.PracticeFactory(name="Oak Surgery")
    factories.ParticipationFactory(scheme=scheme, organisation_id=other.pk)

    own = browse(gp).get(reverse(LIST)).text
    theirs = browse(stranger).get(reverse(LIST)).text

    assert "Elm Surgery" in own
    assert "Oak Surgery" not in own
    assert "Elm Surgery" not in theirs


def test_a_long_list_asks_no_more_than_a_short_one(coordinator, browse, scheme):
    browser = browse(coordinator)

    def statements(rows, show):
        for _ in range(rows):
            practice = factories.PracticeFactory()
            factories.ParticipationFactory(scheme=scheme, organisation_id=practice.pk)
            doctor = factories.ProfessionalFactory(scheme_id=scheme.pk, organisation=practice)
            factories.TierAwardFactory(scheme_id=scheme.pk, professional=doctor, review_on=date(2026, 3, 1))
            factories.QualificationFactory(scheme_id=scheme.pk, professional=doctor, expires_on=date(2026, 4, 1))
        with CaptureQueriesContext(connection) as asked:
            browser.get(reverse(LIST), {"show": show})
        return len(asked)

    for show in ("taking_part", "tiers_due_review", "evidence_lapsing"):
        statements(1, show)
        assert statements(1, show) == statements(18, show)
