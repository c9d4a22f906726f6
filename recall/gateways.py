"""The outside: where messages leave. One small protocol; a folder for development, GOV.UK Notify, and a mail server for
e-mails where the scheme has one of its own.

None is idempotent: a message handed over twice leaves twice. The order of things that prevents it is in `delivery`.
"""

import os
import smtplib
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage, get_connection
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from patients.models import Channel
from recall import lengths
from recall.outcomes import Accepted, Barred, LookupFailed, Manners, Message, Outcome, Refused, TryLater, Unknown


class Gateway(Protocol):
    """What delivery needs of any provider."""

    timeout: float  # how long sending may take, in seconds
    manners: Manners

    def send(self, message: Message, reference: UUID) -> Outcome:
        """Hand the message over once. Whatever cannot be told for certain is Unknown."""
        ...

    def find(self, reference: UUID, channel: str) -> str | None:
        """What the provider knows a message of this reference by; None when it never had one. Raises LookupFailed."""
        ...


class FolderGateway:
    """Writes each message into a folder, so that development sends nothing to anybody."""

    timeout = 1.0
    manners = Manners()  # a file wakes nobody

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: Message, reference: UUID) -> Outcome:
        """One file a message, whole or not at all. A second one of the same reference would stand beside the first."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, written = tempfile.mkstemp(dir=self.folder, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"By: {message.channel}\nTo: {message.to}\nSubject: {message.subject}\n\n{message.body}\n")
        path = self._free_name(reference)
        os.link(written, path)
        os.unlink(written)
        return Accepted(path.name)

    def find(self, reference: UUID, channel: str) -> str | None:
        path = self.folder / f"{reference}.txt"
        return path.name if path.exists() else None

    def _free_name(self, reference: UUID) -> Path:
        path, again = self.folder / f"{reference}.txt", 1
        while path.exists():
            again += 1
            path = self.folder / f"{reference}.{again}.txt"
        return path


class NotifyGateway:
    """GOV.UK Notify. Its `reference` is not an idempotency key, so every doubtful answer is Unknown."""

    def __init__(self) -> None:
        self.timeout = settings.NOTIFY_TIMEOUT_S
        self.manners = Manners(settings.NOTIFY_PER_MINUTE, settings.SEND_HOURS)
        self.client = NotificationsAPIClient(
            settings.NOTIFY_API_KEY, base_url=settings.NOTIFY_BASE_URL, timeout=settings.NOTIFY_TIMEOUT_S
        )

    def send(self, message: Message, reference: UUID) -> Outcome:
        try:
            answer = self._post(message, str(reference))
        except APIError as error:
            return _outcome_of(error)
        return Accepted(str(answer["id"])) if answer and answer.get("id") else Unknown("No answer that says so")

    def find(self, reference: UUID, channel: str) -> str | None:
        try:
            found = self.client.get_all_notifications(reference=str(reference))["notifications"]
        except (APIError, KeyError, TypeError) as error:
            raise LookupFailed(str(error)) from error
        return str(found[0]["id"]) if found else None

    def _post(self, message: Message, reference: str) -> dict[str, str] | None:
        if message.channel == Channel.SMS:
            return self.client.send_sms_notification(
                phone_number=message.to,
                template_id=settings.NOTIFY_TEMPLATES["sms"],
                personalisation={"body": lengths.as_sent(message.body)},
                reference=reference,
            )
        return self.client.send_email_notification(
            email_address=message.to,
            template_id=settings.NOTIFY_TEMPLATES["email"],
            personalisation={"subject": message.subject, "body": message.body},
            reference=reference,
        )


def _outcome_of(error: APIError) -> Outcome:
    """What an error says for certain; an answer that was never read says nothing."""
    answered = getattr(error, "response", None) is not None
    status = error.status_code if answered else 0
    if status == 400:
        return Refused(_reason(error))
    if status == 403:
        return Barred(f"GOV.UK Notify refuses our key: {_reason(error)}")
    if status == 429:
        return TryLater("GOV.UK Notify asks us to slow down")
    return Unknown(f"GOV.UK Notify answered {status}" if status else "GOV.UK Notify did not answer")


def _reason(error: APIError) -> str:
    message = error.message
    if isinstance(message, list):
        return "; ".join(str(part.get("message", part)) for part in message)
    return str(message)


class MailServer:
    """E-mails by SMTP, everything else by another gateway. A mail server cannot be asked what became of an e-mail: one
    in doubt stays so until a person says whether it left."""

    def __init__(self, other: Gateway) -> None:
        self.other, self.manners = other, other.manners
        self.timeout = max(other.timeout, settings.SMTP_TIMEOUT_S)

    def send(self, message: Message, reference: UUID) -> Outcome:
        if message.channel != Channel.EMAIL:
            return self.other.send(message, reference)
        known_by = f"<{reference}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>')}>"
        mail = EmailMessage(message.subject, message.body, to=[message.to], headers={"Message-ID": known_by})
        try:
            mail.message()
        except (BadHeaderError, ValueError) as error:
            return Refused(f"Not an e-mail that can be sent: {error}")
        return _mailed(mail) or Accepted(known_by)

    def find(self, reference: UUID, channel: str) -> str | None:
        if channel == Channel.EMAIL:
            raise LookupFailed("A mail server cannot be asked")
        return self.other.find(reference, channel)


def _mailed(mail: EmailMessage) -> Outcome | None:
    """Hand an e-mail to the mail server; None when it took it. How they part afterwards changes nothing."""
    server = get_connection(timeout=settings.SMTP_TIMEOUT_S)
    try:
        return _greeted(server) or _handed(server, mail)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            server.close()


def _greeted(server: Any) -> Outcome | None:
    """What fails before the e-mail is begun has not left."""
    try:
        server.open()
    except smtplib.SMTPAuthenticationError as error:
        return Barred(f"The mail server refuses our password: {error.smtp_code}")
    except (smtplib.SMTPException, OSError):
        return TryLater("The mail server does not answer")
    return None


def _handed(server: Any, mail: EmailMessage) -> Outcome | None:
    try:
        server.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as error:
        code, why = next(iter(error.recipients.values()))
        return _smtp_outcome(code, f"The mail server refuses the address: {code} {_plain(why)}")
    except smtplib.SMTPSenderRefused as error:
        return Barred(f"The mail server refuses us as sender: {error.smtp_code} {_plain(error.smtp_error)}")
    except smtplib.SMTPResponseException as error:
        return _smtp_outcome(error.smtp_code, f"The mail server refuses it: {error.smtp_code}")
    except (smtplib.SMTPException, OSError):
        return Unknown("The mail server stopped answering")
    return None


def _smtp_outcome(code: int, reason: str) -> Outcome:
    """An answer of the five hundreds is for good, one of the four hundreds for now (RFC 5321, section 4.2.1)."""
    return Refused(reason) if code >= 500 else TryLater("The mail server asks us to try later")


def _plain(said: bytes | str) -> str:
    return said.decode("ascii", "replace") if isinstance(said, bytes) else said


def configured() -> Gateway:
    """GOV.UK Notify when a key is set, the folder otherwise; e-mails by a mail server where that is chosen."""
    gateway: Gateway = NotifyGateway() if settings.NOTIFY_API_KEY else FolderGateway(settings.OUTBOX_DIR)
    return MailServer(gateway) if settings.INVITE_BY_SMTP else gateway
