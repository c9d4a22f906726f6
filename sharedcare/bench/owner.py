"""The owner of the tables, for the limits only: it may make a table, and COPY past no wall."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import environ
import psycopg
from django.core.management.base import CommandError
from django.db import connection


def connected(*, autocommit: bool, database: str = "") -> psycopg.Connection[Any]:
    """A second connection as the owner, to the same database unless told otherwise."""
    url = os.environ.get("OWNER_DATABASE_URL", "")
    if not url:
        raise CommandError("Set OWNER_DATABASE_URL: the limits are measured in tables that only the owner may make.")
    address = environ.Env.db_url_config(url)
    return psycopg.connect(
        dbname=database or connection.settings_dict["NAME"],
        user=address["USER"] or None,
        password=address["PASSWORD"] or None,
        autocommit=autocommit,
        **{"host": address["HOST"] or None, "port": address["PORT"] or None, **address.get("OPTIONS", {})},
    )


@contextmanager
def owner() -> Iterator[psycopg.Connection[Any]]:
    """The owner; whatever it does is undone."""
    with connected(autocommit=False) as raw:
        yield raw
        raw.rollback()


def swept() -> None:
    """Clear away what was undone and count what is there, as the database does by itself after a minute."""
    with connected(autocommit=True) as raw:
        raw.execute("VACUUM (ANALYZE)")
