"""The cast, the day, and a database that tests use as the application does: behind the wall, owning nothing."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime

import environ
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from hypothesis import settings

from accounts.roles import Role
from audit import wall
from tests import factories
from tests.looking import WatchfulClient

NOW = datetime(2026, 3, 16, 10, 0, tzinfo=UTC)  # a Monday, before the clocks change

settings.register_profile("long")  # `./dev test PATH --hypothesis-profile=long`: tests that can take longer do


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker) -> Iterator[None]:
    """Make the database as its owner, then go on as the application role, which is what the site is."""
    application = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD")}
    owner_url = environ.Env.db_url_config(os.environ["OWNER_DATABASE_URL"])
    owner = {key: owner_url[key] for key in ("USER", "PASSWORD")}
    with django_db_blocker.unblock():
        connection.settings_dict.update(owner)
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
        connection.close()
        connection.settings_dict.update(application)
        yield
        connection.close()
        connection.settings_dict.update(owner)
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def frozen_time(request) -> Iterator[None]:
    """Every test happens at the same moment, unless it is a journey through the running site."""
    if request.node.get_closest_marker("journey"):
        yield
        return
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def today() -> date:
    return NOW.date()


@pytest.fixture
def scheme(db) -> Iterator[object]:
    """The scheme the test stands in."""
    made = factories.SchemeFactory(name="Wolds Shared Care")
    with wall.within(made.pk):
        factories.ProtocolFactory(scheme=made)
        yield made


@pytest.fixture
def practice(scheme):
    return factories.PracticeFactory(name="Elm Surgery")


@pytest.fixture
def coordinator(scheme):
    user = factories.sign_in(Role.SCHEME_COORDINATOR, scheme, name="Casey Coordinator")
    scheme.coordinator = user
    scheme.save()
    return user


@pytest.fixture
def gp(scheme, practice):
    """A GP at Elm Surgery, on the scheme's list of professionals."""
    user = factories.sign_in(Role.PRESCRIBER, scheme, practice, name="Dr Greta Ash")
    factories.ProfessionalFactory(scheme_id=scheme.pk, user=user, name=user.name, organisation=practice)
    return user


@pytest.fixture
def nurse(scheme, practice):
    return factories.sign_in(Role.PRACTICE_STAFF, scheme, practice, name="Noor Nurse")


@pytest.fixture
def key_worker(scheme):
    service = factories.OrganisationFactory(kind="specialist_service", name="Bridge Service")
    user = factories.sign_in(Role.KEY_WORKER, scheme, service, name="Kit Worker")
    factories.ProfessionalFactory(
        scheme_id=scheme.pk, user=user, name=user.name, profession="key_worker", organisation=service
    )
    return user


@pytest.fixture
def pharmacist(scheme):
    pharmacy = factories.OrganisationFactory(kind="pharmacy", name="Corner Pharmacy")
    return factories.sign_in(Role.PHARMACIST, scheme, pharmacy, name="Pat Pharmacist")


@pytest.fixture
def member(scheme):
    """A monitoring group member, who never sees a person."""
    return factories.sign_in(Role.MONITORING_MEMBER, scheme, name="Mo Member")


@pytest.fixture
def stranger(scheme):
    """Runs another locality's scheme: everything here must look to them as if it did not exist."""
    elsewhere = factories.SchemeFactory(name="Fens Shared Care")
    return factories.sign_in(Role.SCHEME_COORDINATOR, elsewhere, name="Sam Stranger")


@pytest.fixture
def patient(scheme, practice):
    return factories.PatientFactory(scheme=scheme, practice=practice)


@pytest.fixture
def browse():
    """`browse(user)` is a browser in which that person has signed in."""

    def signed_in(user) -> Client:
        client = WatchfulClient()
        client.force_login(user)
        return client

    return signed_in
