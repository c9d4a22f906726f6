"""A database to attack: a copy of the test's own, in which everything is committed, thrown away afterwards."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from accounts.roles import Role
from audit import actions, wall
from audit.events import Kind
from tests import factories

ROWS = ("audit_event", "audit_recordview", "audit_rowchange")
real_sleep = time.sleep
SEEN = Kind("tests.seen", "{name} was seen.")


@dataclass
class World:
    """The copy, and somebody with a record in it."""

    database: str
    scheme: Any
    gp: Any
    patient: Any
    opened: list[psycopg.Connection[Any]] = field(default_factory=list)

    def connect(self, role: str = "app") -> psycopg.Connection[Any]:
        """A connection of our own, as `app`, `owner` or `read`."""
        url = os.environ["DATABASE_URL" if role == "app" else "OWNER_DATABASE_URL"]
        named = {"user": "sharedcare_read"} if role == "read" else {}
        self.opened.append(psycopg.connect(url, dbname=self.database, autocommit=True, **named))
        return self.opened[-1]

    def seal(self) -> None:
        """Seal everything committed by now; a test in another process may hold its transaction open for a while."""
        for _ in range(6_000):
            with transaction.atomic():
                actions.seal()
            if not self._left():
                return
            real_sleep(0.05)
        raise AssertionError("Some transaction stayed open for five minutes.")

    def _left(self) -> int:
        counted = " + ".join(f"(SELECT count(*) FROM {table})" for table in ROWS)
        with psycopg.connect(os.environ["OWNER_DATABASE_URL"], dbname=self.database) as owner:
            found = owner.execute(f"SELECT {counted} - (SELECT coalesce(sum(rows), 0) FROM audit_seal)").fetchone()
        assert found
        return int(found[0])

    def deed(self, name: str = "Alex") -> None:
        """Something is done for the patient, and committed."""
        with wall.within(self.scheme.pk, self.gp.pk):
            actions.record(SEEN, subject=self.patient, patient_id=self.patient.pk, by=self.gp, name=name)


@pytest.fixture
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Django stands on the copy while the test runs."""
    original = connection.settings_dict["NAME"]
    copy = f"{original}_attacked"
    with (
        django_db_blocker.unblock(),
        psycopg.connect(os.environ["OWNER_DATABASE_URL"], dbname="postgres", autocommit=True) as owner,
    ):
        connection.close()
        owner.execute(f"DROP DATABASE IF EXISTS {copy}")
        owner.execute(f"CREATE DATABASE {copy} TEMPLATE {original} STRATEGY file_copy")
        connection.settings_dict["NAME"] = copy
        made = None
        try:
            made = _peopled(copy)
            yield made
        finally:
            for raw in [connection, *(made.opened if made else [])]:
                raw.close()
            connection.settings_dict["NAME"] = original
            owner.execute(f"DROP DATABASE {copy}")


def _peopled(database: str) -> World:
    scheme = factories.SchemeFactory()
    with wall.within(scheme.pk):
        practice = factories.PracticeFactory()
        gp = factories.sign_in(Role.PRESCRIBER, scheme, practice)
        patient = factories.PatientFactory(scheme=scheme, practice=practice)
    world = World(database, scheme, gp, patient)
    world.deed()
    with wall.within(scheme.pk, gp.pk):
        actions.record_view(by=gp, patient_ids=[patient.pk], page="Person")
    return world
