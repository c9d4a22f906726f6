"""The worker: what runs in the background, and when. Rows are the queue; this only rings the bell."""

import os
from typing import Any

from celery import Celery, signals
from celery.schedules import crontab
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharedcare.settings")

app = Celery("sharedcare")
app.conf.update(
    broker_url=settings.REDIS_URL or "memory://",
    task_ignore_result=True,
    task_acks_late=True,  # safe, because the claim on the row decides who acts
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_time_limit=600,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": 3600},
    worker_hijack_root_logger=False,
    timezone="Europe/London",
    task_routes={
        "recall.*": {"queue": "outbound"},
        "monitoring.*": {"queue": "reports"},
        "governance.*": {"queue": "reports"},
    },
    task_default_queue="default",
)
app.autodiscover_tasks()

app.conf.beat_schedule = {
    # Nothing is lost when the bell is not heard: what waits is found here.
    "recall.drain_invitations": {"task": "recall.drain_invitations", "schedule": 30.0},
    # What may or may not have left is looked up at the provider, never sent again blindly.
    "recall.reconcile_attempts": {"task": "recall.reconcile_attempts", "schedule": 60.0},
    # Second and third invitations fall due by the day, so by the hour is soon enough.
    "recall.plan_reminders": {"task": "recall.plan_reminders", "schedule": 3600.0},
    # Everybody in a campaign is counted before anybody looks at it in the morning.
    "recall.check_balances": {"task": "recall.check_balances", "schedule": crontab(hour=6, minute=30)},
    # Whoever came into a cohort yesterday is invited this morning; a missed morning is caught up with the next.
    "recall.catch_up": {"task": "recall.catch_up", "schedule": crontab(hour=7, minute=30)},
    # E-mails to staff: invitations to sign in, and notices of security.
    "accounts.deliver_notices": {"task": "accounts.deliver_notices", "schedule": 15.0},
    # An alert that nobody has is passed on along its route, and outages are caught up with.
    "episodes.escalate": {"task": "episodes.escalate", "schedule": 30.0},
    # Days without a dose that nobody recorded, or that came to a higher level overnight.
    "episodes.sweep": {"task": "episodes.sweep", "schedule": 600.0},
    # Ended sessions, tries that count no more, and typed text nobody came back for.
    "accounts.forget_what_is_over": {"task": "accounts.forget_what_is_over", "schedule": 3600.0},
    # What was done and looked at is sealed, and the seals told outside the database.
    "audit.seal_trail": {"task": "audit.seal_trail", "schedule": 300.0},
    # A report whose bell was not heard is made now.
    "monitoring.produce_waiting": {"task": "monitoring.produce_waiting", "schedule": 60.0},
    # Copies of records that people asked for.
    "governance.produce_waiting": {"task": "governance.produce_waiting", "schedule": 60.0},
}


@signals.worker_init.connect
def refuse_without_wall(**_: Any) -> None:
    """The worker, like the web server, does not start where the wall or the trail has a hole, or with the demo."""
    from audit import trail, wall  # the app registry is loaded only now
    from sharedcare import published

    wall.refuse_unless_whole()
    trail.refuse_unless_whole()
    published.refuse_demo()
