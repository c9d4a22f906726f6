"""A person in shared care, the places that treat them, and what one told the other."""

from datetime import date

import pytest

from episodes import actions
from episodes.exchange import Side
from practices.models import Organisation
from tests import factories

SAID = {"kind": "progress", "what": "Comes to every appointment", "day": date(2026, 3, 16)}


@pytest.fixture
def episode(patient, key_worker, scheme):
    """Of somebody whom the key worker's service sees too."""
    place = Organisation.objects.get(pk=key_worker.acting.organisation_id)
    factories.CareLinkFactory(scheme=scheme, patient=patient, organisation=place)
    return factories.EpisodeFactory(patient=patient)


@pytest.fixture
def surgery(practice):
    return Side(Organisation.objects.get(pk=practice.pk))


@pytest.fixture
def letter(episode, key_worker, gp, surgery):
    """From the key worker to the GP by name, of today."""
    to = Side(surgery.place, gp.professionals.get())
    return actions.log_exchange(episode=episode, direction="sent", other=to, how="letter", by=key_worker, **SAID)


def place_of(user):
    return Side(Organisation.objects.get(pk=user.acting.organisation_id))
