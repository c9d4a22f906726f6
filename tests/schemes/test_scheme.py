"""The scheme itself: set up, edited, and how secure it is."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction

from accounts.roles import Role
from audit import wall
from audit.models import Event
from schemes import actions, queries
from schemes.aspects import DEFAULT_ASPECTS
from schemes.lifecycle import LIFE, Move, Status, move_to
from schemes.models import CareAspect, Protocol, Scheme, SchemeStatusChange
from tests import factories

TODAY = date(2026, 3, 16)


@pytest.fixture
def live(coordinator, scheme):
    return actions.change_status(scheme=scheme, status="live", by=coordinator)


def set_up(**changes):
    given = {
        "name": "Dales Shared Care",
        "locality": "Dales",
        "commissioner": "Dales Council",
        "starts_on": date(2026, 4, 1),
        "coordinator": factories.UserFactory(name="Cam Coordinator"),
        "process": "test",
    }
    return actions.set_up_scheme(**given | changes)


def test_a_scheme_is_set_up_with_all_that_it_needs(db):
    made = set_up()

    assert (made.status, made.coordinator.name) == (Status.PLANNED, "Cam Coordinator")
    assert made.coordinator.memberships.get().role == Role.SCHEME_COORDINATOR
    assert made.coordinator.acting.scheme_id == made.pk
    with wall.within(made.pk):
        assert Protocol.objects.get().number == 1
        assert list(CareAspect.objects.values_list("code", "name")) == DEFAULT_ASPECTS
        event = Event.objects.get(kind="schemes.scheme_set_up")
        assert (event.process, event.by) == ("test", None)
        assert event.sentence == "Dales Shared Care was set up from 1 April 2026, with Cam Coordinator as co-ordinator."


def test_two_schemes_never_share_a_name(db):
    set_up()

    with pytest.raises(ValidationError, match="A scheme has this name already"):
        set_up()

    assert Scheme.objects.count() == 1


def test_a_scheme_is_edited_on_the_version_that_was_read(coordinator, scheme):
    edited = actions.edit_scheme(
        scheme=scheme, version=1, by=coordinator, locality="The Wolds", ends_on=date(2027, 3, 31)
    )

    assert (edited.locality, edited.version) == ("The Wolds", 2)
    event = Event.objects.get()
    assert event.sentence == "The scheme was edited: locality, last day."
    assert event.data == {"locality": ["Wolds", "The Wolds"], "ends_on": ["", "2027-03-31"]}


def test_a_stale_edit_is_refused_with_both_texts(coordinator, scheme):
    actions.edit_scheme(scheme=scheme, version=1, by=coordinator, locality="The Wolds")

    with pytest.raises(ValidationError) as refused:
        actions.edit_scheme(scheme=scheme, version=1, by=coordinator, locality="Wolds and Vales")

    assert "Locality: now “The Wolds”; you typed “Wolds and Vales”." in refused.value.messages
    scheme.refresh_from_db()
    assert scheme.locality == "The Wolds"


def test_an_edit_that_changes_nothing_is_no_deed(coordinator, scheme):
    assert actions.edit_scheme(scheme=scheme, version=1, by=coordinator, locality="Wolds").version == 1
    assert not Event.objects.exists()


def test_only_the_details_of_a_scheme_can_be_edited(coordinator, scheme):
    with pytest.raises(TypeError, match="no such field to edit: status"):
        actions.edit_scheme(scheme=scheme, version=1, by=coordinator, status="live")


def test_the_coordinator_named_holds_the_role(coordinator, scheme, gp):
    with pytest.raises(ValidationError, match="does not hold the role of scheme co-ordinator"):
        actions.edit_scheme(scheme=scheme, version=1, by=coordinator, coordinator=gp)

    second = factories.sign_in(Role.SCHEME_COORDINATOR, scheme, name="Second")
    assert actions.edit_scheme(scheme=scheme, version=1, by=coordinator, coordinator=second).coordinator == second
    assert list(queries.possible_coordinators(scheme.pk, TODAY)) == [coordinator, second]


def test_a_scheme_does_not_end_before_it_starts(coordinator, scheme):
    with pytest.raises(ValidationError, match="must not be before the first day"):
        actions.edit_scheme(scheme=scheme, version=1, by=coordinator, ends_on=date(2019, 1, 1))


def test_a_scheme_goes_live_and_the_change_is_kept(live, coordinator):
    change = SchemeStatusChange.objects.get()

    assert (live.status, change.status, change.move, change.by) == ("live", "live", Move.GO_LIVE, coordinator)
    assert Event.objects.get().sentence == "The scheme is now live."


def test_a_scheme_without_a_coordinator_stays_in_planning(scheme):
    somebody = factories.sign_in(Role.SCHEME_COORDINATOR, scheme)

    with pytest.raises(ValidationError, match="Name the scheme co-ordinator"):
        actions.change_status(scheme=scheme, status="live", by=somebody)


def test_a_scheme_at_risk_says_why(live, coordinator):
    with pytest.raises(ValidationError, match="Say why"):
        actions.change_status(scheme=live, status="at_risk", by=coordinator, reason=" ")

    actions.change_status(scheme=live, status="at_risk", by=coordinator, reason="Tender announced")

    assert SchemeStatusChange.objects.get(status="at_risk").reason == "Tender announced"


def test_a_decommissioned_scheme_has_ended_and_never_comes_back(live, coordinator):
    gone = actions.change_status(scheme=live, status="decommissioned", by=coordinator, reason="Not commissioned again")

    assert gone.ends_on == TODAY
    for status in ("live", "at_risk", "planned"):
        with pytest.raises(ValidationError):
            actions.change_status(scheme=gone, status=status, by=coordinator, reason="x")
    with pytest.raises(ProgrammingError, match="Invalid transition"), transaction.atomic():
        Scheme.objects.filter(pk=gone.pk).update(status="live")


def test_a_scheme_cannot_go_where_its_life_does_not_lead(scheme, coordinator):
    with pytest.raises(ValidationError, match="it is planned"):
        actions.change_status(scheme=scheme, status="at_risk", by=coordinator, reason="x")
    with pytest.raises(ValidationError, match="cannot be planned again"):
        actions.change_status(scheme=scheme, status="planned", by=coordinator)


def test_a_status_change_is_never_rewritten(live):
    with pytest.raises(ProgrammingError), transaction.atomic():
        SchemeStatusChange.objects.update(reason="Something else")


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DECOMMISSIONED])
def test_every_status_but_the_last_can_move(status):
    assert LIFE.moves_from(status)


def test_the_move_is_read_off_the_table():
    assert move_to(Status.PLANNED, Status.LIVE) == Move.GO_LIVE
    assert move_to(Status.AT_RISK, Status.LIVE) == Move.SECURE
    assert LIFE.moves_from(Status.DECOMMISSIONED) == []
