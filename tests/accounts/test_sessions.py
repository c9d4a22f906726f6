"""Sessions end when they should, and only a person keeps one going."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Membership, SecurityEvent, Session
from accounts.security import Deed
from tests import factories
from tests.conftest import NOW


@pytest.fixture
def clock():
    """Moves time on."""
    with time_machine.travel(NOW, tick=False) as traveller:

        def after(**passed):
            traveller.move_to(timezone.now() + timedelta(**passed))

        yield after


def is_in(client):
    return client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("passed", "still_in"), [({"minutes": 14, "seconds": 59}, True), ({"minutes": 15, "seconds": 1}, False)]
)
def test_a_session_ends_after_a_quarter_of_an_hour_without_use(browse, gp, clock, passed, still_in):
    client = browse(gp)

    clock(**passed)

    assert is_in(client) is still_in


def test_use_keeps_it_going(browse, gp, clock):
    client = browse(gp)

    for _ in range(4):
        clock(minutes=14)
        assert is_in(client)


def test_but_not_for_more_than_ten_hours(browse, gp, clock):
    client = browse(gp)

    for _ in range(59):
        clock(minutes=10)
        assert is_in(client)

    clock(minutes=10)
    assert not is_in(client)


def test_confirming_who_one_is_does_not_make_the_ten_hours_longer(browse, gp, clock):
    gp.set_password(factories.PASSWORD)
    gp.save()
    client = browse(gp)
    for _ in range(59):
        clock(minutes=10)
        assert is_in(client)
    before = client.session.session_key
    response = client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    assert response.status_code == 302
    assert client.session.session_key != before

    clock(minutes=10)

    assert not is_in(client)


def test_a_page_that_asks_by_itself_does_not_keep_it_going(browse, gp, clock):
    client = browse(gp)
    for _ in range(2):
        clock(minutes=7)
        assert client.get("/", headers={"HX-Request": "true"}).status_code == 200
        assert client.get(reverse("accounts:session")).status_code == 200

    clock(minutes=2)

    assert not is_in(client)


def test_a_part_of_a_page_that_a_person_asked_for_does(browse, gp, clock):
    client = browse(gp)
    clock(minutes=14)
    client.get("/", headers={"HX-Request": "true", "X-By-Person": "1"})

    clock(minutes=14)

    assert is_in(client)


def test_the_page_can_ask_how_long_is_left_and_say_that_somebody_is_there(browse, gp, clock):
    client = browse(gp)
    clock(minutes=13)
    assert client.get(reverse("accounts:session")).json() == {"left": 120}

    assert client.post(reverse("accounts:session")).status_code == 204

    assert client.get(reverse("accounts:session")).json() == {"left": 900}


def test_a_part_of_a_page_whose_session_ended_leads_the_whole_page_to_sign_in(client, db):
    response = client.get("/people/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/plans/"})

    assert response.status_code == 204
    assert response["HX-Redirect"] == f"{reverse('account_login')}?next=/plans/"


def test_what_is_in_a_session_is_sealed_and_its_row_says_whose_it_is(browse, gp):
    client = browse(gp)

    row = Session.objects.get(user=gp)

    assert row.session_key == client.session.session_key
    assert str(gp.pk) not in row.session_data


def test_signing_out_ends_it_for_good_and_tells_the_browser_to_forget(browse, gp):
    client = browse(gp)
    cookie = client.cookies["sid"].value

    response = client.post(reverse("account_logout"))

    assert "cache" in response["Clear-Site-Data"]
    client.cookies["sid"] = cookie
    assert not is_in(client)


def test_no_page_of_somebody_signed_in_may_be_kept_by_a_browser(browse, gp):
    assert browse(gp).get("/")["Cache-Control"] == "no-store"


def test_signing_out_everywhere_ends_every_session(browse, gp):
    here, there = browse(gp), browse(gp)

    here.post(reverse("accounts:sign_out_everywhere"))

    assert not is_in(here)
    assert not is_in(there)


def test_one_of_ones_own_sessions_can_be_ended(browse, gp, clock):
    there = browse(gp)
    clock(minutes=1)
    here = browse(gp)
    started = int(Session.objects.get(pk=there.session.session_key).started_at.timestamp())

    here.post(reverse("accounts:session_end", args=[started]))

    assert is_in(here)
    assert not is_in(there)


def test_somebody_elses_session_cannot_be_ended_by_knowing_when_it_started(browse, gp, nurse):
    theirs = browse(nurse)
    started = int(Session.objects.get(user=nurse).started_at.timestamp())

    browse(gp).post(reverse("accounts:session_end", args=[started]))

    assert is_in(theirs)


def test_a_leavers_sessions_end_at_once_in_every_browser(browse, gp):
    here, there = browse(gp), browse(gp)

    assert actions.end_sessions(user=gp, process="test") == 2

    assert not is_in(here)
    assert not is_in(there)


def test_somebody_made_inactive_is_out_at_the_next_request(browse, gp):
    client = browse(gp)
    assert is_in(client)
    gp.is_active = False
    gp.save()

    assert not is_in(client)


def test_somebody_whose_last_role_ended_is_out_at_the_next_request_and_told_whom_to_ask(browse, gp):
    client = browse(gp)
    Membership.objects.filter(user=gp).update(ends_on=NOW.date() - timedelta(days=1))

    response = client.get("/", follow=True)

    assert "no role here today" in response.content.decode()
    assert not Session.objects.filter(user=gp).exists()


def test_what_is_over_is_forgotten(browse, gp, clock):
    browse(gp)
    actions.count_try(email="nobody@example.org", origin=actions.sign_in.Origin("203.0.113.7"))
    clock(hours=25)

    assert actions.forget_what_is_over() == {"paces": 0, "tries": 1, "sessions": 1, "kept_forms": 0}


def test_ending_somebodys_sessions_is_on_record(gp, coordinator):
    factories.SessionFactory(user=gp)

    actions.end_sessions(user=gp, by=coordinator)

    assert SecurityEvent.objects.get(user=gp).deed == Deed.SESSION_ENDED
