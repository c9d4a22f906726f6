"""Writing, offering, signing, declining, leaving: what each deed does and when it refuses."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from accounts.standing import stand
from audit.models import Event
from episodes import actions, queries
from episodes.lifecycle import AgreementStatus, SignatureStatus
from episodes.models import Agreement, AgreementParty, AgreementStatusChange
from patients.models import CareLink
from schemes.agreement import DUTIES, Party
from tests import factories
from tests.episodes.agreements.conftest import DAYS, party, sign_all


def told():
    return list(
        Event.objects.filter(kind__startswith="episodes.agreement")
        .order_by("number")
        .values_list("sentence", flat=True)
    )


def test_a_draft_begins_with_the_schemes_words_and_the_people_named(draft, named, template):
    assert (draft.number, draft.status, draft.template) == (1, AgreementStatus.DRAFT, template)
    assert draft.cover == template.cover
    assert [(each.party, each.professional) for each in draft.parties.select_related("professional")] == [
        (Party.PATIENT, None),
        *named.items(),
    ]
    assert party(draft, Party.PHARMACIST).duties == DUTIES[Party.PHARMACIST]
    assert party(draft, Party.PHARMACIST).organisation.name == "Corner Pharmacy"
    assert told() == ["Version 1 of the shared care agreement was begun."]


def test_the_words_of_a_party_may_be_their_own(episode, named, gp):
    made = actions.draft_agreement(
        episode=episode, named=named, by=gp, duties={Party.PATIENT: "I ring when I am late."}, cover="Dr Birch", **DAYS
    )

    assert party(made, Party.PATIENT).duties == "I ring when I am late."
    assert made.cover == "Dr Birch"


def test_without_a_template_nothing_can_be_written(patient, named, gp):
    episode = factories.EpisodeFactory(patient=patient)

    with pytest.raises(ValidationError, match="has no template for agreements yet"):
        actions.draft_agreement(episode=episode, named=named, by=gp, **DAYS)


def test_nothing_is_written_for_an_ended_episode(episode, named, gp):
    actions.move_episode(episode=episode, move="end", end_reason="completed", by=gp)

    with pytest.raises(ValidationError, match="Shared care has ended"):
        actions.draft_agreement(episode=episode, named=named, by=gp, **DAYS)


def test_somebody_without_a_post_cannot_be_party(episode, named, gp, scheme):
    nobody = factories.ProfessionalFactory(scheme_id=scheme.pk, name="Dr Gone")

    with pytest.raises(ValidationError, match="Dr Gone has no post in the scheme now"):
        actions.draft_agreement(episode=episode, named={**named, Party.PRESCRIBER: nobody}, by=gp, **DAYS)


def test_one_version_at_a_time_is_being_written(draft, episode, named, gp):
    with pytest.raises(ValidationError, match="A version is being written or waits for signatures already"):
        actions.draft_agreement(episode=episode, named=named, by=gp, **DAYS)


def test_a_draft_is_worded_anew_until_it_is_offered(draft, named, gp):
    words = {"communication": "Call.", "return_criteria": "Pregnancy.", "cover": "Dr Birch"}
    fewer = {Party.PRESCRIBER: named[Party.PRESCRIBER]}

    changed = actions.edit_agreement(agreement=draft, named=fewer, duties={}, by=gp, version=1, **words, **DAYS)

    assert [each.party for each in changed.parties.all()] == [Party.PATIENT, Party.PRESCRIBER]
    assert (changed.cover, changed.version) == ("Dr Birch", 2)
    actions.offer_agreement(agreement=draft, by=gp)
    with pytest.raises(ValidationError, match="was offered for signature and stays as it is"):
        actions.edit_agreement(agreement=draft, named=fewer, duties={}, by=gp, **words, **DAYS)


def test_a_draft_that_somebody_else_changed_meanwhile_is_not_overwritten(draft, named, gp):
    words = {"communication": "Call.", "return_criteria": "Pregnancy.", "cover": "Dr Birch"}
    actions.edit_agreement(agreement=draft, named=named, duties={}, by=gp, version=1, **words, **DAYS)

    with pytest.raises(ValidationError, match="Somebody else changed this"):
        actions.edit_agreement(agreement=draft, named=named, duties={}, by=gp, version=1, **words, **DAYS)
    with pytest.raises(ValidationError, match="Somebody else changed this"):
        actions.offer_agreement(agreement=draft, by=gp, version=1)


def test_an_offer_asks_everybody_by_a_day_and_lets_their_places_see_the_person(offered, today, pharmacist):
    assert (offered.status, offered.offered_on, offered.answer_by) == ("offered", today, date(2026, 3, 30))
    assert CareLink.objects.filter(organisation_id=pharmacist.acting.organisation_id).exists()
    assert told()[-1] == (
        "Version 1 of the shared care agreement was offered to the person, prescriber, key worker, pharmacist, to be "
        "answered by 30 March 2026."
    )


def test_an_offer_without_a_prescriber_is_refused(episode, named, gp):
    made = actions.draft_agreement(episode=episode, named={Party.KEY_WORKER: named[Party.KEY_WORKER]}, by=gp, **DAYS)

    with pytest.raises(ValidationError, match="Name the prescriber first"):
        actions.offer_agreement(agreement=made, by=gp)


def test_the_last_signature_brings_the_agreement_into_force_at_that_moment(offered, gp, key_worker, pharmacist):
    for user in (gp, key_worker, pharmacist):
        actions.sign_agreement(party=offered.parties.get(professional__user=user), by=user)
        offered.refresh_from_db()
        assert (offered.status, offered.in_force) == (AgreementStatus.OFFERED, None)

    actions.record_paper_answer(party=party(offered, Party.PATIENT), move="sign", answered_on=DAYS["starts_on"], by=gp)

    offered.refresh_from_db()
    assert offered.status == AgreementStatus.IN_FORCE
    assert offered.in_force.lower == timezone.now()
    assert offered.in_force.upper == datetime(2027, 3, 16, tzinfo=UTC)
    assert told()[-2:] == [
        "The person signed version 1 of the shared care agreement (on paper).",
        "Everybody has signed version 1 of the shared care agreement: it holds from 16 March 2026 until 15 March 2027.",
    ]
    assert set(offered.changes.values_list("move", "status")) == {("offer", "offered"), ("complete", "in_force")}


def test_days_of_silence_change_nothing(offered):
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=UTC), tick=False):
        offered.refresh_from_db()

    assert offered.status == AgreementStatus.OFFERED
    assert set(offered.parties.values_list("status", flat=True)) == {SignatureStatus.OPEN}


def test_a_signature_says_who_when_how_and_to_which_words(offered, gp, today):
    signed = actions.sign_agreement(party=party(offered, Party.PRESCRIBER), by=gp)

    assert (signed.answered_on, signed.how, signed.recorded_by, signed.recorded_at) == (
        today,
        "themselves",
        gp,
        timezone.now(),
    )
    assert signed.terms_hash == queries.terms_hash(offered)
    assert told()[-1] == "Dr Greta Ash (prescriber) signed version 1 of the shared care agreement (signed in)."


def test_nobody_signs_as_somebody_else(offered, gp, key_worker, coordinator):
    for by in (key_worker, coordinator):
        with pytest.raises(PermissionDenied, match="signs only as themselves"):
            actions.sign_agreement(party=party(offered, Party.PRESCRIBER), by=by)
    for which in (Party.PATIENT, Party.KEY_WORKER):
        with pytest.raises(PermissionDenied, match="signs only as themselves"):
            actions.decline_agreement(party=party(offered, which), reason="No", by=gp)


def test_a_paper_is_the_only_way_to_answer_for_another_and_says_who_put_it_on_record(offered, coordinator, pharmacist):
    signed = actions.record_paper_answer(
        party=party(offered, Party.PRESCRIBER), move="sign", answered_on=date(2026, 3, 16), by=coordinator
    )

    assert (signed.how, signed.recorded_by) == ("paper", coordinator)
    with pytest.raises(PermissionDenied):
        actions.record_paper_answer(
            party=party(offered, Party.KEY_WORKER), move="sign", answered_on=date(2026, 3, 16), by=pharmacist
        )


def test_nobody_signs_twice(offered, gp):
    actions.sign_agreement(party=party(offered, Party.PRESCRIBER), by=gp)

    with pytest.raises(ValidationError, match="This cannot be done now: it is signed"):
        actions.sign_agreement(party=party(offered, Party.PRESCRIBER), by=gp)


def test_a_refusal_has_a_reason_and_ends_that_version(offered, pharmacist, gp, today):
    with pytest.raises(ValidationError, match="Say why this party declines"):
        actions.decline_agreement(party=party(offered, Party.PHARMACIST), reason="  ", by=pharmacist)

    actions.decline_agreement(party=party(offered, Party.PHARMACIST), reason="No room until May", by=pharmacist)

    offered.refresh_from_db()
    assert offered.status == AgreementStatus.DECLINED
    assert party(offered, Party.PHARMACIST).reason == "No room until May"
    with pytest.raises(ValidationError, match="Another party declined this version"):
        actions.sign_agreement(party=party(offered, Party.PRESCRIBER), by=gp)


def test_a_new_version_leaves_the_old_one_in_force_until_everybody_has_signed(
    agreed, episode, named, gp, key_worker, pharmacist
):
    with time_machine.travel(datetime(2026, 5, 1, 9, tzinfo=UTC), tick=False):
        days = {"starts_on": date(2026, 5, 1), "review_on": date(2026, 11, 2), "ends_on": date(2027, 4, 30)}
        second = actions.draft_agreement(episode=episode, named=named, by=gp, **days)
        actions.offer_agreement(agreement=second, by=gp)
        agreed.refresh_from_db()
        assert agreed.standing == "in_force"
    with time_machine.travel(datetime(2026, 5, 4, 11, tzinfo=UTC), tick=False):
        for user in (gp, key_worker, pharmacist):
            actions.sign_agreement(party=second.parties.get(professional__user=user), by=user)
        agreed.refresh_from_db()
        assert agreed.standing == "in_force"
        actions.record_paper_answer(
            party=party(second, Party.PATIENT), move="sign", answered_on=date(2026, 5, 4), by=gp
        )
        agreed.refresh_from_db()
        second.refresh_from_db()

        assert (agreed.status, agreed.standing) == ("superseded", "superseded")
        assert (second.status, second.standing) == ("in_force", "in_force")
        assert agreed.in_force.upper == second.in_force.lower == datetime(2026, 5, 4, 11, tzinfo=UTC)


def test_a_declined_version_leaves_the_one_in_force_as_it_is(agreed, episode, named, gp, pharmacist):
    second = actions.draft_agreement(episode=episode, named=named, by=gp, **DAYS)
    actions.offer_agreement(agreement=second, by=gp)

    actions.decline_agreement(party=party(second, Party.PHARMACIST), reason="Moving", by=pharmacist)

    agreed.refresh_from_db()
    assert (agreed.status, agreed.standing) == ("in_force", "in_force")


def test_a_version_for_later_lets_the_one_before_hold_until_then(agreed, episode, named, gp, key_worker, pharmacist):
    days = {"starts_on": date(2026, 4, 1), "review_on": date(2026, 10, 1), "ends_on": date(2027, 3, 31)}
    second = actions.draft_agreement(episode=episode, named=named, by=gp, **days)
    actions.offer_agreement(agreement=second, by=gp)

    sign_all(second, gp, key_worker, pharmacist)

    agreed.refresh_from_db()
    assert (agreed.standing, second.standing) == ("in_force", "planned")
    assert agreed.in_force.upper == second.in_force.lower


def test_a_new_pharmacy_signs_last_though_it_never_saw_the_version_before(
    agreed, episode, named, gp, key_worker, scheme
):
    """The wall shows the new pharmacy nothing of the old version, and its signature still replaces it."""
    place = factories.OrganisationFactory(kind="pharmacy", name="Bridge Pharmacy")
    newcomer = factories.sign_in("pharmacist", scheme, place, name="Nell New")
    listed = factories.ProfessionalFactory(
        scheme_id=scheme.pk, user=newcomer, name=newcomer.name, profession="pharmacist", organisation=place
    )
    second = actions.draft_agreement(episode=episode, named={**named, Party.PHARMACIST: listed}, by=gp, **DAYS)
    actions.offer_agreement(agreement=second, by=gp)
    for user in (gp, key_worker):
        actions.sign_agreement(party=second.parties.get(professional__user=user), by=user)
    actions.record_paper_answer(party=party(second, Party.PATIENT), move="sign", answered_on=DAYS["starts_on"], by=gp)

    with stand(newcomer):
        assert list(Agreement.objects.all()) == [second]
        actions.sign_agreement(party=party(second, Party.PHARMACIST), by=newcomer)

    agreed.refresh_from_db()
    second.refresh_from_db()
    assert (agreed.status, second.status) == ("superseded", "in_force")


def test_a_withdrawn_version_cannot_be_signed_any_more(offered, gp, key_worker):
    with pytest.raises(ValidationError, match="Say why it is withdrawn"):
        actions.withdraw_agreement(agreement=offered, reason="", by=gp)

    actions.withdraw_agreement(agreement=offered, reason="Wrong pharmacy", by=key_worker)

    with pytest.raises(ValidationError, match="This version was withdrawn, so nothing was signed"):
        actions.sign_agreement(party=party(offered, Party.PRESCRIBER), by=gp)


def test_what_everybody_signed_is_not_withdrawn(agreed, gp):
    with pytest.raises(ValidationError, match="This cannot be done now: it is in force"):
        actions.withdraw_agreement(agreement=agreed, reason="Changed my mind", by=gp)


def test_a_last_signature_after_the_last_day_is_refused_in_words(offered, gp, key_worker, pharmacist):
    with (
        time_machine.travel(datetime(2027, 3, 20, tzinfo=UTC), tick=False),
        pytest.raises(ValidationError, match="was to end on 15 March 2027, which has passed"),
        transaction.atomic(),
    ):
        sign_all(offered, gp, key_worker, pharmacist)

    offered.refresh_from_db()
    assert offered.status == AgreementStatus.OFFERED


def test_any_party_gives_notice_for_a_day_with_a_reason(agreed, pharmacist, today):
    with pytest.raises(ValidationError, match="Say why notice is given"):
        actions.give_notice(party=party(agreed, Party.PHARMACIST), ends_on=date(2026, 4, 13), reason="", by=pharmacist)

    actions.give_notice(
        party=party(agreed, Party.PHARMACIST), ends_on=date(2026, 4, 13), reason="We close in April", by=pharmacist
    )

    agreed.refresh_from_db()
    assert (agreed.status, agreed.notice_of, agreed.notice_ends_on) == ("notice", "pharmacist", date(2026, 4, 13))
    assert agreed.standing == "notice"
    assert (
        told()[-1] == "Pat Pharmacist (pharmacist) gave notice of the shared care agreement: it ends on 13 April 2026."
    )
    with time_machine.travel(datetime(2026, 4, 13, 22, 59, tzinfo=UTC), tick=False):
        assert agreed.standing == "notice"
    with time_machine.travel(datetime(2026, 4, 13, 23, 0, tzinfo=UTC), tick=False):
        assert agreed.standing == "given_up"


def test_the_persons_notice_is_put_on_record_for_them(agreed, key_worker, pharmacist):
    with pytest.raises(PermissionDenied):
        actions.give_notice(
            party=party(agreed, Party.PATIENT), ends_on=date(2026, 3, 31), reason="Said so", by=pharmacist
        )

    actions.give_notice(party=party(agreed, Party.PATIENT), ends_on=date(2026, 3, 31), reason="Said so", by=key_worker)

    agreed.refresh_from_db()
    assert agreed.notice_of == "patient"
    assert told()[-1].startswith("The person gave notice")


def test_notice_of_what_is_not_in_force_is_refused(offered, gp):
    with pytest.raises(ValidationError, match="This cannot be done now: it is waiting for signatures"):
        actions.give_notice(party=party(offered, Party.PRESCRIBER), ends_on=date(2026, 4, 1), reason="No", by=gp)


def test_an_agreement_that_was_looked_at_gets_its_next_day(agreed, gp):
    actions.review_agreement(agreement=agreed, review_on=date(2027, 1, 4), note="All well", by=gp)

    agreed.refresh_from_db()
    assert (agreed.status, agreed.review_on) == ("in_force", date(2027, 1, 4))
    assert agreed.changes.get(move="review").reason == "All well"


def test_with_shared_care_its_agreements_end(agreed, episode, named, gp):
    second = actions.draft_agreement(episode=episode, named=named, by=gp, **DAYS)
    actions.offer_agreement(agreement=second, by=gp)

    actions.move_episode(episode=episode, move="end", end_reason="died", by=gp)

    agreed.refresh_from_db()
    second.refresh_from_db()
    assert (agreed.status, second.status) == ("ended", "ended")
    assert agreed.in_force is None or agreed.in_force.upper <= timezone.now()
    with pytest.raises(ValidationError, match="Shared care has ended, and this agreement with it"):
        actions.sign_agreement(party=party(second, Party.PRESCRIBER), by=gp)


# What must never be, whoever asks


def test_the_database_keeps_two_versions_from_being_in_force_at_once(agreed, episode, template):
    second = factories.AgreementFactory(episode=episode, template=template, number=2)

    with pytest.raises(IntegrityError, match="one_agreement_in_force_at_a_time"), transaction.atomic():
        Agreement.objects.filter(pk=second.pk).update(in_force=agreed.in_force)


def test_the_database_keeps_what_was_offered_and_what_was_answered_as_it_was(offered, gp):
    actions.sign_agreement(party=party(offered, Party.PRESCRIBER), by=gp)

    for change in (
        lambda: Agreement.objects.filter(pk=offered.pk).update(cover="Somebody else"),
        lambda: AgreementParty.objects.filter(agreement=offered, party="prescriber").update(reason="Forced"),
        lambda: AgreementParty.objects.filter(agreement=offered, party="pharmacist").update(status="open", duties="No"),
        lambda: AgreementStatusChange.objects.filter(agreement=offered).update(reason="Other"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_database_lets_nobody_sign_without_saying_who_and_when(offered):
    with pytest.raises(IntegrityError, match="agreement_answer_is_whole"), transaction.atomic():
        AgreementParty.objects.filter(agreement=offered, party="prescriber").update(status="signed")


def test_the_person_never_signs_by_signing_in(offered, gp, today):
    answer = {"status": "signed", "answered_on": today, "recorded_at": timezone.now(), "terms_hash": "0" * 64}

    with pytest.raises(IntegrityError, match="agreement_patient_signs_on_paper"), transaction.atomic():
        AgreementParty.objects.filter(agreement=offered, party="patient").update(
            how="themselves", recorded_by=gp, **answer
        )


def test_the_last_move_and_the_row_agree(agreed):
    assert agreed.changes.get(move="complete").status == agreed.status
