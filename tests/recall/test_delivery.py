"""From claim to outcome: nothing is lost, nothing leaves twice."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from recall import delivery
from recall.models import AttemptOutcome, InvitationAttempt
from tests.recall import cast


@pytest.fixture
def campaign(scheme, practice, coordinator):
    cast.due(scheme, practice, mobile="07700 900001")
    return cast.launch(coordinator)


def only():
    attempt = InvitationAttempt.objects.select_related("invitation").get()
    return attempt


def later(**delta):
    return time_machine.travel(timezone.now() + timedelta(**delta), tick=False)


def test_a_message_that_is_accepted_makes_the_person_invited(campaign):
    gateway = cast.FakeGateway()

    done = delivery.drain(gateway=gateway)

    assert (done.sent, len(gateway.taken)) == (1, 1)
    assert (only().state, only().invitation.state) == ("accepted", "invited")
    assert only().provider_id == f"provider-{only().pk}"
    assert set(AttemptOutcome.objects.values_list("move", flat=True)) == {"claim", "accept"}
