"""A person in shared care, the people who treat them, and an agreement that waits to be signed."""

from datetime import date

import pytest

from episodes import actions
from schemes.agreement import Party
from tests import factories

DAYS = {"starts_on": date(2026, 3, 16), "review_on": date(2026, 9, 14), "ends_on": date(2027, 3, 15)}


@pytest.fixture
def template(scheme):
    return factories.AgreementTemplateFactory(scheme=scheme)


@pytest.fixture
def episode(patient, template):
    return factories.EpisodeFactory(patient=patient)


@pytest.fixture
def named(gp, key_worker, pharmacist, scheme):
    """Who is party, besides the person; each signs in here."""
    pharmacy = factories.Organisation.objects.get(pk=pharmacist.acting.organisation_id)
    listed = factories.ProfessionalFactory(
        scheme_id=scheme.pk, user=pharmacist, name=pharmacist.name, profession="pharmacist", organisation=pharmacy
    )
    return {
        Party.PRESCRIBER: gp.professionals.get(),
        Party.KEY_WORKER: key_worker.professionals.get(),
        Party.PHARMACIST: listed,
    }


@pytest.fixture
def draft(episode, named, gp):
    return actions.draft_agreement(episode=episode, named=named, by=gp, **DAYS)


@pytest.fixture
def offered(draft, gp):
    return actions.offer_agreement(agreement=draft, by=gp)


@pytest.fixture
def agreed(offered, gp, key_worker, pharmacist):
    """In force since this morning."""
    return sign_all(offered, gp, key_worker, pharmacist)


def party(agreement, which):
    return agreement.parties.get(party=which)


def sign_all(agreement, gp, *others):
    """Every staff party signs as themselves, and the person on paper, whom the GP puts on record last."""
    for user in (gp, *others):
        actions.sign_agreement(party=agreement.parties.get(professional__user=user), by=user)
    actions.record_paper_answer(
        party=party(agreement, Party.PATIENT), move="sign", answered_on=date(2026, 3, 16), by=gp
    )
    agreement.refresh_from_db()
    return agreement
