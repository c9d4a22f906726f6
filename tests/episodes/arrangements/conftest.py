"""A person in shared care at Elm Surgery, another practice, a service, and the facts that make shared care."""

from datetime import date

import pytest

from tests import factories

BEGUN = date(2025, 3, 1)


@pytest.fixture
def episode(patient):
    return factories.EpisodeFactory(patient=patient, started_on=BEGUN)


@pytest.fixture
def service(key_worker):
    return factories.Organisation.objects.get(pk=key_worker.acting.organisation_id)


@pytest.fixture
def oak(scheme):
    """A practice that takes part, where Dr Oak prescribes."""
    practice = factories.PracticeFactory(name="Oak Surgery")
    factories.ParticipationFactory(scheme=scheme, organisation=practice)
    factories.ProfessionalFactory(scheme_id=scheme.pk, name="Dr Oak", organisation=practice)
    return practice


@pytest.fixture
def shared(practice, gp, service):
    """The facts of shared care, as the action takes them."""
    return {
        "prescribed_at": practice,
        "prescriber": gp.professionals.get(),
        "setting": "own_practice",
        "support": "given",
        "support_by": service,
        "one_plan": "yes",
        "notes": "registered",
        "responsible": "prescriber",
    }


@pytest.fixture
def elsewhere(shared, oak):
    """The same, but that a GP of another practice prescribes."""
    return {**shared, "prescribed_at": oak, "prescriber": oak.posts.get().professional}
