"""E-mails to people who sign in: they leave once, soon, and say nothing in the database that opens a door."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from uuid import uuid4

import pytest
import time_machine
from django.core import mail, signing
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts import actions, delivery, tasks
from accounts.actions import telling
from accounts.models import Notice
from tests.conftest import NOW


@pytest.fixture
def notice(db):
    return actions.queue_notice(to="noor@example.org", subject="A bell", body="Something waits.")


def test_a_notice_leaves_once(notice):
    assert delivery.drain() == 1
    assert delivery.drain() == 0

    assert [message.subject for message in mail.outbox] == ["A bell"]


def test_the_worker_sends_what_is_due(notice):
    tasks.deliver_notices()

    assert len(mail.outbox) == 1


def test_a_link_is_signed_when_it_leaves_and_never_stored(db, settings):
    settings.SITE_URL = "https://care.example.org"
    subject_id = uuid4()
    notice = actions.queue_notice(
        to="noor@example.org",
        subject="A door",
        body="Open {link}",
        opens="tests:door",
        opens_id=subject_id,
    )

    assert "http" not in notice.body
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(telling, "reverse", lambda name, args: f"/door/{args[0]}/")
        opened = delivery.link(notice)
    token = opened.removeprefix("https://care.example.org/door/").removesuffix("/")
    assert signing.loads(token, salt="tests:door") == str(subject_id)


def test_what_could_not_be_sent_is_tried_again_later_and_in_the_end_given_up(notice, monkeypatch):
    def broken(self, *args, **kwargs):
        raise SMTPServerDisconnected

    monkeypatch.setattr(EmailMessage, "send", broken)
    assert delivery.drain() == 0
    assert not Notice.objects.due(timezone.now()).exists()

    moment = NOW
    while not Notice.objects.get().given_up_at:
        moment += timedelta(days=2)
        with time_machine.travel(moment, tick=False):
            delivery.drain()
        assert moment < NOW + timedelta(days=365)

    assert Notice.objects.get().attempts == 12


def test_a_worker_that_died_lets_go_of_its_notice(notice):
    assert actions.claim_notices() == [notice]
    assert actions.claim_notices() == []

    with time_machine.travel(NOW + timedelta(minutes=6), tick=False):
        assert delivery.drain() == 1
