"""Practices commissioned for a particular group of people (A14)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import Event
from schemes import actions
from schemes.models import SpecialPopulation
from tests import factories

DAY = date(2026, 3, 1)
GROUP = {"population": "people who are homeless", "basis": "PMS+"}


@pytest.fixture
def takes_part(scheme, practice):
    return factories.ParticipationFactory(scheme=scheme, organisation=practice)


def begin(organisation, by, starts_on=DAY):
    return actions.begin_special_population(organisation=organisation, starts_on=starts_on, by=by, **GROUP)


def test_a_practice_is_commissioned_for_a_group_until_a_day(takes_part, practice, coordinator):
    begun = begin(practice, coordinator)

    actions.end_special_population(special=begun, ends_on=date(2026, 3, 31), by=coordinator)

    assert SpecialPopulation.objects.get().ends_on == date(2026, 3, 31)
    told = Event.objects.filter(kind__startswith="schemes.special_population").values_list("sentence", flat=True)
    assert set(told) == {
        "Elm Surgery is commissioned for people who are homeless from 1 March 2026 (PMS+).",
        "Elm Surgery was commissioned for people who are homeless until 31 March 2026.",
    }
    with pytest.raises(ValidationError, match="ended before: it held until 31 March 2026"):
        actions.end_special_population(special=begun, ends_on=DAY, by=coordinator)


def test_only_a_practice_that_takes_part_is_and_for_one_group_at_a_time(takes_part, practice, coordinator, pharmacist):
    with pytest.raises(ValidationError, match="does not take part on that day"):
        begin(practice, coordinator, date(2020, 1, 1))
    with pytest.raises(ValidationError, match="Only a practice"):
        begin(factories.Organisation.objects.get(pk=pharmacist.acting.organisation_id), coordinator)
    begin(practice, coordinator)
    with pytest.raises(ValidationError, match="already on some of these days"):
        begin(practice, coordinator, date(2026, 3, 10))


def test_who_stops_taking_part_is_commissioned_for_nobody(takes_part, practice, coordinator):
    begin(practice, coordinator)

    actions.stop_taking_part(participation=takes_part, ends_on=date(2026, 3, 31), reason="Closed", by=coordinator)

    assert SpecialPopulation.objects.get().ends_on == date(2026, 3, 31)


def test_the_database_refuses_a_last_day_before_the_first(scheme, practice):
    with pytest.raises(IntegrityError, match="special_population_ends_after_start"), transaction.atomic():
        factories.SpecialPopulationFactory(scheme=scheme, organisation=practice, ends_on=date(2023, 1, 1))


def test_the_co_ordinator_records_it_on_the_practices_page(takes_part, practice, coordinator, browse):
    browser, page = browse(coordinator), reverse("practice", args=[practice.pk])
    assert "Record that it is commissioned for a particular group" in browser.get(page).content.decode()

    given = {**GROUP, "starts_on": "2026-03-01"}
    answer = browser.post(reverse("schemes:population_new", args=[practice.pk]), given, follow=True)

    assert "Elm Surgery is commissioned for people who are homeless." in answer.content.decode()
    assert "Commissioned for people who are homeless (PMS+), from 1 March 2026." in answer.content.decode()
    ended = reverse("schemes:population_end", args=[SpecialPopulation.objects.get().pk])
    assert "Until when is Elm Surgery commissioned" in browser.get(ended).content.decode()
    answer = browser.post(ended, {"ends_on": "2026-03-31"}, follow=True)
    assert "until 31 March 2026" in answer.content.decode()
