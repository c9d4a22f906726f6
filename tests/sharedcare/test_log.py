"""A log with no patient in it: the site is driven with people of unmistakable names, and whatever it says is read."""

import io
import logging

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from sharedcare.celery import app
from sharedcare.embedded import postgres
from sharedcare.logging import line_formatter
from sharedcare.routes import routes
from tests import factories

FAMILY, GIVEN, STREET = "Xylanthier", "Quorvella", "Zanzibrook"
BROWSER = "Canary-Browser/7731"


@pytest.fixture
def said():
    """Everything that any logger says from here on, as it would stand in the log."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(line_formatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream.getvalue
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def canary(scheme, practice):
    return factories.PatientFactory(
        scheme=scheme, practice=practice, family_name=FAMILY, given_name=GIVEN, address=[f"1 {STREET} Lane"]
    )


def canaries(patient):
    return [FAMILY, GIVEN, STREET, patient.nhs_number, BROWSER]


def found_in(text, patient):
    return [word for word in canaries(patient) if word.lower() in text.lower()]


def browser_of(user):
    client = Client(HTTP_USER_AGENT=BROWSER, raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


@pytest.mark.parametrize("role", ["coordinator", "gp", "nurse", "key_worker", "pharmacist", "member", "nobody"])
def test_no_page_leaves_a_person_in_the_log(said, canary, role, request):
    user = None if role == "nobody" else request.getfixturevalue(role)
    client = browser_of(user)

    client.post(reverse("patients:search"), {"q": f"{GIVEN} {FAMILY}"}, follow=True)
    client.post(reverse("account_login"), {"login": f"{FAMILY}@example.org", "password": GIVEN})
    for route in routes():
        if route.is_plain and route.name != "account_logout":
            path = route.example.replace("00000000-0000-4000-8000-000000000000", str(canary.pk))
            client.get(path, {"q": FAMILY, "name": GIVEN, "nhs_number": canary.nhs_number})
            client.post(path, {"q": FAMILY, "name": GIVEN, "note": canary.nhs_number})

    assert "request_finished" in said()
    assert found_in(said(), canary) == []


@pytest.mark.parametrize("kind", ["words", "row", "chained"])
def test_an_error_within_a_view_leaves_its_place_in_the_log_and_no_person(said, canary, coordinator, monkeypatch, kind):
    def broken(*_, **__):
        note = f"{canary.name} {canary.nhs_number}"
        if kind == "row":
            with connection.cursor() as cursor:
                cursor.execute("UPDATE patients_patient SET status = 'none such' WHERE family_name = %s", [FAMILY])
        try:
            raise ValueError(note)
        except ValueError as error:
            if kind == "words":
                raise
            raise KeyError(note) from error

    view = next(route for route in routes() if route.name == "person").callback.view_class
    monkeypatch.setattr(view, "get", broken, raising=False)

    response = browser_of(coordinator).get(reverse("person", args=[canary.pk]))

    assert response.status_code == 500
    assert "test_log.py" in said()
    assert {"words": "ValueError", "row": "SQLSTATE 23514", "chained": "KeyError"}[kind] in said()
    assert found_in(said(), canary) == []
    assert found_in(response.text, canary) == []


def test_a_long_address_and_a_long_browser_do_not_fill_the_log(said, db):
    Client(HTTP_USER_AGENT="x" * 5_000).get("/" + "y" * 1_500)

    assert "xxxx" not in said()
    assert "y" * 199 in said()
    assert all(len(line) < 2_500 for line in said().splitlines())


def test_every_task_takes_keys_and_nothing_else():
    """What passes through the broker can be read there."""
    import inspect
    import re

    for name, task in app.tasks.items():
        if name.split(".")[0] in settings.OUR_APPS:
            parameters = inspect.signature(task.run).parameters
            assert [each for each in parameters if not re.fullmatch(r"(\w+_)?(id|pk)", each)] == [], name


def test_the_database_does_not_write_down_what_it_was_asked():
    assert postgres.SETTINGS["log_parameter_max_length_on_error"] == "0"
    assert postgres.SETTINGS["log_parameter_max_length"] == "0"
    assert postgres.SETTINGS["log_min_error_statement"] == "panic"
    assert postgres.SETTINGS["log_error_verbosity"] == "terse"
    with connection.cursor() as cursor:
        cursor.execute("SHOW log_parameter_max_length_on_error")
        assert cursor.fetchone() == ("0",)
