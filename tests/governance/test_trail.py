"""The audit trail after an erasure: what it said of the person is gone, and every seal still holds."""

import psycopg
import pytest
from django.core.management import call_command

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
