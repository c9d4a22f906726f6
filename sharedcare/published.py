"""Keeps the demo's sign-ins, whose passwords are published, out of every place but development."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from accounts.models import User

DEMO_ADDRESS = "@example.org"  # reserved, so that nobody real has one


def refuse_demo() -> None:
    """Refuse to start outside development on a database in which somebody of the demo can sign in."""
    if settings.DEVELOPMENT:
        return
    if User.objects.filter(is_active=True, email__iendswith=DEMO_ADDRESS).exists():
        raise ImproperlyConfigured(
            "Set DATABASE_URL to a database without the demo: this one holds its sign-ins, whose passwords are public."
        )
