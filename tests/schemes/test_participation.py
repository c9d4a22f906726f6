"""Who takes part, the scheme's numbers and its aspects of care."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from audit import wall
from audit.models import Event
from schemes import actions, queries
from schemes.models import CareAspect, Participation
from tests import factories

DAY = date(2026, 3, 1)


def test_a_practice_takes_part_until_it_stops(coordinator, practice):
    begun = actions.take_part(organisation=practice, starts_on=DAY, by=coordinator)
    assert list(queries.practices_taking_part(DAY)) == [practice]

    actions.stop_taking_part(participation=begun, ends_on=date(2026, 3, 31), reason="Merged", by=coordinator)

    assert list(queries.practices_taking_part(date(2026, 3, 31))) == [practice]
    assert not queries.practices_taking_part(date(2026, 4, 1)).exists()
    assert sorted(event.sentence for event in Event.objects.all()) == [
        "Elm Surgery takes part from 1 March 2026.",
        "Elm Surgery took part until 31 March 2026: Merged",
    ]


def test_a_practice_takes_part_once_at_a_time(coordinator, practice):
    actions.take_part(organisation=practice, starts_on=DAY, by=coordinator)

    with pytest.raises(ValidationError, match="already takes part on some of these days"):
        actions.take_part(organisation=practice, starts_on=date(2026, 5, 1), by=coordinator)

    assert Participation.objects.count() == 1


def test_a_closed_practice_cannot_begin(coordinator):
    closed = factories.PracticeFactory(name="Old Surgery", status="C")

    with pytest.raises(ValidationError, match="Old Surgery is not open"):
        actions.take_part(organisation=closed, starts_on=DAY, by=coordinator)


def test_taking_part_is_ended_once_with_a_reason_and_not_before_it_began(coordinator, practice):
    begun = actions.take_part(organisation=practice, starts_on=DAY, by=coordinator)

    with pytest.raises(ValidationError, match="Say why"):
        actions.stop_taking_part(participation=begun, ends_on=DAY, reason=" ", by=coordinator)
    with pytest.raises(ValidationError, match="must not be before the first day"):
        actions.stop_taking_part(participation=begun, ends_on=date(2026, 2, 1), reason="Merged", by=coordinator)
    actions.stop_taking_part(participation=begun, ends_on=DAY, reason="Merged", by=coordinator)
    with pytest.raises(ValidationError, match="until 1 March 2026"):
        actions.stop_taking_part(participation=begun, ends_on=DAY, reason="Merged", by=coordinator)


def test_new_numbers_hold_from_their_day_and_the_old_ones_before(coordinator, scheme):
    actions.adopt_protocol(
        starts_on=date(2026, 4, 1), source="Group of 3 March", by=coordinator, review_weeks_stable=26
    )

    before, after = queries.protocol_on(scheme.pk, DAY), queries.protocol_on(scheme.pk, date(2026, 4, 1))

    assert (before.number, before.review_weeks_stable) == (1, 52)
    assert (after.number, after.review_weeks_stable, after.review_weeks_complex) == (2, 26, 26)
    assert queries.protocol_on(scheme.pk, date(2001, 1, 1)) == before
    assert Event.objects.get().data["review_weeks_stable"] == 26


def test_numbers_are_never_adopted_for_a_day_before_the_last(coordinator):
    actions.adopt_protocol(starts_on=date(2026, 4, 1), source="Group", by=coordinator)

    with pytest.raises(ValidationError, match="Version 2 begins on 1 April 2026"):
        actions.adopt_protocol(starts_on=DAY, source="Group", by=coordinator)


def test_numbers_that_make_no_sense_are_refused(coordinator):
    with pytest.raises(ValidationError, match="must be a week or more"):
        actions.adopt_protocol(starts_on=DAY, source="Group", by=coordinator, attempt_gap_days=1)
    with pytest.raises(TypeError, match="no such number: colour"):
        actions.adopt_protocol(starts_on=DAY, source="Group", by=coordinator, colour=1)


def test_the_first_numbers_may_be_adopted_by_hand(stranger):
    with wall.within(stranger.acting.scheme_id, stranger.pk):
        assert actions.adopt_protocol(starts_on=DAY, source="Group", by=stranger).number == 1
        assert actions.add_aspect(name="Housing", starts_on=DAY, by=stranger).position == 0


def test_the_list_of_aspects_is_the_schemes_own(coordinator, scheme):
    factories.care_aspects(scheme)

    added = actions.add_aspect(name="Housing and money", starts_on=DAY, by=coordinator)
    actions.end_aspect(aspect=added, ends_on=date(2026, 3, 31), by=coordinator)

    assert (added.code, added.position) == ("housing_and_money", 10)
    assert queries.aspects_on(scheme.pk, DAY).filter(pk=added.pk).exists()
    assert not queries.aspects_on(scheme.pk, date(2026, 4, 1)).filter(pk=added.pk).exists()
    assert Event.objects.count() == 2


@pytest.mark.parametrize(("name", "said"), [("Drug Testing", "has, or has had"), ("???", "Use letters")])
def test_an_aspect_has_a_name_of_its_own(coordinator, scheme, name, said):
    factories.care_aspects(scheme)

    with pytest.raises(ValidationError, match=said):
        actions.add_aspect(name=name, starts_on=DAY, by=coordinator)


def test_care_co_ordination_is_never_ended_and_others_once(coordinator, scheme):
    coordination, prescribing, *_ = factories.care_aspects(scheme)

    with pytest.raises(ValidationError, match="Care co-ordination cannot be ended"):
        actions.end_aspect(aspect=coordination, ends_on=DAY, by=coordinator)
    actions.end_aspect(aspect=prescribing, ends_on=DAY, by=coordinator)
    with pytest.raises(ValidationError, match="ended before"):
        actions.end_aspect(aspect=prescribing, ends_on=DAY, by=coordinator)

    assert CareAspect.objects.filter(ends_on=None).count() == 9


def test_practices_that_need_somebody_are_found(coordinator, scheme, practice, today):
    closed = factories.PracticeFactory(status="C", name="Old Surgery")
    for each in (practice, closed):
        factories.ParticipationFactory(scheme=scheme, organisation_id=each.pk)
    factories.PracticeFactory(name="Takes no part")

    assert list(queries.practices_without_gp(today)) == [practice]
    assert list(queries.closed_practices_taking_part(today)) == [closed]


def test_the_panel_of_the_scheme_says_how_it_stands(
    coordinator, scheme, practice, today, gp, django_assert_num_queries
):
    factories.care_aspects(scheme)
    factories.ParticipationFactory(scheme=scheme, organisation_id=practice.pk)
    actions.change_status(scheme=scheme, status="live", by=coordinator)
    scheme = queries.scheme_of(coordinator)

    with django_assert_num_queries(5):
        panel = queries.scheme_panel(scheme, today, coordinator)

    assert [(each.kind, each.count) for each in panel.taking_part] == [("practice", 1)]
    assert (panel.protocol.number, len(panel.aspects), len(panel.changes), len(panel.moves)) == (1, 10, 1, 3)
    assert panel.may_run
    assert not queries.scheme_panel(scheme, today, gp).may_run
    assert not queries.scheme_panel(scheme, today).may_run
