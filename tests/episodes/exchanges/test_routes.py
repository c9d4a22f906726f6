"""How places and those who work there are reached: put on record, tried again, changed, removed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from audit.models import Event
from episodes import actions, queries
from episodes.models import ContactRoute
from episodes.queries import ShowRoutes
from tests import factories

TODAY = date(2026, 3, 16)
WAYS = {"direct_line": "01632 960 001", "secure_email": "", "deputy": "", "hours": ""}


@pytest.fixture
def surgery(practice, scheme):
    place = factories.Organisation.objects.get(pk=practice.pk)
    factories.ParticipationFactory(scheme=scheme, organisation=place)
    return place


@pytest.fixture
def route(surgery, nurse):
    return actions.record_route(organisation=surgery, by=nurse, **WAYS)


def due(user):
    return list(queries.places_with_routes(user, ShowRoutes.DUE, TODAY))


def test_a_place_without_a_route_is_on_the_list_until_it_has_one(surgery, gp, coordinator, nurse):
    assert due(gp) == due(coordinator) == [surgery]

    made = actions.record_route(organisation=surgery, by=nurse, **WAYS)

    assert (made.verified_on, made.verified_by) == (TODAY, nurse)
    assert due(gp) == due(coordinator) == []


def test_a_route_not_tried_for_the_schemes_months_is_on_the_list_until_it_is(route, surgery, gp):
    ContactRoute.objects.update(verified_on=date(2025, 9, 16))
    assert due(gp) == []
    ContactRoute.objects.update(verified_on=date(2025, 9, 15))
    assert due(gp) == [surgery]

    actions.verify_route(route=route, by=gp)

    assert due(gp) == []
    assert Event.objects.filter(kind="episodes.route_verified", sentence__contains="Elm Surgery").exists()


def test_the_route_of_somebody_who_left_is_on_the_list_until_it_is_removed(route, surgery, gp, nurse):
    listed = gp.professionals.get()
    theirs = actions.record_route(organisation=surgery, professional=listed, by=nurse, **WAYS)
    listed.posts.update(ends_on=TODAY - timedelta(days=1))
    assert due(gp) == [surgery]
    line = queries.routes_at([surgery], gp, TODAY)[0].lines[1]
    assert (line.route, line.status) == (theirs, "left")

    actions.remove_route(route=theirs, by=nurse)

    assert due(gp) == []
    with pytest.raises(ValidationError, match="has removed this already"):
        actions.verify_route(route=theirs, by=nurse)


def test_a_place_that_takes_no_part_any_more_is_on_no_list(route, surgery, scheme, coordinator):
    surgery.participations.update(ends_on=TODAY - timedelta(days=1))

    assert due(coordinator) == []
    with pytest.raises(ValidationError, match="takes no part in the scheme"):
        actions.record_route(organisation=surgery, by=coordinator, **WAYS)


def test_a_change_names_the_version_it_was_made_on_and_keeps_what_was_before(route, nurse, gp):
    actions.change_route(route=route, version=1, by=nurse, **{**WAYS, "deputy": "Sam at the desk"})

    assert Event.objects.get(kind="episodes.route_changed").data["deputy"] == ["", "Sam at the desk"]
    with pytest.raises(ValidationError, match="Somebody else changed this"):
        actions.change_route(route=route, version=1, by=gp, **WAYS)


def test_a_route_leads_somewhere_and_to_somebody_who_works_there(surgery, nurse, key_worker):
    with pytest.raises(ValidationError, match="without one nobody is reached"):
        actions.record_route(organisation=surgery, by=nurse, hours="Weekdays")
    with pytest.raises(ValidationError, match="Kit Worker has no post there now"):
        actions.record_route(organisation=surgery, professional=key_worker.professionals.get(), by=nurse, **WAYS)


def test_there_is_one_route_each(route, surgery, nurse, scheme):
    with pytest.raises(ValidationError, match="There is a way to reach them already"):
        actions.record_route(organisation=surgery, by=nurse, **WAYS)
    with pytest.raises(DatabaseError, match="leads_somewhere"), transaction.atomic():
        factories.ContactRouteFactory(scheme=scheme, organisation=factories.OrganisationFactory(), direct_line="")


def test_another_place_reads_it_and_does_not_keep_it(route, surgery, key_worker):
    assert list(queries.places_with_routes(key_worker, ShowRoutes.ALL, TODAY)) == [surgery]
    assert not queries.routes_at([surgery], key_worker, TODAY)[0].may_keep
    with pytest.raises(PermissionDenied):
        actions.verify_route(route=route, by=key_worker)


def test_whoever_sees_nobody_is_shown_no_routes(route, member):
    assert list(queries.places_with_routes(member, ShowRoutes.ALL, TODAY)) == []
    assert due(member) == []
