"""A bell that nobody hears is no loss: the deed is done, and whoever did it sees that it is."""

import logging
import uuid

import pytest

import accounts.tasks
import episodes.tasks
import governance.tasks
import monitoring.tasks
import recall.tasks

BELLS = [
    (accounts.tasks.deliver_notices, accounts.tasks.ring, ()),
    (episodes.tasks.escalate, episodes.tasks.ring, ()),
    (recall.tasks.drain_invitations, recall.tasks.ring, ()),
    (governance.tasks.produce_bundle, governance.tasks.ring, (uuid.UUID(int=1), uuid.UUID(int=2))),
    (monitoring.tasks.produce_report, monitoring.tasks.ring, (uuid.UUID(int=1), uuid.UUID(int=2))),
]


@pytest.mark.parametrize(("task", "ring", "given"), BELLS, ids=lambda each: getattr(each, "name", ""))
def test_a_deed_is_done_although_the_broker_is_down(
    task, ring, given, db, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    def down(*_, **__):
        raise OSError("Nobody is listening")

    monkeypatch.setattr(task, "apply_async", down)

    with caplog.at_level(logging.ERROR), django_capture_on_commit_callbacks(execute=True):
        ring(*given)

    assert "Nobody is listening" in caplog.text
