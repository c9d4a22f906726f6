"""The outside, faults included: what each answer of a provider means for certain."""

import uuid

import pytest
import responses
from requests import ConnectionError, ReadTimeout

from recall import gateways
from recall.outcomes import Accepted, Barred, LookupFailed, Message, Refused, TryLater, Unknown

BASE = "https://notify.example.org"
KEY = "test-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
TEXT = Message(channel="sms", to="07700 900001", subject="", body="Elm Surgery – please ring")
MAIL = Message(channel="email", to="alex@example.org", subject="An appointment", body="Please ring")
REFERENCE = uuid.UUID(int=7)


@pytest.fixture
def notify(settings):
    settings.NOTIFY_API_KEY, settings.NOTIFY_BASE_URL = KEY, BASE
    settings.NOTIFY_TEMPLATES = {"sms": "text-template", "email": "mail-template"}
    return gateways.configured()


def answer(status, body=None, kind="sms"):
    responses.post(f"{BASE}/v2/notifications/{kind}", status=status, json=body or {})


def errors(message):
    return {"status_code": 0, "errors": [{"error": "Error", "message": message}]}


@responses.activate
def test_a_text_is_handed_over_with_its_reference_and_no_more(notify):
    answer(201, {"id": "abc"})

    assert notify.send(TEXT, REFERENCE) == Accepted("abc")
    (call,) = responses.calls
    assert call.request.body == (
        '{"phone_number": "07700 900001", "template_id": "text-template", '
        '"personalisation": {"body": "Elm Surgery - please ring"}, '
        f'"reference": "{REFERENCE}"}}'
    )


@responses.activate
def test_an_email_is_handed_over_with_its_subject(notify):
    answer(201, {"id": "abc"}, kind="email")

    assert notify.send(MAIL, REFERENCE) == Accepted("abc")
    assert '"subject": "An appointment"' in responses.calls[0].request.body


OUTCOMES = [
    (400, errors("Not a UK mobile number"), Refused("Not a UK mobile number")),
    (403, errors("Invalid token"), Barred("GOV.UK Notify refuses our key: Invalid token")),
    (429, errors("Exceeded rate limit"), TryLater("GOV.UK Notify asks us to slow down")),
    (500, errors("Internal error"), Unknown("GOV.UK Notify answered 500")),
    (503, None, Unknown("GOV.UK Notify answered 503")),
    (404, None, Unknown("GOV.UK Notify answered 404")),
    (201, {"no": "id"}, Unknown("No answer that says so")),
]


@pytest.mark.parametrize(("status", "body", "outcome"), OUTCOMES)
@responses.activate
def test_only_what_is_certain_is_certain(notify, status, body, outcome):
    answer(status, body)

    assert notify.send(TEXT, REFERENCE) == outcome


@pytest.mark.parametrize("fault", [ReadTimeout(), ConnectionError()])
@responses.activate
def test_a_broken_connection_says_nothing(notify, fault):
    responses.post(f"{BASE}/v2/notifications/sms", body=fault)

    assert notify.send(TEXT, REFERENCE) == Unknown("GOV.UK Notify did not answer")
    assert len(responses.calls) == 1  # never tried again by the library


@responses.activate
def test_an_answer_that_is_no_json_says_nothing(notify):
    responses.post(f"{BASE}/v2/notifications/sms", status=201, body="<html>")

    assert isinstance(notify.send(TEXT, REFERENCE), Unknown)


@responses.activate
def test_a_refusal_in_plain_words_is_kept(notify):
    answer(400, {"message": "Bad request"})

    assert notify.send(TEXT, REFERENCE) == Refused("Bad request")


@pytest.mark.parametrize(("found", "expected"), [([{"id": "abc"}], "abc"), ([], None)])
@responses.activate
def test_a_message_is_found_by_its_reference(notify, found, expected):
    responses.get(f"{BASE}/v2/notifications?reference={REFERENCE}", json={"notifications": found})

    assert notify.find(REFERENCE, "sms") == expected


@pytest.mark.parametrize(("status", "body"), [(500, {}), (200, {}), (200, None)])
@responses.activate
def test_a_lookup_that_fails_is_no_absence(notify, status, body):
    responses.get(f"{BASE}/v2/notifications", status=status, json=body)

    with pytest.raises(LookupFailed):
        notify.find(REFERENCE, "sms")


def test_development_writes_into_a_folder_and_a_second_sending_would_be_seen(settings, tmp_path):
    settings.NOTIFY_API_KEY, settings.OUTBOX_DIR = "", tmp_path / "outbox"
    gateway = gateways.configured()

    assert gateway.find(REFERENCE, "sms") is None
    assert gateway.send(TEXT, REFERENCE) == Accepted(f"{REFERENCE}.txt")
    assert gateway.find(REFERENCE, "sms") == f"{REFERENCE}.txt"
    assert gateway.send(TEXT, REFERENCE) == Accepted(f"{REFERENCE}.2.txt")
    assert gateway.send(TEXT, REFERENCE) == Accepted(f"{REFERENCE}.3.txt")
    written = sorted(path.name for path in settings.OUTBOX_DIR.iterdir())
    assert written == [f"{REFERENCE}.2.txt", f"{REFERENCE}.3.txt", f"{REFERENCE}.txt"]
    assert "Elm Surgery – please ring" in (settings.OUTBOX_DIR / f"{REFERENCE}.txt").read_text("utf-8")
