"""Invitations through a mail server of the scheme's own: what each of its answers means for certain."""

import asyncio
import email
import smtplib
import socket
import uuid
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from recall import gateways
from recall.outcomes import Accepted, Barred, LookupFailed, Message, Refused, TryLater, Unknown

TEXT = Message(channel="sms", to="07700 900001", subject="", body="Elm Surgery – please ring")
MAIL = Message(channel="email", to="alex@example.org", subject="An appointment", body="Hello,\n\nPlease ring – soon.")
REFERENCE = uuid.UUID(int=7)
KNOWN_BY = f"<{REFERENCE}@clinic.example.org>"


class Server:
    """A mail server that keeps what it takes, and answers at one step what it was told to."""

    def __init__(self):
        self.taken, self.at_recipient, self.at_data, self.gives_up, self.sleeps = [], "250 OK", "250 OK", False, 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.at_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.at_recipient

    async def handle_DATA(self, server, session, envelope):
        if self.at_data.startswith("250"):
            self.taken.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=default)))
        if self.gives_up:
            server.transport.abort()
        await asyncio.sleep(self.sleeps)
        return self.at_data


@pytest.fixture
def started():
    """Start a mail server; keyword arguments are the controller's."""
    controllers = []

    def start(settings, **how):
        server = Server()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        controller = Controller(server, hostname="127.0.0.1", port=port, **how)
        controllers.append(controller)
        controller.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.INVITE_BY_SMTP, settings.NOTIFY_API_KEY, settings.SMTP_TIMEOUT_S = True, "", 2.0
        settings.DEFAULT_FROM_EMAIL = "Appointments <appointments@clinic.example.org>"
        return server

    yield start
    for controller in controllers:
        controller.stop(no_assert=True)


@pytest.fixture
def server(started, settings):
    return started(settings)


@pytest.fixture
def gateway(server):
    return gateways.configured()


def test_an_email_leaves_as_it_was_written_from_a_neutral_sender(gateway, server):
    assert gateway.send(MAIL, REFERENCE) == Accepted(KNOWN_BY)

    ((to, sent),) = server.taken
    assert to == ["alex@example.org"]
    assert sent["From"] == "Appointments <appointments@clinic.example.org>"
    assert (sent["Subject"], sent["Message-ID"]) == ("An appointment", KNOWN_BY)
    assert sent.get_content().replace("\r\n", "\n").strip() == MAIL.body


def test_a_text_goes_by_the_other_gateway(gateway, server, settings, tmp_path):
    gateway.other.folder = tmp_path

    assert gateway.send(TEXT, REFERENCE) == Accepted(f"{REFERENCE}.txt")
    assert gateway.find(REFERENCE, "sms") == f"{REFERENCE}.txt"
    assert server.taken == []


ANSWERS = [
    ("at_recipient", "550 No such person", Refused("The mail server refuses the address: 550 No such person")),
    ("at_recipient", "450 Box is busy", TryLater("The mail server asks us to try later")),
    ("at_data", "554 Looks like spam", Refused("The mail server refuses it: 554")),
    ("at_data", "451 Out of room", TryLater("The mail server asks us to try later")),
]


@pytest.mark.parametrize(("step", "said", "outcome"), ANSWERS)
def test_a_refusal_is_for_good_or_for_now(gateway, server, step, said, outcome):
    setattr(server, step, said)

    assert gateway.send(MAIL, REFERENCE) == outcome
    assert server.taken == []


def test_whoever_stops_answering_after_the_email_began_may_have_taken_it(gateway, server):
    server.gives_up = True

    assert gateway.send(MAIL, REFERENCE) == Unknown("The mail server stopped answering")


def test_a_mail_server_that_takes_too_long_may_have_taken_it(server, settings):
    server.sleeps, settings.SMTP_TIMEOUT_S = 3, 0.2

    assert gateways.configured().send(MAIL, REFERENCE) == Unknown("The mail server stopped answering")


def test_where_nobody_answers_nothing_has_left(gateway, settings):
    settings.EMAIL_PORT = 9  # nobody listens to what is discarded

    assert gateway.send(MAIL, REFERENCE) == TryLater("The mail server does not answer")


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # on this machine alone, as the fake wants it
def test_a_wrong_password_stops_everything(started, settings):
    refuses = started(
        settings,
        auth_required=True,
        auth_require_tls=False,
        authenticator=lambda *_: AuthResult(success=False, handled=False),
    )
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "appointments", "wrong"

    assert gateways.configured().send(MAIL, REFERENCE) == Barred("The mail server refuses our password: 535")
    assert refuses.taken == []


def test_a_sender_that_is_refused_stops_everything(gateway, server, monkeypatch):
    async def refuses(*_):
        return "553 Not yours to send from"

    monkeypatch.setattr(Server, "handle_MAIL", refuses, raising=False)

    assert gateway.send(MAIL, REFERENCE) == Barred("The mail server refuses us as sender: 553 Not yours to send from")


@pytest.mark.parametrize(
    "spoilt",
    [
        {"subject": "An appointment\nBcc: everybody@example.org"},
        {"to": "alex@example.org\nBcc: everybody@example.org"},
    ],
)
def test_nobody_slips_a_header_into_an_email(gateway, server, spoilt):
    outcome = gateway.send(
        Message(**{"channel": "email", "to": MAIL.to, "subject": "Hello", "body": "Hello"} | spoilt), REFERENCE
    )

    assert isinstance(outcome, Refused)
    assert server.taken == []


def test_an_email_in_doubt_stays_in_doubt(gateway):
    with pytest.raises(LookupFailed, match="cannot be asked"):
        gateway.find(REFERENCE, "email")


def test_a_broken_protocol_before_the_email_says_nothing_left(gateway, monkeypatch):
    def broken(*_, **__):
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(smtplib, "SMTP", broken)

    assert gateway.send(MAIL, REFERENCE) == TryLater("The mail server does not answer")
