"""Which agreements somebody must see to, who sees them, and what waits for whose signature."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from accounts.models import Membership
from episodes import actions, agreement, queries
from episodes.agreement import Finding
from episodes.models import Agreement
from practices.models import Post, Professional
from schemes.agreement import Party
from tests import factories
from tests.episodes.agreements.conftest import DAYS, party, sign_all
from tests.episodes.agreements.test_rules import FINDINGS


def found(user, today, finding=""):
    return list(queries.agreement_findings(user, today, finding))


@pytest.mark.parametrize(("known", "expected"), FINDINGS)
def test_the_list_asks_the_database_what_the_rule_says(known, expected, episode, template, named, coordinator, today):
    """The same cases for the pure rule and for the statement behind the list."""
    made = factories.AgreementFactory(
        episode=episode,
        template=template,
        named={Party.PRESCRIBER: named[Party.PRESCRIBER]},
        status=known.status,
        starts_on=date(2025, 3, 1),
        review_on=min(known.review_on, known.ends_on),
        ends_on=known.ends_on,
        offered_on=date(2026, 3, 1),
        answer_by=known.answer_by or date(2027, 1, 1),
        in_force=TimestamptzRange(timezone.now() - timedelta(days=90), timezone.now() + timedelta(days=90))
        if known.status == "in_force"
        else None,
    )
    if not known.newest:
        factories.AgreementFactory(episode=episode, template=template, number=2)
    if known.somebody_left:
        Post.objects.filter(professional=named[Party.PRESCRIBER]).update(ends_on=date(2026, 3, 15))

    shown = [each.value for each in Finding if made in found(coordinator, today, each)]

    assert shown == [each.value for each in expected]
    assert (made in found(coordinator, today)) == bool(expected)
    fresh = queries.with_facts(Agreement.objects.filter(pk=made.pk), today).get()
    assert agreement.findings(fresh.facts, today) == expected


def test_a_party_has_left_who_holds_no_role_any_more(agreed, pharmacist, coordinator, today):
    assert found(coordinator, today) == []

    Membership.objects.filter(user=pharmacist).update(ended_at=timezone.now())

    assert found(coordinator, today, Finding.LEFT) == [agreed]
    assert [each.party for each in queries.parties_left(today)] == [Party.PHARMACIST]


def test_a_party_who_never_signed_in_has_not_left_by_that(agreed, today):
    Professional.objects.filter(pk=party(agreed, Party.PHARMACIST).professional_id).update(user=None)

    assert not queries.parties_left(today).exists()


def test_whoever_left_is_replaced_by_a_new_version(agreed, episode, named, gp, key_worker, coordinator, scheme, today):
    Post.objects.filter(professional=named[Party.PHARMACIST]).update(ends_on=date(2026, 3, 15))
    assert found(coordinator, today, Finding.LEFT) == [agreed]
    place = factories.OrganisationFactory(kind="pharmacy", name="Bridge Pharmacy")
    newcomer = factories.sign_in("pharmacist", scheme, place, name="Nell New")
    listed = factories.ProfessionalFactory(
        scheme_id=scheme.pk, user=newcomer, name=newcomer.name, profession="pharmacist", organisation=place
    )

    second = actions.draft_agreement(episode=episode, named={**named, Party.PHARMACIST: listed}, by=gp, **DAYS)
    actions.offer_agreement(agreement=second, by=gp)
    assert found(coordinator, today, Finding.LEFT) == [agreed]
    sign_all(second, gp, key_worker, newcomer)

    assert found(coordinator, today) == []


def test_nobody_is_asked_about_somebody_who_is_not_in_shared_care_any_more(agreed, episode, coordinator, gp, today):
    actions.give_notice(party=party(agreed, Party.PRESCRIBER), ends_on=date(2026, 4, 1), reason="Retires", by=gp)
    assert found(coordinator, today, Finding.NOTICE) == [agreed]

    actions.move_episode(episode=episode, move="end", end_reason="completed", by=gp)

    assert found(coordinator, today) == []


def test_each_party_finds_what_waits_for_them(offered, gp, key_worker, pharmacist, coordinator):
    for user in (gp, key_worker, pharmacist):
        assert [each.agreement for each in queries.to_answer(user)] == [offered]
    assert not queries.to_answer(coordinator).exists()

    actions.sign_agreement(party=party(offered, Party.PRESCRIBER), by=gp)

    assert not queries.to_answer(gp).exists()
    assert queries.to_answer(key_worker).count() == 1


def test_a_pharmacist_sees_the_agreements_of_their_own_pharmacy_and_no_other(
    offered, episode, template, named, pharmacist, scheme, patient, coordinator, member
):
    elsewhere = factories.OrganisationFactory(kind="pharmacy")
    other = factories.sign_in("pharmacist", scheme, elsewhere)
    factories.CareLinkFactory(scheme=scheme, patient=patient, organisation=elsewhere)

    assert list(Agreement.objects.visible_to(pharmacist)) == [offered]
    assert list(Agreement.objects.visible_to(coordinator)) == [offered]
    assert not Agreement.objects.visible_to(other).exists()
    assert not Agreement.objects.visible_to(member).exists()


def test_a_pharmacist_sees_no_draft(draft, pharmacist, patient, scheme):
    factories.CareLinkFactory(scheme=scheme, patient=patient, organisation_id=pharmacist.acting.organisation_id)

    assert not Agreement.objects.visible_to(pharmacist).exists()


def without(user):
    return list(queries.without_agreement(user))


def test_somebody_about_whom_nothing_was_offered_is_listed_with_the_draft(episode, coordinator, gp, named):
    assert without(coordinator) == [episode]
    assert without(coordinator)[0].drafted is None

    written = actions.draft_agreement(episode=episode, named=named, by=gp, **DAYS)

    assert without(coordinator)[0].drafted == written.pk
    actions.offer_agreement(agreement=written, by=gp)
    assert without(coordinator) == []


def test_an_agreement_that_was_withdrawn_is_none(offered, coordinator, gp, episode):
    actions.withdraw_agreement(agreement=offered, by=gp, reason="Wrong pharmacy")

    assert without(coordinator) == [episode]


def test_whoever_reads_only_a_part_of_the_record_is_shown_nobody_without_an_agreement(episode, pharmacist):
    assert without(pharmacist) == []


def test_the_page_of_people_without_an_agreement_leads_to_writing_one(episode, gp, browse):
    page = browse(gp).get(reverse("episodes:without_agreement")).content.decode()

    assert episode.patient.name in page
    assert reverse("episodes:agreement_new", args=[episode.pk]) in page
