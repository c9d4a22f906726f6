"""Whether the settings are strong enough for real people's records: pure checks, each refusal a sentence.

Read by the settings before anything else of Django is loaded, so nothing here may import a model or the settings.
"""

import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# What may come from a file named by NAME_FILE, as Docker's and Kubernetes' secrets do.
SECRETS = (
    "SECRET_KEY",
    "SEALING_KEYS",
    "DATABASE_URL",
    "OWNER_DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "NOTIFY_API_KEY",
    "NOTIFY_CALLBACK_TOKEN",
    "OIDC_CLIENT_KEY",
    "OIDC_CLIENT_SECRET",
)
LONGEST_SECRET_FILE = 10_000
SHORTEST_KEY = 50
FEWEST_SIGNS = 10  # of a key's characters, different ones; sixteen in a long hexadecimal key
PUBLISHED = ("development", "insecure", "changeme", "change-me", "example", "0123456789", "abcdefghij")
ON_THIS_MACHINE = ("", "localhost", "127.0.0.1", "::1")
ENCRYPTED = frozenset({"require", "verify-ca", "verify-full"})
NOTIFY = "api.notifications.service.gov.uk"


@dataclass(frozen=True)
class Facts:
    """The settings that can be weak, as they were given."""

    secret_key: str = ""
    database_url: str = ""
    site_url: str = ""
    allowed_hosts: Sequence[str] = ()
    trusted_origins: Sequence[str] = ()
    second_factor: str = ""
    email_url: str = ""
    notify_key: str = ""
    notify_url: str = ""


def with_secrets_from_files(environment: Mapping[str, str], *, strict: bool) -> dict[str, str]:
    """The secrets that files hold, by the names of their variables; `strict` refuses a file that everybody may read."""
    found = {}
    for name in SECRETS:
        path = environment.get(f"{name}_FILE", "")
        if not path:
            continue
        if environment.get(name):
            raise ImproperlyConfigured(f"Set {name} or {name}_FILE, not both.")
        found[name] = _read_secret(name, Path(path), strict=strict)
    return found


def _read_secret(name: str, path: Path, *, strict: bool) -> str:
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")[:LONGEST_SECRET_FILE].strip()
    except (OSError, UnicodeDecodeError):
        raise ImproperlyConfigured(f"Set {name}_FILE to a file that this process can read.") from None
    if strict and mode & (stat.S_IROTH | stat.S_IWOTH):
        raise ImproperlyConfigured(f"Take the file of {name}_FILE away from other accounts (chmod o-rw): it is secret.")
    return text


def refuse(facts: Facts, *, development: bool) -> None:
    """Refuse to start, with every reason at once, on what is too weak for production or too strong for development."""
    if found := dangers(facts) if development else weaknesses(facts):
        raise ImproperlyConfigured(" ".join(found))


def weaknesses(facts: Facts) -> list[str]:
    """Everything too weak for production, as sentences that each name the variable; empty when it may start."""
    found = [
        _of_key(facts.secret_key),
        _of_hosts(facts.allowed_hosts),
        "" if facts.site_url.startswith("https://") else "Set SITE_URL to the https:// address of the site.",
        ""
        if all(origin.startswith("https://") for origin in facts.trusted_origins)
        else "Set CSRF_TRUSTED_ORIGINS to https:// addresses only.",
        "" if facts.second_factor == "on" else "Set SECOND_FACTOR to on, or leave it out: everybody needs one.",
        _of_database(facts.database_url),
        _of_email(facts.email_url),
        "Set NOTIFY_API_KEY to a live key: a test key sends nothing." if _key_name(facts.notify_key) == "test" else "",
    ]
    return [sentence for sentence in found if sentence]


def dangers(facts: Facts) -> list[str]:
    """What development must not have: a key that would write to real people."""
    real = urlsplit(facts.notify_url).hostname == NOTIFY
    if facts.notify_key and real and _key_name(facts.notify_key) not in ("test", "team"):
        return [
            "Set NOTIFY_API_KEY to a key whose name begins with test or team, or leave it out: outside production "
            "nothing may be sent to real people."
        ]
    return []


def _of_key(key: str) -> str:
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_SIGNS or any(word in key.lower() for word in PUBLISHED):
        return f"Set SECRET_KEY to {SHORTEST_KEY} or more random characters of your own before starting."
    return ""


def _of_hosts(hosts: Sequence[str]) -> str:
    if not hosts:
        return "Set ALLOWED_HOSTS to the host names the site is reached under."
    if any("*" in host for host in hosts):
        return "Set ALLOWED_HOSTS to host names in full: with a * anybody's host name is believed."
    return ""


def _of_database(url: str) -> str:
    """A name without a dot is a neighbour on one machine's own network, as in docker-compose.yml; it must say so."""
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    host = unquote(asked.get("host", [parts.hostname or ""])[0])
    mode = asked.get("sslmode", [""])[0]
    if host in ON_THIS_MACHINE or host.startswith("/") or mode in ENCRYPTED:
        return ""
    if mode == "disable" and "." not in host and ":" not in host:
        return ""
    return "Add ?sslmode=verify-full to DATABASE_URL (or require): the database is on another machine."


def _of_email(url: str) -> str:
    scheme = urlsplit(url).scheme
    if scheme in ("smtp+tls", "smtps", "smtp+ssl"):
        return ""
    return "Set EMAIL_URL to smtp+tls://… or smtp+ssl://…: links that open accounts must reach people, and nobody else."


def _key_name(key: str) -> str:
    """The first word of the name that whoever made the key at Notify gave it."""
    return key.partition("-")[0].partition("_")[0].lower()
