"""The web server's entry point; refuses to start when the database's wall or trail is not whole, or with the demo."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharedcare.settings")
# A request that the database takes too long over is stopped, and a page says so (ui/unavailable.py); what is known to
# take longer asks for it with `wall.patience`. The worker and migrations have time.
os.environ.setdefault(
    "PGOPTIONS", "-c statement_timeout=10s -c lock_timeout=2s -c idle_in_transaction_session_timeout=60s"
)
application = get_wsgi_application()

from audit import trail, wall  # noqa: E402  the models must be loaded first
from sharedcare import celery, published  # noqa: E402, F401  celery so that .delay() knows the broker

wall.refuse_unless_whole()
trail.refuse_unless_whole()
published.refuse_demo()
