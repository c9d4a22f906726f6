"""A GP with three people on the list at Elm Surgery, and somebody to go through it with."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.roles import Role
from episodes import actions, queries
from episodes.models import Responsibility
from practices.models import Organisation
from tests import factories

NEXT = date(2026, 9, 14)


@pytest.fixture
def listed(gp):
    """The GP on the scheme's list of professionals."""
    return gp.professionals.get()


@pytest.fixture
def specialist(scheme):
    """Somebody of the specialist service who sees none of these people."""
    service = factories.OrganisationFactory(kind="specialist_service", name="Bridge Service")
    user = factories.sign_in(Role.SPECIALIST, scheme, service, name="Dr Sol Pine")
    factories.ProfessionalFactory(
        scheme_id=scheme.pk, user=user, name=user.name, profession="specialist", organisation=service
    )
    return user


@pytest.fixture
def surgery(practice):
    return Organisation.objects.get(pk=practice.pk)


def answers_for(holder, episode, place, number=0):
    return factories.ResponsibilityFactory(
        episode=episode, aspect=factories.care_aspects(episode.scheme)[number], holder=holder, organisation=place
    )


@pytest.fixture
def people(scheme, practice, listed, surgery):
    """Ash, Birch and Cole, each in shared care; the GP answers for two parts of Ash's."""
    made = []
    for family_name in ("Ashe", "Birche", "Colee"):
        person = factories.PatientFactory(scheme=scheme, practice=practice, family_name=family_name)
        made.append(factories.EpisodeFactory(patient=person))
        answers_for(listed, made[-1], surgery)
    answers_for(listed, made[0], surgery, 1)
    return made


@pytest.fixture
def planned(listed, surgery, specialist, gp, today):
    return actions.plan_caseload_review(
        gp=listed, practice=surgery, reviewer=specialist.professionals.get(), planned_on=today, by=gp
    )


@pytest.fixture
def opened(planned, people, gp):
    return actions.open_caseload_review(review=planned, by=gp)


def go_through(review, by, *, but=()):
    """An outcome for everybody of the list whom the writer sees, but for some."""
    for item in review.items.lacking().exclude(episode__in=but):
        actions.record_outcome(item=item, outcome="continues", note="", by=by, version=item.version)


def hand_on(episode):
    """From now on somebody else answers for whatever the GP did."""
    rows = Responsibility.objects.held_now().filter(episode=episode)
    queries.close_responsibilities(rows, timezone.now())
