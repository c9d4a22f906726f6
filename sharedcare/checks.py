"""What `manage.py check --database default` asks of the database, as the web server does before it starts."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connection

from audit import trail, wall


def database_is_whole(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """An error for each hole in the wall or the trail. Whoever migrates is asked nothing: the owner may do anything."""
    if "default" not in (databases or ()):
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = %s AND to_regclass('audit_seal') IS NOT NULL", [wall.APPLICATION_ROLE])
        if not cursor.fetchone()[0]:
            return []
    return [Error(sentence, id="sharedcare.E001") for sentence in [*wall.holes(), *trail.holes()]]
