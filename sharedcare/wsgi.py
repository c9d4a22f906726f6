"""The web server's entry point; refuses to start when the database's wall or its audit trail is not whole."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharedcare.settings")
application = get_wsgi_application()

from audit import trail, wall  # noqa: E402  the models must be loaded first
from sharedcare import celery  # noqa: E402, F401  so that .delay() knows the broker

wall.refuse_unless_whole()
trail.refuse_unless_whole()
