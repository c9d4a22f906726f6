"""Pages on which the scheme is run."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from schemes import actions, queries
from schemes.models import CareAspect, Participation, Protocol
from tests import factories


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def details(scheme, **changes):
    given = {
        "version": scheme.version,
        "name": scheme.name,
        "locality": scheme.locality,
        "commissioner": scheme.commissioner,
        "coordinator": scheme.coordinator_id,
    }
    return given | day("starts_on", scheme.starts_on) | changes


def test_the_scheme_is_edited(coordinator, scheme, browse):
    browser = browse(coordinator)
    assert 'value="Wolds Shared Care"' in browser.get(reverse("schemes:edit")).text

    sent = browser.post(reverse("schemes:edit"), details(scheme, locality="The Wolds"))

    assert (sent.status_code, sent.url) == (302, reverse("scheme"))
    scheme.refresh_from_db()
    assert scheme.locality == "The Wolds"


def test_a_stale_edit_shows_both_texts_and_may_then_be_saved(coordinator, scheme, browse):
    browser = browse(coordinator)
    stale = details(scheme, locality="Mine")
    actions.edit_scheme(scheme=scheme, version=1, by=coordinator, locality="Theirs")

    refused = browser.post(reverse("schemes:edit"), stale)

    assert refused.status_code == 422
    assert "now “Theirs”; you typed “Mine”" in refused.text
    assert 'value="Mine"' in refused.text
    assert 'name="version" value="2"' in refused.text
    assert browser.post(reverse("schemes:edit"), stale | {"version": 2}).status_code == 302


def test_a_name_that_is_missing_is_asked_for(coordinator, scheme, browse):
    assert (
        "Enter the scheme&#x27;s name"
        in browse(coordinator).post(reverse("schemes:edit"), details(scheme, name="")).text
    )


def test_the_status_is_changed_from_the_moves_there_are(coordinator, scheme, browse):
    browser = browse(coordinator)
    shown = browser.get(reverse("schemes:status")).text
    assert "Live" in shown
    assert "At risk" not in shown

    assert browser.post(reverse("schemes:status"), {"status": "live"}).status_code == 302
    refused = browser.post(reverse("schemes:status"), {"status": "at_risk"})

    assert refused.status_code == 422
    assert "Say why" in refused.text


def test_a_practice_begins_and_stops_taking_part(coordinator, practice, browse):
    browser = browse(coordinator)
    factories.ProfessionalFactory(scheme_id=coordinator.acting.scheme_id, organisation=practice)
    form = browser.get(reverse("schemes:participation_new"), {"organisation": practice.pk})
    assert f'value="{practice.pk}" selected' in form.text

    begun = browser.post(
        reverse("schemes:participation_new"),
        {"organisation": practice.pk} | day("starts_on", date(2026, 3, 1)),
        follow=True,
    )
    assert "Elm Surgery takes part" in begun.text
    assert "1 take part now" in begun.text
    held = Participation.objects.get()
    assert "When does Elm Surgery stop" in browser.get(reverse("schemes:participation_end", args=[held.pk])).text
    ended = browser.post(
        reverse("schemes:participation_end", args=[held.pk]),
        {"reason": "Merged"} | day("ends_on", date(2026, 3, 10)),
        follow=True,
    )
    assert "Nobody takes part yet" in ended.text
    assert "Merged" in ended.text


def test_new_numbers_are_adopted_beside_the_old(coordinator, scheme, browse):
    browser = browse(coordinator)
    assert 'value="52"' in browser.get(reverse("schemes:protocol_new")).text
    numbers = {
        "review_weeks_stable": 40,
        "review_weeks_complex": 20,
        "review_weeks_chaotic": 10,
        "attempts": 3,
        "attempt_gap_days": 21,
        "contacts_a_month": 2,
        "caseload_limit_level_1": 15,
        "caseload_limit_level_2": 30,
        "meeting_every_weeks": 13,
        "people_seen_an_hour": 100,
        "looks_without_a_deed": 10,
        "gap_warning_days": 28,
        "own_gp_weeks": 13,
        "stable_weeks": 26,
        "query_hours_urgent": 4,
        "query_hours_routine": 72,
        "silence_days": 90,
        "acknowledge_days": 14,
        "contact_weeks": 13,
        "verify_months": 6,
        "caseload_review_weeks": 26,
    }

    shown = browser.post(
        reverse("schemes:protocol_new"),
        numbers | {"source": "Group of 3 March"} | day("starts_on", date(2026, 3, 10)),
        follow=True,
    )

    assert "40, 20, 10" in shown.text
    assert "52, 26, 13" in shown.text
    assert "2 (in force)" in shown.text
    assert Protocol.objects.count() == 2


def test_an_aspect_is_added_and_ended(coordinator, scheme, browse):
    factories.care_aspects(scheme)
    browser = browse(coordinator)

    added = browser.post(
        reverse("schemes:aspects"), {"name": "Housing"} | day("starts_on", date(2026, 3, 1)), follow=True
    )
    assert "Housing" in added.text
    housing = CareAspect.objects.get(code="housing")
    assert "Housing" in browser.get(reverse("schemes:aspect_end", args=[housing.pk])).text
    ended = browser.post(
        reverse("schemes:aspect_end", args=[housing.pk]), day("ends_on", date(2026, 3, 10)), follow=True
    )
    assert "The aspect is ended" in ended.text


def test_others_may_read_who_takes_part_and_the_numbers_but_change_nothing(member, scheme, browse):
    browser = browse(member)

    assert "Add who takes part" not in browser.get(reverse("schemes:participations")).text
    assert "Adopt new numbers" not in browser.get(reverse("schemes:protocols")).text
    for name in ("edit", "status", "participation_new", "protocol_new", "aspects"):
        assert browser.get(reverse(f"schemes:{name}")).status_code == 403


def test_a_stranger_finds_nothing_of_this_scheme(scheme, practice, stranger, browse):
    held = factories.ParticipationFactory(scheme=scheme, organisation_id=practice.pk)
    aspect = factories.care_aspects(scheme)[1]

    assert browse(stranger).get(reverse("schemes:participation_end", args=[held.pk])).status_code == 404
    assert browse(stranger).get(reverse("schemes:aspect_end", args=[aspect.pk])).status_code == 404
    assert "Elm Surgery" not in browse(stranger).get(reverse("schemes:participations")).text


def test_somebody_without_a_role_finds_no_scheme(db, browse):
    response = browse(factories.UserFactory()).get(reverse("schemes:participations"))

    assert response["Location"] == reverse("accounts:no_role")


def test_the_list_of_who_takes_part_asks_no_more_for_more(coordinator, scheme, browse):
    browser = browse(coordinator)

    def statements(rows):
        for _ in range(rows):
            factories.ParticipationFactory(scheme=scheme, organisation_id=factories.PracticeFactory().pk)
        with CaptureQueriesContext(connection) as asked:
            browser.get(reverse("schemes:participations"))
        return len(asked)

    statements(1)
    assert statements(1) == statements(18)


@pytest.mark.parametrize("taking_part", [True, False])
def test_the_fragments_for_other_pages_say_what_is_so(coordinator, scheme, practice, today, taking_part):
    factories.ParticipationFactory(
        scheme=scheme,
        organisation_id=practice.pk,
        starts_on=date(2020, 1, 1),
        ends_on=date(2021, 1, 1),
        end_reason="Rested",
    )
    if taking_part:
        factories.ParticipationFactory(scheme=scheme, organisation_id=practice.pk)
    actions.change_status(scheme=scheme, status="live", by=coordinator)
    with time_machine.travel(date(2026, 3, 20)):
        actions.change_status(scheme=scheme, status="at_risk", by=coordinator, reason="Tender announced")
    scheme.refresh_from_db()

    part = render_to_string(
        "schemes/_participation.html", {"panel": queries.participation_panel(practice, today, coordinator)}
    )
    whole = render_to_string("schemes/_panel.html", {"scheme_panel": queries.scheme_panel(scheme, today, coordinator)})

    assert ("Takes part since 1 January 2024" in part) == taking_part
    assert ("Let it take part" in part) != taking_part
    assert "Rested" in part
    assert "At risk" in whole
    assert "Tender announced" in whole
    assert "Casey Coordinator" in whole
