"""Whether it is alive, and that neither server nor worker starts on a wall with a hole."""

import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from audit import wall
from sharedcare import celery, logging


def test_the_site_says_that_it_is_alive_without_asking_the_database(client):
    response = client.get(reverse("healthz"))

    assert (response.status_code, response.content) == (200, b"alive")


def test_the_site_says_that_it_is_ready_when_the_database_answers(client, db):
    assert client.get(reverse("readyz")).content == b"ready"


def test_the_worker_does_not_start_on_a_wall_with_a_hole(db, monkeypatch):
    monkeypatch.setattr(wall, "holes", lambda: ["Table x has no wall."])

    with pytest.raises(ImproperlyConfigured, match="Table x has no wall"):
        celery.refuse_without_wall()


def test_the_worker_starts_on_a_whole_wall(db):
    celery.refuse_without_wall()


def test_what_may_leave_twice_never_does_because_the_row_decides():
    assert celery.app.conf.task_acks_late
    assert celery.app.conf.worker_prefetch_multiplier == 1


def test_a_log_line_is_one_line_without_colour_codes():
    import logging as stdlib

    line = logging.line_formatter().format(
        stdlib.LogRecord("tests", stdlib.INFO, __file__, 1, "something happened", (), None)
    )

    assert "something happened" in line
    assert "\n" not in line
    assert "\x1b" not in line


def test_a_failure_is_logged_with_where_it_was_and_never_with_what_the_variables_held():
    import logging as stdlib

    nhs_number = "".join(["999", "000", "0018"])
    try:
        raise RuntimeError(f"no such person: {nhs_number}")
    except RuntimeError:
        failure = sys.exc_info()

    line = logging.line_formatter().format(stdlib.LogRecord("tests", stdlib.ERROR, __file__, 1, "failed", (), failure))

    assert "RuntimeError" in line
    assert "test_running.py" in line
    assert nhs_number not in line
