"""Two people at the same moment: each had opened the page before the other was done. Whoever comes second is told.

Everything done to the agreements of an episode holds its row, so that one comes after the other; these tests give each
the row as their page had read it. The race itself is run against the site in tests/journeys/test_agree_in_writing.py.
"""

import pytest
from django.core.exceptions import ValidationError

from episodes import actions
from episodes.models import Agreement, AgreementStatusChange
from schemes.agreement import Party
from tests.episodes.agreements.conftest import DAYS, party


def test_two_last_signatures_make_one_agreement(offered, gp, key_worker, pharmacist):
    actions.record_paper_answer(party=party(offered, Party.PATIENT), move="sign", answered_on=DAYS["starts_on"], by=gp)
    actions.sign_agreement(party=party(offered, Party.PRESCRIBER), by=gp)
    as_one_read, as_the_other_read = party(offered, Party.KEY_WORKER), party(offered, Party.PHARMACIST)

    actions.sign_agreement(party=as_one_read, by=key_worker)
    actions.sign_agreement(party=as_the_other_read, by=pharmacist)

    assert Agreement.objects.get().status == "in_force"
    assert AgreementStatusChange.objects.filter(move="complete").count() == 1


@pytest.fixture
def all_but_one(offered, gp, key_worker):
    """Only the pharmacist has not signed."""
    actions.record_paper_answer(party=party(offered, Party.PATIENT), move="sign", answered_on=DAYS["starts_on"], by=gp)
    for user in (gp, key_worker):
        actions.sign_agreement(party=offered.parties.get(professional__user=user), by=user)
    return offered


def test_a_withdrawal_before_the_last_signature_holds(all_but_one, coordinator, pharmacist):
    as_read = party(all_but_one, Party.PHARMACIST)

    actions.withdraw_agreement(agreement=all_but_one, reason="Wrong dates", by=coordinator)

    with pytest.raises(ValidationError, match="This version was withdrawn, so nothing was signed"):
        actions.sign_agreement(party=as_read, by=pharmacist)
    assert Agreement.objects.get().status == "withdrawn"


def test_the_last_signature_before_a_withdrawal_holds(all_but_one, coordinator, pharmacist):
    as_read = Agreement.objects.get()

    actions.sign_agreement(party=party(all_but_one, Party.PHARMACIST), by=pharmacist)

    with pytest.raises(ValidationError, match="This cannot be done now: it is in force"):
        actions.withdraw_agreement(agreement=as_read, reason="Wrong dates", by=coordinator)
    assert Agreement.objects.get().status == "in_force"


def test_signing_and_the_paper_of_the_same_party_at_once_is_one_signature(all_but_one, coordinator, pharmacist):
    as_read = party(all_but_one, Party.PHARMACIST)
    actions.sign_agreement(party=party(all_but_one, Party.PHARMACIST), by=pharmacist)

    with pytest.raises(ValidationError, match="Everybody has signed this version: it is in force"):
        actions.record_paper_answer(party=as_read, move="sign", answered_on=DAYS["starts_on"], by=coordinator)
    assert party(all_but_one, Party.PHARMACIST).recorded_by == pharmacist


def test_a_refusal_and_a_signature_at_once_leave_a_declined_version(all_but_one, episode, named, gp, pharmacist):
    as_read = party(all_but_one, Party.PHARMACIST)
    actions.decline_agreement(party=party(all_but_one, Party.PHARMACIST), reason="No room", by=pharmacist)

    with pytest.raises(ValidationError, match="Another party declined this version"):
        actions.sign_agreement(party=as_read, by=pharmacist)
    assert actions.draft_agreement(episode=episode, named=named, by=gp, **DAYS).number == 2


def test_the_end_of_shared_care_and_a_signature_at_once_leave_nothing_in_force(all_but_one, episode, gp, pharmacist):
    as_read = party(all_but_one, Party.PHARMACIST)
    actions.move_episode(episode=episode, move="end", end_reason="moved", by=gp)

    with pytest.raises(ValidationError, match="Shared care has ended, and this agreement with it"):
        actions.sign_agreement(party=as_read, by=pharmacist)
    assert Agreement.objects.get().in_force is None
