"""Settings, read from the environment; `.env.example` says what each variable means.

Safe by default: with nothing set this refuses to start, and production is assumed until told otherwise.
"""

import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from accounts import openid_settings
from accounts.keys import development_key, is_sealing_key
from recall import hours
from sharedcare import strength

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
ENVIRONMENT = env.str("ENVIRONMENT", default="production")
DEVELOPMENT = ENVIRONMENT == "development"
env.ENVIRON = {**os.environ, **strength.with_secrets_from_files(os.environ, strict=not DEVELOPMENT)}


def required(name: str, sentence: str) -> str:
    """The variable's value, or a refusal to start that says what to set."""
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"Set {name}: {sentence}")
    return str(value)


# --- Where this is running -------------------------------------------------------------------------------------------

DEBUG = False  # always: a page that shows its variables shows people
SECRET_KEY = required("SECRET_KEY", "a long random string, kept secret and the same on every server.")
SEALING_KEYS = env.list("SEALING_KEYS", default=[development_key(SECRET_KEY)] if DEVELOPMENT else [])
if not SEALING_KEYS or not all(is_sealing_key(key) for key in SEALING_KEYS):
    raise ImproperlyConfigured("Set SEALING_KEYS: one Fernet key or more, separated by commas; the first one seals.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEVELOPMENT else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- The house -------------------------------------------------------------------------------------------------------

OUR_APPS = [
    "sharedcare",
    "governance",
    "monitoring",
    "indicators",
    "recall",
    "careplans",
    "episodes",
    "patients",
    "schemes",
    "practices",
    "accounts",
    "audit",
    "ui",
]
INSTALLED_APPS = [
    *OUR_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django_structlog",
    "pgtrigger",
]
MIDDLEWARE = [
    "ui.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ui.origin.OriginMiddleware",
    "ui.boundary.BoundaryMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.KeepTypedMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ui.requests.LoggedMiddleware",
    "accounts.middleware.PaceMiddleware",
    "accounts.middleware.ActingMiddleware",
    "accounts.middleware.SessionsMiddleware",
    "accounts.middleware.ProvingMiddleware",
    "audit.middleware.LooksMiddleware",
    "ui.unavailable.UnavailableMiddleware",
]
ROOT_URLCONF = "sharedcare.urls"
WSGI_APPLICATION = "sharedcare.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Database: the application role, which owns nothing; the owner only migrates -----------------------------------

DATABASES = {
    "default": {
        **env.db_url_config(required("DATABASE_URL", "the PostgreSQL address of the application role.")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}

# What is counted for all processes together (wrong codes, codes already used): where the site cannot be without it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- Worker ----------------------------------------------------------------------------------------------------------

REDIS_URL = env.str("REDIS_URL", default="")

# --- Audit trail: the folder, outside the database, that each seal is told to ----------------------------------------

TRAIL_DIR = env.str("TRAIL_DIR", default="")

# --- Signing in ------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["accounts.hashers.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.MaximumLengthValidator"},
    {"NAME": "accounts.passwords.GuessableValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
ACCOUNT_REAUTHENTICATION_TIMEOUT = env.int("PROOF_SECONDS", default=5 * 60)  # before grave deeds
if not DEVELOPMENT and not 60 <= ACCOUNT_REAUTHENTICATION_TIMEOUT <= 15 * 60:
    raise ImproperlyConfigured("Set PROOF_SECONDS to between 60 and 900: how long a proof of who one is holds.")
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Passwords are counted by accounts.actions.count_try; what stands here is counted by allauth: codes, and saying again
# who one is.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/15m/key",
    "reauthenticate": "10/15m/user",
    "change_password": "10/15m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.factor_forms.CodeForm",
    "reauthenticate": "accounts.factor_forms.CodeAgainForm",
    "add_webauthn": "accounts.factor_forms.AddPasskeyForm",
    "authenticate_webauthn": "accounts.factor_forms.PasskeyForm",
    "reauthenticate_webauthn": "accounts.factor_forms.PasskeyAgainForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from the scheme, which invites people by them
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT
SECOND_FACTOR = env.str("SECOND_FACTOR", default="off" if DEVELOPMENT else "on")
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = env.int("SESSION_IDLE_SECONDS", default=15 * 60)  # without use; ten hours in all
SESSION_WARNING_SECONDS = env.int("SESSION_WARNING_SECONDS", default=2 * 60)
if not DEVELOPMENT and not 60 <= SESSION_COOKIE_AGE <= 15 * 60:
    raise ImproperlyConfigured("Set SESSION_IDLE_SECONDS to between 60 and 900: an unattended screen shows records.")
REQUESTS_A_MINUTE = env.int("REQUESTS_A_MINUTE", default=300)  # of one person, and 20 times as many in an hour
if not DEVELOPMENT and not 60 <= REQUESTS_A_MINUTE <= 3000:
    raise ImproperlyConfigured("Set REQUESTS_A_MINUTE to between 60 and 3000: what one person may ask for.")
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "accounts.views.csrf_failed"

# --- Headers and cookies ---------------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEVELOPMENT
SESSION_COOKIE_NAME = "sid" if DEVELOPMENT else "__Host-sid"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "csrf" if DEVELOPMENT else "__Host-csrf"
SECURE_SSL_REDIRECT = not DEVELOPMENT
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if DEVELOPMENT else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEVELOPMENT
SECURE_REFERRER_POLICY = "same-origin"  # with no-referrer Chromium posts our own forms with "Origin: null"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the second factor's QR code
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "report-uri": "/csp",
    }
}

# --- What a request may weigh ----------------------------------------------------------------------------------------

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
IMPORT_MAX_BYTES = 100 * 1024 * 1024

# --- Pages -----------------------------------------------------------------------------------------------------------

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.static",
                "crispy_forms.templatetags.crispy_forms_tags",
                "ui.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sharedcare.pages.navigation.navigation",
                *(["sharedcare.demo.doors.doors"] if DEVELOPMENT else []),
                "accounts.context.session",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "nhsuk"
CRISPY_FAIL_SILENTLY = False
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEVELOPMENT

# --- Language and time -----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"  # days are London days; PostgreSQL keeps moments in UTC

# --- Messages to people ----------------------------------------------------------------------------------------------

OUTBOX_DIR = Path(env.str("OUTBOX_DIR", default=str(BASE_DIR / ".local" / "outbox")))
NOTIFY_API_KEY = env.str("NOTIFY_API_KEY", default="")
NOTIFY_BASE_URL = env.str("NOTIFY_BASE_URL", default="https://api.notifications.service.gov.uk")
NOTIFY_TEMPLATES = {
    "sms": env.str("NOTIFY_SMS_TEMPLATE", default=""),
    "email": env.str("NOTIFY_EMAIL_TEMPLATE", default=""),
}
NOTIFY_PER_MINUTE = env.int("NOTIFY_PER_MINUTE", default=3_000)
NOTIFY_TIMEOUT_S = env.float("NOTIFY_TIMEOUT_S", default=30.0)
NOTIFY_CALLBACK_TOKEN = env.str("NOTIFY_CALLBACK_TOKEN", default="")
try:
    SEND_HOURS = hours.read(env.str("SEND_HOURS", default="") or "08:00-18:00")
except ValueError as unclear:
    raise ImproperlyConfigured(str(unclear)) from None
INVITE_BY_SMTP = env.bool("INVITE_BY_SMTP", default=False)
SMTP_TIMEOUT_S = env.float("SMTP_TIMEOUT_S", default=30.0)
SEND_LEASE_S = env.int("SEND_LEASE_S", default=120)
SEND_QUARANTINE_S = env.int("SEND_QUARANTINE_S", default=900)
EMAIL_CONFIG = env.email_url_config(env.str("EMAIL_URL", default="") or "consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", default="noreply@sharedcare.invalid")
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000" if DEVELOPMENT else "").rstrip("/")

# --- Signing in by a provider of identities, such as NHS CIS2 --------------------------------------------------------

try:
    OPENID = openid_settings.read(
        lambda name, default: env.str(name, default="") or default, site_url=SITE_URL, development=DEVELOPMENT
    )
except ValueError as half:
    raise ImproperlyConfigured(str(half)) from None

# --- Strong enough to start? -----------------------------------------------------------------------------------------

strength.refuse(
    strength.Facts(
        secret_key=SECRET_KEY,
        database_url=env.str("DATABASE_URL"),
        site_url=SITE_URL,
        allowed_hosts=ALLOWED_HOSTS,
        trusted_origins=CSRF_TRUSTED_ORIGINS,
        second_factor=SECOND_FACTOR,
        email_url=env.str("EMAIL_URL", default=""),
        notify_key=NOTIFY_API_KEY,
        notify_url=NOTIFY_BASE_URL,
    ),
    development=DEVELOPMENT,
)

# --- Log: one line an event, no patient in it ------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "sharedcare.logging.line_formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
    },
}
