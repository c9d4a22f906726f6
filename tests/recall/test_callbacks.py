"""What a provider calls back with: forged, early, twice, in the wrong order, of somebody unknown, or unreadable."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from recall import actions, delivery, receipts
from recall.models import Answer, Callback, DeliveryReceipt, Hold, Invitation, InvitationAttempt, UnreadText
from recall.outcomes import TryLater
from recall.receipts import Fate, Unreadable
from tests.recall import cast

TOKEN = "a-token-of-the-tests-alone"


@pytest.fixture
def person(scheme, practice):
    return cast.due(scheme, practice, mobile="07700 900001", email="alex@example.org")


@pytest.fixture
def campaign(person, coordinator):
    return cast.launch(coordinator)


@pytest.fixture
def sent(campaign):
    delivery.drain(gateway=cast.FakeGateway())
    return only()


@pytest.fixture
def later():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield lambda **delta: clock.move_to(timezone.now() + timedelta(**delta))


@pytest.fixture(autouse=True)
def _token(settings):
    settings.NOTIFY_CALLBACK_TOKEN = TOKEN


def only():
    return InvitationAttempt.objects.select_related("invitation").get()


def receipt(attempt, status="delivered", **changed):
    return {
        "id": f"provider-{attempt.pk}",
        "reference": str(attempt.pk),
        "to": "07700900001",
        "status": status,
        "completed_at": "2026-03-16T10:00:05.000000Z",
        **changed,
    }


def call(client, what, body, token=TOKEN):
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(
        reverse(f"callbacks:{what}"),
        sent,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )


def standing():
    found = Invitation.objects.get()
    return found.state, found.reason


# --- Who may call


@pytest.mark.parametrize("what", ["receipts", "returned_letters", "texts"])
@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x"])
def test_a_forged_callback_is_told_nothing_and_changes_nothing(sent, client, what, token):
    answer = call(client, what, receipt(sent, "permanent-failure"), token=token)

    assert (answer.status_code, answer.content) == (403, b"")
    assert standing() == ("invited", "")
    assert not Callback.objects.exists()


def test_nobody_is_let_in_while_no_token_is_set(sent, client, settings):
    settings.NOTIFY_CALLBACK_TOKEN = ""

    assert call(client, "receipts", receipt(sent), token="").status_code == 403


# --- Receipts


def test_a_receipt_is_kept_with_its_attempt(sent, client):
    assert call(client, "receipts", receipt(sent)).status_code == 204

    assert DeliveryReceipt.objects.get().attempt == sent
    assert standing() == ("invited", "")


def test_what_did_not_arrive_is_on_the_list_of_failures(sent, client):
    call(client, "receipts", receipt(sent, "permanent-failure"))

    assert standing() == ("failed", "not_delivered")


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (["delivered", "delivered"], ("invited", "")),
        (["permanent-failure", "permanent-failure"], ("failed", "not_delivered")),
        (["temporary-failure", "delivered"], ("invited", "")),
        (["delivered", "temporary-failure"], ("invited", "")),
        (["sending", "delivered"], ("invited", "")),
        (["sending", "technical-failure"], ("failed", "not_delivered")),
        (["something-new"], ("invited", "")),
    ],
)
def test_receipts_come_to_the_same_in_whatever_order_and_however_often(sent, client, statuses, expected):
    for status in statuses:
        assert call(client, "receipts", receipt(sent, status)).status_code == 204

    assert standing() == expected


def test_a_receipt_that_comes_before_the_answer_is_applied_once_that_is_written_down(campaign, client):
    class Hasty(cast.FakeGateway):
        def send(self, message, reference):
            call(client, "receipts", receipt(only(), "permanent-failure"))
            return super().send(message, reference)

    delivery.drain(gateway=Hasty())
    assert standing() == ("invited", "")

    assert delivery.reconcile(gateway=cast.FakeGateway()).received == 1
    assert standing() == ("failed", "not_delivered")


def test_a_receipt_settles_a_doubt(campaign, client):
    delivery.drain(gateway=cast.FakeGateway(cast.takes_and_times_out))
    assert standing() == ("waiting", "not_known")

    call(client, "receipts", receipt(only()))

    assert (only().state, standing()) == ("accepted", ("invited", ""))


def test_what_the_provider_denied_and_then_calls_back_about_is_not_sent_again(campaign, client, later, settings):
    """It sees an accepted message late: the look-up found nothing, and the message was about to go out once more."""
    delivery.drain(gateway=cast.FakeGateway(cast.takes_and_times_out))
    later(seconds=settings.SEND_QUARANTINE_S)
    delivery.reconcile(gateway=cast.FakeGateway())
    assert only().state == "pending"

    call(client, "receipts", receipt(only()))

    again = cast.FakeGateway()
    delivery.drain(gateway=again)
    assert (again.taken, standing()) == ([], ("invited", ""))


def test_a_receipt_of_a_message_that_was_never_tried_proves_nothing(campaign, client):
    call(client, "receipts", receipt(only()))

    assert only().state == "pending"


def test_a_message_that_was_put_back_is_settled_by_its_receipt(campaign, client):
    delivery.drain(gateway=cast.FakeGateway(TryLater()))

    call(client, "receipts", receipt(only()))

    assert standing() == ("invited", "")


def test_a_receipt_of_a_message_nobody_knows_waits_and_harms_nobody(sent, client):
    answer = call(client, "receipts", receipt(sent, reference="5f3f1e0e-6a3a-4a80-9a07-2f6a4a0a9d11"))

    assert answer.status_code == 204
    assert actions.apply_waiting_receipts() == 0
    assert Callback.objects.waiting().count() == 1
    assert not DeliveryReceipt.objects.exists()


def test_a_reminder_that_did_not_arrive_leaves_somebody_invited_whom_the_first_reached(sent, client, later):
    call(client, "receipts", receipt(sent))
    later(days=30)
    delivery.plan_reminders()
    delivery.drain(gateway=cast.FakeGateway())
    second = InvitationAttempt.objects.get(sequence=2)

    call(client, "receipts", receipt(second, "permanent-failure"))

    assert standing() == ("invited", "")


def test_a_letter_that_came_back_failed(scheme, practice, coordinator, client):
    cast.due(scheme, practice)
    cast.launch(coordinator)
    delivery.drain(gateway=cast.FakeGateway())

    body = {"notification_id": "letter-1", "reference": str(only().pk), "date_sent": "2026-03-10 10:00:00"}
    assert call(client, "returned_letters", body).status_code == 204

    assert (only().state, standing()) == ("accepted", ("failed", "not_delivered"))


def test_a_person_whom_nothing_reached_can_be_tried_again(sent, client, coordinator):
    call(client, "receipts", receipt(sent, "permanent-failure"))

    actions.try_again(invitation=Invitation.objects.get(), by=coordinator)

    assert standing() == ("waiting", "to_send")


# --- Texts


def text(number="447700900001", message="STOP", **changed):
    return {
        "id": "text-1",
        "source_number": number,
        "destination_number": "447700900999",
        "message": message,
        "date_received": "2026-03-16T10:05:00.000000Z",
        **changed,
    }


def test_a_stop_by_text_is_an_answer_however_often_it_comes(sent, client):
    for _ in range(3):
        assert call(client, "texts", text()).status_code == 204

    assert Answer.objects.get().source == "sms"
    assert not UnreadText.objects.exists()


def test_a_text_that_is_not_plain_is_put_before_somebody(sent, client):
    call(client, "texts", text(message="My bus was late"))

    assert UnreadText.objects.get().text == "My bus was late"


def test_a_text_of_a_number_nobody_was_texted_at_is_not_thrown_away(sent, client):
    call(client, "texts", text(number="447700900777", message="hello"))

    assert UnreadText.objects.get().patient is None


def test_nothing_of_a_text_is_kept_outside_the_wall(sent, client):
    call(client, "texts", text(message="It is me, Alex"))

    kept = Callback.objects.get()
    assert "Alex" not in f"{kept.__dict__}"
    assert "900001" not in f"{kept.__dict__}"


# --- What cannot be read


@pytest.mark.parametrize("what", ["receipts", "returned_letters", "texts"])
@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"x"', b"{}", b"\xff\xfe", b"[" * 100_000, b'{"id": 1, "status": "delivered"}',
     b'{"id": "a\\u0000b", "status": "x", "notification_id": "\\u0000", "source_number": "\\u0000", "message": ""}'],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_for_good(sent, client, what, body):
    assert call(client, what, body).status_code == 400


@pytest.mark.parametrize(("key", "value"), [("completed_at", "yesterday"), ("completed_at", None), ("to", None)])
def test_a_receipt_with_a_strange_part_is_taken_all_the_same(sent, client, key, value):
    assert call(client, "receipts", receipt(sent, **{key: value})).status_code == 204
    assert DeliveryReceipt.objects.exists()


def test_a_reference_that_is_not_ours_is_kept_and_joined_to_nothing(sent, client):
    assert call(client, "receipts", receipt(sent, reference="newsletter 7")).status_code == 204
    assert not DeliveryReceipt.objects.exists()


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([], None),
        (["sending"], None),
        (["delivered"], Fate.DELIVERED),
        (["temporary-failure"], Fate.NOT_DELIVERED),
        (["returned", "delivered"], Fate.DELIVERED),
    ],
)
def test_what_receipts_come_to(statuses, expected):
    assert receipts.fate(statuses) is expected


@pytest.mark.parametrize(
    ("fates", "expected"),
    [
        ([], False),
        ([None], False),
        ([Fate.NOT_DELIVERED], True),
        ([Fate.NOT_DELIVERED, None], False),
        ([Fate.NOT_DELIVERED, Fate.DELIVERED], False),
    ],
)
def test_who_was_reached_by_nothing(fates, expected):
    assert receipts.reached_nobody(fates) is expected


def test_a_text_without_words_is_unreadable():
    with pytest.raises(Unreadable, match="message"):
        receipts.read_text(json.dumps({"id": "1", "source_number": "1"}).encode())


# --- The brake


def test_sending_is_held_when_more_than_one_in_ten_fails_and_goes_on_when_released(
    scheme, practice, coordinator, client, monkeypatch
):
    monkeypatch.setattr("recall.brakes.ENOUGH_TO_TELL", 5)
    for number in range(5):
        cast.due(scheme, practice, mobile=f"07700 90010{number}")
    campaign = cast.launch(coordinator)
    delivery.drain(gateway=cast.FakeGateway())
    for attempt in InvitationAttempt.objects.all()[:1]:
        call(client, "receipts", receipt(attempt, "permanent-failure"))

    actions.brake(campaign=campaign)

    hold = Hold.objects.get(released_at__isnull=True)
    assert hold.reason == "Of 5 messages of “Spring recall”, 1 failed"
    actions.release_hold(hold=hold, by=coordinator)
    actions.brake(campaign=campaign)
    assert not Hold.objects.filter(released_at__isnull=True).exists()
