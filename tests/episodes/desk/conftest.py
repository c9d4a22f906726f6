"""A specialist who may answer, a GP with a special interest elsewhere, and queries at every stage."""

import pytest

from episodes import actions
from tests import factories

QUESTION = "She has missed two doses and is drinking again. May the third be given under supervision?"
ANSWER = "See her first. Withhold it while she smells of alcohol, and review the same day."


@pytest.fixture
def service(scheme):
    return factories.OrganisationFactory(kind="specialist_service", name="Wolds Recovery")


@pytest.fixture
def specialist(scheme, service, patient):
    """A registered specialist doctor, whose service takes part in the person's care."""
    factories.CareLinkFactory(scheme=scheme, patient=patient, organisation=service)
    return a_specialist(scheme, service)


def a_specialist(scheme, service, name="Dr Sasha Specialist"):
    user = factories.sign_in("specialist", scheme, service, name=name)
    factories.ProfessionalFactory(
        scheme_id=scheme.pk,
        user=user,
        name=user.name,
        profession="specialist",
        registration_number="0000017",
        organisation=service,
    )
    return user


@pytest.fixture
def gpwsi(scheme):
    """Appointed, trained and with the tier, at a practice that has nothing to do with the person."""
    practice = factories.PracticeFactory(name="Far Surgery")
    user = factories.sign_in("prescriber", scheme, practice, name="Dr Ines Interest")
    listed = factories.ProfessionalFactory(scheme_id=scheme.pk, user=user, name=user.name, organisation=practice)
    train(listed)
    return user


def train(listed, **facts):
    """The evidence of a GP with a special interest, recorded by somebody else."""
    for evidence in ("rcgp_part_1", "rcgp_part_2"):
        factories.QualificationFactory(
            scheme_id=listed.scheme_id, professional=listed, evidence=evidence, **facts.get(evidence, {})
        )
    factories.GpwsiAppointmentFactory(scheme_id=listed.scheme_id, professional=listed, **facts.get("appointment", {}))
    factories.TierAwardFactory(scheme_id=listed.scheme_id, professional=listed, tier="gpwsi", **facts.get("tier", {}))


def listed(user):
    return user.professionals.get()


@pytest.fixture
def asked(patient, gp, coordinator):
    return actions.ask_query(patient=patient, question=QUESTION, urgency="urgent", by=gp)


@pytest.fixture
def routed(asked, coordinator, specialist):
    return actions.route_query(query=asked, clinician=listed(specialist), by=coordinator)


@pytest.fixture
def answered(routed, specialist):
    return actions.answer_query(query=routed, answer=ANSWER, by=specialist)


@pytest.fixture
def closed(answered, gp):
    return actions.close_query(query=answered, by=gp)
