"""Sending what staff are told by e-mail: claimed rows, one connection, no transaction open while it talks."""

import logging
from smtplib import SMTPException
from typing import Any

from django.core import signing
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from accounts import actions
from accounts.models import Notice

log = logging.getLogger(__name__)


def drain() -> int:
    """Send every notice that is due; returns how many left. Safe to run twice at once."""
    sent = 0
    connection = get_connection()
    while claimed := actions.claim_notices():
        for notice in claimed:
            sent += _send(notice, connection)
    return sent


def _send(notice: Notice, connection: Any) -> bool:
    message = EmailMessage(notice.subject, notice.body.replace("{link}", link(notice)), to=[notice.to])
    message.connection = connection
    try:
        message.send()
    except (SMTPException, OSError) as problem:
        log.warning("notice_not_sent", extra={"notice": str(notice.pk), "problem": type(problem).__name__})
        actions.record_notice_failed(notice=notice, at=timezone.now())
        return False
    actions.record_notice_sent(notice=notice, at=timezone.now())
    return True


def link(notice: Notice) -> str:
    """The signed address that the notice opens; nothing when it opens none."""
    if not notice.opens:
        return ""
    token = signing.dumps(str(notice.opens_id), salt=notice.opens)
    return actions.address_of(notice.opens, token)
