"""Nobody asks for pages faster than a person could; an ordinary day never meets it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts import actions, limits
from accounts.models import Pace, SecurityEvent
from accounts.origin import Origin
from accounts.security import Deed
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def few(settings):
    """Five a minute, so that a test need not ask three hundred times."""
    settings.REQUESTS_A_MINUTE = 5


@pytest.mark.parametrize(
    ("in_minute", "in_hour", "goes_on"),
    [(1, 1, True), (300, 300, True), (301, 301, False), (10, 6000, True), (10, 6001, False)],
)
def test_a_persons_pace(in_minute, in_hour, goes_on):
    assert limits.is_a_persons_pace(in_minute, in_hour, 300) is goes_on


def asks(client, times):
    return [client.get("/").status_code for _ in range(times)]


def test_what_is_more_than_a_person_opens_is_refused_in_words_and_goes_on_a_minute_later(gp, browse):
    client = browse(gp)

    assert asks(client, 6) == [200] * 5 + [429]
    refused = client.get("/people/")
    assert "Wait a minute, then go on." in refused.content.decode()
    assert refused["Retry-After"] == "60"
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        assert asks(client, 1) == [200]


def test_many_minutes_at_full_pace_are_too_many_too(gp):
    for minute in range(20):
        with time_machine.travel(NOW + timedelta(minutes=minute), tick=False):
            assert all(actions.count_request(user=gp, origin=Origin()) for _ in range(5))

    with time_machine.travel(NOW + timedelta(minutes=20), tick=False):
        assert not actions.count_request(user=gp, origin=Origin())
        assert not actions.count_request(user=gp, origin=Origin())
    assert SecurityEvent.objects.filter(user=gp, deed=Deed.TOO_MANY_PAGES).count() == 1
    with time_machine.travel(NOW + timedelta(minutes=65), tick=False):
        assert actions.count_request(user=gp, origin=Origin())


def test_all_browsers_of_a_person_are_counted_together_and_nobody_else_is_held_up(gp, nurse, browse):
    asks(browse(gp), 3)

    assert asks(browse(gp), 3) == [200, 200, 429]
    assert asks(browse(nurse), 1) == [200]


def test_searches_are_counted_like_pages_and_what_was_typed_is_kept(gp, browse):
    client = browse(gp)
    page = client.get("/people/").content.decode()
    opened_as = page.partition('name="as_whom" value="')[2].partition('"')[0]
    asks(client, 4)

    answer = client.post("/people/search/", {"q": "Peverell", "as_whom": opened_as})

    assert answer.status_code == 429
    assert "Bring it back" in answer.content.decode()


def test_its_owner_reads_of_it_once(gp, browse):
    asks(browse(gp), 9)

    assert SecurityEvent.objects.filter(user=gp, deed=Deed.TOO_MANY_PAGES).count() == 1


def test_a_visitor_is_not_counted_here(db):
    client = Client()

    assert {client.get("/accounts/login/").status_code for _ in range(9)} == {200}
    assert not Pace.objects.exists()


def test_counts_are_gone_after_the_hour(gp):
    actions.count_request(user=gp, origin=Origin())
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert actions.forget_what_is_over()["paces"] == 1


def test_the_pace_of_an_ordinary_day_is_far_below(settings):
    """A page every two seconds, with two windows that look at progress every two: what nobody keeps up all day."""
    an_ordinary_minute = 30 + 2 * 30

    settings.REQUESTS_A_MINUTE = 300
    assert limits.is_a_persons_pace(an_ordinary_minute, an_ordinary_minute * 60, settings.REQUESTS_A_MINUTE)
