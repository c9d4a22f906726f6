"""The bells: each rings for one function, and none is needed."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from recall import delivery, tasks
from recall.models import Campaign, InvitationAttempt
from sharedcare.celery import app
from tests.recall import cast


@pytest.fixture
def somebody_due(scheme, practice, settings, tmp_path):
    settings.OUTBOX_DIR = tmp_path
    return cast.due(scheme, practice, mobile="07700 900001")


@pytest.mark.parametrize("bell", ["drain_invitations", "reconcile_attempts", "plan_reminders"])
def test_each_bell_rings_for_its_function_in_every_scheme(bell, somebody_due, coordinator):
    cast.launch(coordinator)

    assert getattr(tasks, bell).apply().successful()
    assert f"recall.{bell}" in {entry["task"] for entry in app.conf.beat_schedule.values()}


def test_the_worker_sends_into_the_folder_when_no_key_is_set(somebody_due, coordinator, tmp_path):
    cast.launch(coordinator)

    tasks.drain_invitations()

    assert [path.name for path in tmp_path.iterdir()] == [f"{InvitationAttempt.objects.get().pk}.txt"]


def test_a_bell_is_rung_once_the_deed_is_committed_and_may_fail_to_ring(
    scheme, monkeypatch, django_capture_on_commit_callbacks
):
    rung = []
    monkeypatch.setattr(tasks.drain_invitations, "apply_async", lambda **options: rung.append(options))

    with django_capture_on_commit_callbacks(execute=True):
        tasks.ring()
        assert rung == []

    assert rung == [{"retry": False, "ignore_result": True}]


def said(*command, **options):
    out = StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue()


def test_a_campaign_is_launched_from_the_command_line(somebody_due, coordinator):
    cast.draft(coordinator)
    told = json.loads(said("launch_campaign", name="Spring", due_by="2026-03-31", email=coordinator.email))

    assert told["cohort"] == told["waiting"] == 1
    assert Campaign.objects.get(name="Spring").status == "running"


def test_a_draft_from_the_command_line_sends_nothing(somebody_due, coordinator):
    told = json.loads(
        said("launch_campaign", name="Spring", due_by="2026-03-31", email=coordinator.email, draft_only=True)
    )

    assert told["status"] == "draft"
    assert told["to_be_invited"] == 1


def test_a_refusal_on_the_command_line_says_why(scheme, coordinator):
    cast.draft(coordinator)
    with pytest.raises(CommandError, match="Nobody has a review due"):
        said("launch_campaign", name="Spring", due_by="2026-03-31", email=coordinator.email)


@pytest.mark.parametrize(
    ("who", "day", "why"),
    [("nobody@example.org", "2026-03-31", "Nobody with a role today"), (None, "31 March", "Write the day as")],
)
def test_a_command_that_makes_no_sense_says_why(coordinator, who, day, why):
    with pytest.raises(CommandError, match=why):
        said("launch_campaign", name="Spring", due_by=day, email=who or coordinator.email)


def test_somebody_who_may_not_launch_may_not_on_the_command_line_either(somebody_due, nurse):
    with pytest.raises(CommandError, match="Only somebody who runs the scheme"):
        said("launch_campaign", name="Spring", due_by="2026-03-31", email=nurse.email)


def test_the_drain_is_run_by_hand(somebody_due, coordinator):
    cast.launch(coordinator)

    assert json.loads(said("drain_invitations"))["sent"] == 1


def test_a_campaign_is_exported_with_its_balance(somebody_due, coordinator):
    cast.launch(coordinator)
    delivery.drain(gateway=cast.FakeGateway())

    told = json.loads(said("export_campaign", name="Spring recall", email=coordinator.email))

    assert told["balance"] == {"cohort": 1, "invited": 1, "excluded": {}, "waiting": {}, "failed": {}}
    assert told["people"][0]["state"] == "invited"
    assert "name" not in told["people"][0]


def test_a_campaign_that_is_not_there_is_not_exported(coordinator):
    with pytest.raises(CommandError, match="There is no campaign"):
        said("export_campaign", name="Nothing", email=coordinator.email)
