"""The audit trail after an erasure: what it said of the person is gone, and every seal still holds."""

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.roles import Role
from audit import wall
from audit.models import RowChange
from governance import actions
from patients import actions as patients
from tests import factories
from tests.audit.conftest import World, world  # noqa: F401  a fixture

CANARY = "Zqcanary"


def test_seals_made_before_an_erasure_hold_after_it(world: World, capsys):  # noqa: F811
    with wall.within(world.scheme.pk):
        lead = factories.sign_in(Role.GOVERNANCE_LEAD, world.scheme)
        second = factories.sign_in(Role.SCHEME_ADMINISTRATOR, world.scheme)
        for name in (CANARY, f"{CANARY} again"):
            world.patient.refresh_from_db()
            version = world.patient.version
            patients.correct_identity(patient=world.patient, version=version, reason="Seen", by=lead, given_name=name)
        erasure = actions.propose_erasure(patient=world.patient, ground="duty", reason="A court", by=lead)
    world.seal()
    with wall.within(world.scheme.pk):
        assert RowChange.objects.filter(old__icontains=CANARY).exists()
        actions.approve_erasure(erasure=erasure, by=second)
        assert not RowChange.objects.filter(old__icontains=CANARY).exists()
        assert not RowChange.objects.filter(new__icontains=CANARY).exists()
        assert RowChange.objects.filter(patient_id=world.patient.pk).exclude(closed_digest="").exists()

    call_command("verify_trail")
    assert "The trail is as it was written" in capsys.readouterr().out
    world.seal()
    call_command("verify_trail")
    assert "The trail is as it was written" in capsys.readouterr().out


@pytest.fixture
def rewriter(world: World):  # noqa: F811
    """Whoever owns the tables, with the triggers that refuse out of the way."""
    owner = world.connect("owner")
    owner.execute("ALTER TABLE audit_rowchange DISABLE TRIGGER USER")
    return owner


EMPTIED = """
UPDATE audit_rowchange t SET old = NULL, new = NULL, id = gen_random_uuid(), closed_digest = encode(sha256(convert_to(
    jsonb_build_object('id', t.id, 'old', t.old, 'new', t.new)::text, 'UTF8')), 'hex')
"""


def rewritten(owner, statement, *values) -> None:
    owner.execute("SET timezone = 'UTC'")
    assert owner.execute(statement, values).rowcount
    owner.execute("ALTER TABLE audit_rowchange ENABLE TRIGGER USER")


def told(capsys) -> str:
    with pytest.raises(CommandError):
        call_command("verify_trail")
    return capsys.readouterr().err


def test_whoever_owns_the_database_cannot_pass_a_cover_up_off_as_an_erasure(world: World, rewriter, capsys):  # noqa: F811
    """They empty rows and leave the digest, just as an erasure does, so that every seal holds."""
    world.seal()

    rewritten(rewriter, EMPTIED + " WHERE patient_id = %s", world.patient.pk)

    assert "no erasure stands in the trail for it" in told(capsys)


def test_rows_that_name_nobody_are_not_emptied_in_secret_either(world: World, rewriter, capsys):  # noqa: F811
    world.seal()

    rewritten(rewriter, EMPTIED + " WHERE scheme_id = %s AND patient_id IS NULL", world.scheme.pk)

    assert "no erasure stands in the trail for it" in told(capsys)


FORGED = {
    "values put under a digest that was kept": 'SET old = \'{"made": "up"}\'',
    "another digest": "SET closed_digest = repeat('0', 64)",
    "no digest any more": "SET closed_digest = ''",
    "another row": "SET row_id = 'another'",
    "another person": "SET patient_id = gen_random_uuid()",
}


@pytest.mark.parametrize("how", FORGED)
def test_what_was_forgotten_is_not_rewritten_afterwards(world: World, capsys, how):  # noqa: F811
    with wall.within(world.scheme.pk):
        lead = factories.sign_in(Role.GOVERNANCE_LEAD, world.scheme)
        second = factories.sign_in(Role.SCHEME_ADMINISTRATOR, world.scheme)
        erasure = actions.propose_erasure(patient=world.patient, ground="duty", reason="A court", by=lead)
        actions.approve_erasure(erasure=erasure, by=second)
    world.seal()
    call_command("verify_trail")
    owner = world.connect("owner")
    owner.execute("ALTER TABLE audit_rowchange DISABLE TRIGGER USER")

    rewritten(owner, f"UPDATE audit_rowchange {FORGED[how]} WHERE closed_digest <> ''")

    assert told(capsys)


def test_nobody_but_an_erasure_makes_the_trail_forget(world: World):  # noqa: F811
    application, owner = world.connect("app"), world.connect("owner")

    for connected in (application, owner):
        connected.execute("SELECT set_config('app.erasing', 'yes', false)")
    refused = [
        (application, "SELECT audit_forget(%s, '{}')"),
        (application, "UPDATE audit_rowchange SET old = NULL WHERE patient_id = %s"),
        (owner, "UPDATE audit_rowchange SET old = NULL WHERE patient_id = %s"),
    ]
    for connected, statement in refused:
        with pytest.raises(psycopg.Error, match=r"permission denied|never changed"):
            connected.execute(statement, [world.patient.pk])
