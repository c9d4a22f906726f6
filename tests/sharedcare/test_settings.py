"""Safe by default: production refuses to start half set up. Each case starts Python afresh."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

GOOD = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "k" * 50,
    "SEALING_KEYS": "A" * 43 + "=",
    "DATABASE_URL": "postgres://sharedcare_app@127.0.0.1/sharedcare",
}


def start(read="ENVIRONMENT", **given):
    """What Python says when the settings are read with exactly these variables."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", f"from sharedcare import settings; print(settings.{read})"],
        env={**kept, **given},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def without(name):
    return {key: value for key, value in GOOD.items() if key != name}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (without("SECRET_KEY"), "Set SECRET_KEY:"),
        (without("DATABASE_URL"), "Set DATABASE_URL:"),
        (without("SEALING_KEYS"), "Set SEALING_KEYS:"),
        ({**GOOD, "SEALING_KEYS": "not-a-key"}, "Set SEALING_KEYS:"),
        ({**GOOD, "SESSION_IDLE_SECONDS": "3600"}, "Set SESSION_IDLE_SECONDS"),
        ({**GOOD, "SECRET_KEY": "short"}, "50 or more random characters"),
        ({**GOOD, "SECRET_KEY": "development-only-" + "k" * 50}, "50 or more random characters"),
        ({**without("ENVIRONMENT"), "SECRET_KEY": "development-only"}, "50 or more random characters"),
        ({**GOOD, "OIDC_ISSUER": "https://provider.example.org"}, "Set OIDC_CLIENT_ID too"),
    ],
    ids=[
        "no secret",
        "no database",
        "no key",
        "a bad key",
        "long sessions",
        "short secret",
        "a published secret",
        "production unless told otherwise",
        "half a provider",
    ],
)
def test_it_refuses_to_start_and_says_what_to_set(given, sentence):
    result = start(**given)

    assert result.returncode != 0
    assert sentence in result.stderr


@pytest.mark.parametrize(
    ("read", "value"),
    [
        ("DEBUG", "False"),
        ("SESSION_COOKIE_SECURE", "True"),
        ("CSRF_COOKIE_SECURE", "True"),
        ("SECURE_SSL_REDIRECT", "True"),
        ("SESSION_COOKIE_NAME", "__Host-sid"),
        ("SECOND_FACTOR", "on"),
        ("ALLOWED_HOSTS", "[]"),
    ],
)
def test_production_is_safe_with_nothing_more_said(read, value):
    assert start(read, **GOOD).stdout.strip() == value


def test_nothing_on_a_page_may_come_from_elsewhere():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]

    allowed = {source for name, sources in directives.items() if name != "img-src" for source in sources}
    assert allowed == {"'none'", "'self'"}
    assert set(directives["img-src"]) <= {"'self'", "data:"}  # the style sheet carries small icons in itself
