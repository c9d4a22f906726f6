"""Safe by default: production refuses to start half set up. Each case starts Python afresh."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sharedcare import published, strength
from tests import factories

GOOD = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "Rk3-vTq9_Zb7xWm2LpYc6sHn4JdGf8uEa5-oCi1VrQtBwXzKjM",
    "SEALING_KEYS": "A" * 43 + "=",
    "DATABASE_URL": "postgres://sharedcare_app@127.0.0.1/sharedcare",
    "ALLOWED_HOSTS": "care.example.org",
    "SITE_URL": "https://care.example.org",
    "EMAIL_URL": "smtp+tls://mail.example.org:587",
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
        ("ALLOWED_HOSTS", "['care.example.org']"),
    ],
)
def test_production_is_safe_with_nothing_more_said(read, value):
    assert start(read, **GOOD).stdout.strip() == value


def test_nothing_on_a_page_may_come_from_elsewhere():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]

    allowed = {
        source for name, sources in directives.items() if name not in ("img-src", "report-uri") for source in sources
    }
    assert directives["report-uri"].startswith("/")
    assert allowed == {"'none'", "'self'"}
    assert set(directives["img-src"]) <= {"'self'", "data:"}  # the style sheet carries small icons in itself


WEAK = [
    ("SECRET_KEY", "SECRET_KEY", "k" * 60),
    ("SECRET_KEY", "SECRET_KEY", "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz"),
    ("SITE_URL", "SITE_URL", "http://care.example.org"),
    ("SITE_URL", "SITE_URL", ""),
    ("ALLOWED_HOSTS", "ALLOWED_HOSTS", ""),
    ("ALLOWED_HOSTS", "ALLOWED_HOSTS", "*"),
    ("ALLOWED_HOSTS", "ALLOWED_HOSTS", "care.example.org,*.example.org"),
    ("CSRF_TRUSTED_ORIGINS", "CSRF_TRUSTED_ORIGINS", "http://care.example.org"),
    ("SECOND_FACTOR", "SECOND_FACTOR", "off"),
    ("DATABASE_URL", "DATABASE_URL", "postgresql://sharedcare_app@db.example.org/sharedcare"),
    ("DATABASE_URL", "DATABASE_URL", "postgresql://sharedcare_app@db.example.org/sharedcare?sslmode=prefer"),
    ("DATABASE_URL", "DATABASE_URL", "postgresql://sharedcare_app@192.0.2.7/sharedcare?sslmode=disable"),
    ("DATABASE_URL", "DATABASE_URL", "postgresql://sharedcare_app@/sharedcare?host=db.example.org"),
    ("DATABASE_URL", "DATABASE_URL", "postgresql://sharedcare_app@postgres/sharedcare"),
    ("EMAIL_URL", "EMAIL_URL", ""),
    ("EMAIL_URL", "EMAIL_URL", "consolemail://"),
    ("EMAIL_URL", "EMAIL_URL", "smtp://mail.example.org"),
    ("NOTIFY_API_KEY", "NOTIFY_API_KEY", "test-00000000-0000-4000-8000-000000000000"),
]


@pytest.mark.parametrize(("named", "variable", "value"), WEAK, ids=[f"{name}={value}" for _, name, value in WEAK])
def test_production_does_not_start_on_a_weak_setting_and_names_it(named, variable, value):
    result = start(**{**GOOD, variable: value})

    assert result.returncode != 0
    assert named in result.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://sharedcare_app@db.example.org/sharedcare?sslmode=verify-full",
        "postgresql://sharedcare_app@db.example.org/sharedcare?sslmode=require",
        "postgresql://sharedcare_app@/sharedcare?host=/run/postgresql",
        "postgresql://sharedcare_app@[::1]/sharedcare",
        "postgresql://sharedcare_app@postgres/sharedcare?sslmode=disable",
    ],
)
def test_a_database_on_this_machine_or_behind_tls_is_strong_enough(url):
    assert strength.weaknesses(strong(database_url=url)) == []


def strong(**changed):
    facts = strength.Facts(
        secret_key=GOOD["SECRET_KEY"],
        database_url=GOOD["DATABASE_URL"],
        site_url=GOOD["SITE_URL"],
        allowed_hosts=[GOOD["ALLOWED_HOSTS"]],
        second_factor="on",
        email_url=GOOD["EMAIL_URL"],
    )
    return replace(facts, **changed)


@pytest.mark.parametrize(
    ("key", "url", "starts"),
    [
        ("live-00000000", "https://api.notifications.service.gov.uk", False),
        ("wolds-00000000", "https://api.notifications.service.gov.uk", False),
        ("team-00000000", "https://api.notifications.service.gov.uk", True),
        ("test-00000000", "https://api.notifications.service.gov.uk", True),
        ("live-00000000", "http://127.0.0.1:6001", True),
        ("", "https://api.notifications.service.gov.uk", True),
    ],
)
def test_development_cannot_write_to_real_people(key, url, starts):
    facts = strength.Facts(notify_key=key, notify_url=url)

    assert (strength.dangers(facts) == []) is starts
    if not starts:
        with pytest.raises(ImproperlyConfigured, match="NOTIFY_API_KEY"):
            strength.refuse(facts, development=True)


def test_a_secret_may_come_from_a_file(tmp_path):
    secret = tmp_path / "key"
    secret.write_text(GOOD["SECRET_KEY"] + "\n")
    secret.chmod(0o440)

    assert (
        start("SECRET_KEY", **without("SECRET_KEY"), SECRET_KEY_FILE=str(secret)).stdout.strip() == GOOD["SECRET_KEY"]
    )


@pytest.mark.parametrize(
    ("content", "mode", "also", "sentence"),
    [
        (b"x", 0o444, "", "away from other accounts"),
        (b"x", 0o400, "both", "not both"),
        (b"\xff\xfe", 0o400, "", "can read"),
        (None, 0, "", "can read"),
    ],
    ids=["everybody may read it", "set twice", "not text", "not there"],
)
def test_a_file_of_a_secret_that_will_not_do_is_refused_by_name(tmp_path, content, mode, also, sentence):
    secret = tmp_path / "key"
    if content is not None:
        secret.write_bytes(content)
        secret.chmod(mode)

    with pytest.raises(ImproperlyConfigured, match=f"SECRET_KEY_FILE.*{sentence}"):
        strength.with_secrets_from_files({"SECRET_KEY_FILE": str(secret), "SECRET_KEY": also}, strict=True)


def test_djangos_own_check_of_a_deployment_finds_nothing_and_nothing_is_silenced():
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={**kept, **GOOD},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr
    assert "System check identified no issues (0 silenced)." in result.stdout


def test_every_package_we_install_is_pinned_with_its_hash():
    for lock in (settings.BASE_DIR / "requirements").glob("*.lock"):
        entries = lock.read_text().replace("\\\n", " ").splitlines()
        pinned = [entry for entry in entries if entry.strip() and not entry.lstrip().startswith("#")]
        assert pinned
        assert [entry for entry in pinned if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_a_database_that_holds_the_demo_is_refused_outside_development(db, settings):
    published.refuse_demo()  # in development it is at home
    settings.DEVELOPMENT = False
    published.refuse_demo()
    factories.UserFactory(email="gp1@example.org")

    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        published.refuse_demo()


def test_outside_development_nothing_of_the_demo_is_there_to_be_tried():
    """Neither its address, nor what would draw its buttons, nor the module with both."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    program = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'sharedcare.settings'; django.setup()\n"
        "from django.conf import settings; from django.template import engines; from sharedcare.routes import routes\n"
        "engines['django'].engine.template_context_processors\n"
        "print([route.name for route in routes() if 'demo' in route.path or route.name.startswith('ui:')],\n"
        "      [name for name in sys.modules if name.startswith('sharedcare.demo')])"
    )
    found = {}
    for environment in ("production", "development"):
        said = subprocess.run(
            [sys.executable, "-c", program],
            env={**kept, **GOOD, "ENVIRONMENT": environment},
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
        )
        assert said.returncode == 0, said.stderr
        found[environment] = said.stdout.strip()

    assert found["production"] == "[] []"
    assert "demo_sign_in" in found["development"]
