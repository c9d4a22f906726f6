"""The environment Django runs in: what the shell says, then `.env`, then what suits one machine."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from sharedcare.embedded.paths import Paths
from sharedcare.embedded.services import Services
from sharedcare.embedded.terminal import Trouble

# Set by a launcher for its own tests, whatever the person's shell or .env holds.
OUR_VARIABLES = (
    "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DATABASE_URL", "EMAIL_URL", "ENVIRONMENT", "FROM_EMAIL", "INVITE_BY_SMTP",
    "LOG_LEVEL",
    "NOTIFY_API_KEY", "NOTIFY_BASE_URL", "NOTIFY_CALLBACK_TOKEN", "NOTIFY_EMAIL_TEMPLATE", "NOTIFY_PER_MINUTE",
    "NOTIFY_SMS_TEMPLATE", "NOTIFY_TIMEOUT_S", "OIDC_ACR_VALUES", "OIDC_BUTTON", "OIDC_CLIENT_ID", "OIDC_CLIENT_KEY",
    "OIDC_CLIENT_KEY_ID", "OIDC_CLIENT_SECRET", "OIDC_ISSUER", "OIDC_SCOPES", "OUTBOX_DIR", "OWNER_DATABASE_URL",
    "PROOF_SECONDS", "REDIS_URL", "REQUESTS_A_MINUTE", "SEALING_KEYS", "SECOND_FACTOR", "SECRET_KEY", "SEND_HOURS",
    "SEND_LEASE_S", "SEND_QUARANTINE_S", "SESSION_IDLE_SECONDS", "SESSION_WARNING_SECONDS", "SITE_URL",
    "SMTP_TIMEOUT_S", "TRAIL_DIR", "TRUSTED_PROXIES",
)  # fmt: skip


def given(paths: Paths) -> dict[str, str]:
    """What the person set, in the shell or in `.env`; the shell wins, and an empty line in `.env` sets nothing."""
    from_file = {name: value for name, value in read_dotenv(paths.root / ".env").items() if value}
    return from_file | dict(os.environ)


def for_development(paths: Paths, services: Services, environment: Mapping[str, str]) -> dict[str, str]:
    """Everything the settings ask for, with the private services where the person named none."""
    defaults = {"ENVIRONMENT": "development", "SECRET_KEY": secret_key(paths), "OUTBOX_DIR": str(paths.outbox)}
    # E-mails to staff are files beside what would be sent to people, so that a link in one can be opened.
    defaults["EMAIL_URL"] = f"filemail:///{paths.outbox / 'staff'}"
    # Beside the private database, so that a new one begins a new trail.
    kept = services.database.migrated.with_name("trail") if services.database else paths.local / "trail"
    defaults["TRAIL_DIR"] = str(kept)
    return {**defaults, **environment, **services.urls(), "PYTHONUNBUFFERED": "1"}


def for_tests(services: Services, outbox: Path) -> dict[str, str]:
    """Nothing of the person's own settings, so that a test says the same on every machine."""
    kept = {name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in OUR_VARIABLES}
    ours = {"ENVIRONMENT": "development", "SECRET_KEY": secrets.token_urlsafe(48), "OUTBOX_DIR": str(outbox)}
    ours["REQUESTS_A_MINUTE"] = "1000000"  # the tests' people do in one frozen minute what others do in a month
    return {**kept, **services.urls(), **ours, "PYTHONUNBUFFERED": "1"}


def as_owner(environment: Mapping[str, str]) -> dict[str, str]:
    """The same, connecting as the role that owns the tables."""
    return {**environment, "DATABASE_URL": environment["OWNER_DATABASE_URL"]}


def without_owner(environment: Mapping[str, str]) -> dict[str, str]:
    """The same for what answers requests: it has no business knowing how to connect as the owner."""
    return {name: value for name, value in environment.items() if name != "OWNER_DATABASE_URL"}


def secret_key(paths: Paths) -> str:
    """This checkout's own key, kept so that a restart signs nobody out."""
    kept = paths.local / "secret-key"
    try:
        with os.fdopen(os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return kept.read_text()


def read_dotenv(path: Path) -> dict[str, str]:
    """NAME=value lines; `#` begins a comment on a line of its own, quotes around a value are taken off."""
    if not path.exists():
        return {}
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip().removeprefix("export ").strip()
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals or not name.strip().isidentifier():
            raise Trouble(f"{path}, line {number}: expected NAME=value.")
        value = value.strip()
        quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
        found[name.strip()] = value[1:-1] if quoted else value
    return found
