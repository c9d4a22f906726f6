"""Sending invitations through the worker, beside the provider's client alone in a loop, to the same stand-in."""

import random
import time
import uuid
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test.utils import override_settings

from patients.models import Channel
from recall import delivery, gateways
from recall.models import Campaign, InvitationAttempt
from recall.outcomes import Manners, Message, Outcome
from sharedcare.bench.owner import connected
from sharedcare.bench.provider import Provider, serve
from sharedcare.bench.scratch import Scratch
from sharedcare.bench.timing import Case

MESSAGES = 300
# As if nobody had been sent anything: so that every repeat sends the same.
REWOUND = """
ALTER TABLE recall_replylink DISABLE TRIGGER USER;
ALTER TABLE recall_attemptoutcome DISABLE TRIGGER USER;
ALTER TABLE recall_invitationattempt DISABLE TRIGGER USER;
DELETE FROM recall_replylink;
DELETE FROM recall_attemptoutcome;
UPDATE recall_invitationattempt SET state = 'pending', settled_at = NULL, token = NULL, claimed_at = NULL,
    lease_until = NULL, tries = 0, recipient = '', body = '', provider_id = ''
WHERE state <> 'pending' AND campaign_id = '{campaign}';
UPDATE recall_invitation SET state = 'waiting', reason = 'to_send', invited_at = NULL
WHERE campaign_id = '{campaign}' AND state = 'invited';
ALTER TABLE recall_replylink ENABLE TRIGGER USER;
ALTER TABLE recall_attemptoutcome ENABLE TRIGGER USER;
ALTER TABLE recall_invitationattempt ENABLE TRIGGER USER;
"""


class Stopping:
    """GOV.UK Notify's client, which stops the sending after so many messages."""

    def __init__(self) -> None:
        self.gateway = gateways.NotifyGateway()
        self.timeout, self.manners, self.sent = self.gateway.timeout, Manners(), 0

    def send(self, message: Message, reference: UUID) -> Outcome:
        self.sent += 1
        return self.gateway.send(message, reference)

    def find(self, reference: UUID, channel: str) -> str | None:
        return self.gateway.find(reference, channel)


def case(world: Scratch) -> Case:
    """To be asked while a campaign runs in which enough people wait for a text."""
    provider = Provider(random.Random(1), 0, 0, lambda body: True, faults={}, callbacks=("none",))
    server = serve(provider)
    with world.inside():
        campaign = Campaign.objects.running().get()
        first = InvitationAttempt.objects.filter(campaign=campaign, channel=Channel.SMS).first()
        assert first is not None
    surroundings: dict[str, Any] = {
        "NOTIFY_API_KEY": f"bench-{uuid.uuid4()}-{uuid.uuid4()}",
        "NOTIFY_BASE_URL": f"http://127.0.0.1:{server.server_port}",
        "NOTIFY_TEMPLATES": {**settings.NOTIFY_TEMPLATES, "sms": str(uuid.uuid4()), "email": str(uuid.uuid4())},
    }

    def ours() -> float:
        with override_settings(**surroundings):
            gateway, done = Stopping(), delivery.Done()
            began = time.perf_counter()
            while gateway.sent < MESSAGES:
                assert delivery._send_batch(campaign, gateway, done), "nobody waits for a message"
            seconds = time.perf_counter() - began
        with connected(autocommit=True) as raw:
            raw.execute(REWOUND.format(campaign=campaign.pk))
        return seconds

    def limit() -> float:
        with override_settings(**surroundings):
            gateway = gateways.NotifyGateway()
            message = Message(
                Channel.SMS, "07700 900001", "", "It is time for your yearly review at the practice. " * 5
            )
            began = time.perf_counter()
            for _ in range(MESSAGES):
                gateway.send(message, uuid.uuid4())
            return time.perf_counter() - began

    return Case("dispatch", MESSAGES, "messages", "wall", ours, limit, "the client alone")
