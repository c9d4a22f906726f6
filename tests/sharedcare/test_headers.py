"""The headers of every kind of answer the site gives, written out once more here, so that a change is seen twice."""

import json
import logging

import pytest
from django.test import Client
from django.urls import reverse

from sharedcare.pages import csp
from sharedcare.routes import routes

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "report-uri /csp",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), usb=(), payment=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NEVER = ("Server", "X-Powered-By", "Access-Control-Allow-Origin")


def assert_guarded(response, *, kept=False):
    assert {name: response.headers.get(name) for name in ALWAYS} == ALWAYS
    assert set(response.headers["Content-Security-Policy"].split("; ")) == POLICY
    assert [name for name in NEVER if name in response.headers] == []
    if not kept:
        assert response.headers["Cache-Control"] == "no-store"


def test_every_address_answers_a_visitor_with_the_whole_set(client, db):
    for route in routes():
        if route.is_plain:
            assert_guarded(client.get(route.example))


def test_every_address_answers_whoever_signed_in_with_the_whole_set(coordinator, patient):
    browser = Client()
    browser.force_login(coordinator)
    for route in routes():
        if route.is_plain and route.name != "account_logout":
            assert_guarded(browser.get(route.example.replace("00000000-0000-4000-8000-000000000000", str(patient.pk))))


@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        ("get", "/nothing-here", {}, 404),
        ("get", "/?q=%00", {}, 400),
        ("get", "/?" + "q" * 2_001, {}, 400),
        ("put", "/healthz", {}, 405),
        ("post", "/accounts/login/", {"HTTP_SEC_FETCH_SITE": "cross-site"}, 403),
        ("post", "/accounts/login/", {"data": {"login": "x" * 6_000_000}}, 413),
        ("get", "/", {"HTTP_HOST": "elsewhere.example.org"}, 400),
        ("get", "/", {}, 302),
    ],
    ids=["not found", "not text", "too long", "verb", "from elsewhere", "too large", "another host", "sent to sign in"],
)
def test_a_refusal_carries_the_whole_set(db, method, path, options, status):
    response = getattr(Client(), method)(path, **options)

    assert response.status_code == status
    assert_guarded(response)


def test_a_fault_of_ours_carries_the_whole_set(client, monkeypatch):
    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", broken)
    client.raise_request_exception = False
    response = client.get("/readyz")

    assert response.status_code == 500
    assert_guarded(response)


def test_a_static_file_carries_the_whole_set_and_may_be_kept(client):
    response = client.get("/static/css/app.css")
    response.close()

    assert response.status_code == 200
    assert_guarded(response, kept=True)


def test_a_static_file_that_is_not_there_is_not_kept(client, db):
    response = client.get("/static/css/nothing.css")

    assert response.status_code == 404
    assert_guarded(response)


def test_the_answer_over_tls_says_never_to_come_back_without(client, settings, db):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
    response = Client().get("/healthz", secure=True)

    assert response["Strict-Transport-Security"].startswith("max-age=31536000; includeSubDomains")


def test_a_browser_forgets_everything_when_somebody_signs_out(browse, coordinator):
    browser = browse(coordinator)

    assert "Clear-Site-Data" not in browser.get(reverse("account_logout"))
    response = browser.post(reverse("account_logout"))

    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'


# --- What browsers report --------------------------------------------------------------------------------------------


@pytest.fixture
def reported(caplog):
    """The lines that reports left in the log so far."""
    csp._heard.clear()
    caplog.set_level(logging.WARNING, "sharedcare.pages.csp")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "sharedcare.pages.csp"]


def report(client, said, **options):
    body = said if isinstance(said, str) else json.dumps({"csp-report": said})
    return client.post("/csp", body, content_type="application/csp-report", **options)


def test_a_report_is_one_line_with_the_rule_and_the_page_and_no_address(client, reported, patient):
    said = {
        "effective-directive": "script-src-elem",
        "blocked-uri": "https://evil.example.org/?name=Ann+Ash",
        "document-uri": f"http://127.0.0.1/people/{patient.pk}/?q={patient.family_name}",
        "script-sample": patient.family_name,
    }

    assert report(client, said).status_code == 204
    assert reported() == ["csp stopped=script-src-elem from=elsewhere page=person"]


@pytest.mark.parametrize(
    "said",
    [
        "",
        "[]",
        "{",
        "[" * 5_000,
        '{"csp-report": 1}',
        '{"csp-report": {"effective-directive": "x\\ny"}}',
        '{"csp-report": {"effective-directive": ["a"]}}',
        '{"csp-report": {"effective-directive": "NHS 999"}}',
    ],
)
def test_what_is_no_report_is_answered_and_forgotten(client, reported, said):
    assert report(client, said).status_code == 204
    assert reported() == []


def test_a_form_sent_instead_of_a_report_is_answered_and_forgotten(client, reported):
    assert client.post(reverse("csp"), {"csp-report": "{}"}).status_code == 204
    assert reported() == []


@pytest.mark.parametrize("address", ["http://[", "nonsense", 5, None, "http://127.0.0.1/" + "a" * 9_000])
def test_a_page_that_is_none_of_ours_is_not_named(client, reported, address):
    status = report(client, {"effective-directive": "img-src", "document-uri": address}).status_code

    assert status in (204, 413)
    assert reported() in (["csp stopped=img-src from=elsewhere page=unknown"], [])


def test_a_report_that_is_too_large_or_does_not_say_how_large_is_refused(client):
    assert report(client, "x" * 8_193).status_code == 413
    assert report(client, "{}", CONTENT_LENGTH="many").status_code == 413


def test_no_more_than_thirty_reports_a_minute_reach_the_log(client, reported):
    for _ in range(40):
        report(client, {"effective-directive": "img-src"})

    assert len(reported()) == csp.MOST_A_MINUTE == 30
