"""A whole caseload is offered at once, and accepted a person at a time."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from accounts.standing import stand
from episodes import actions, queries
from episodes.models import Handover, Responsibility
from practices.models import Post
from tests import factories

WEEK = timedelta(days=7)


@pytest.fixture
def aspects(scheme):
    return factories.care_aspects(scheme)


@pytest.fixture
def ash(gp):
    return gp.professionals.get()


@pytest.fixture
def kit(key_worker):
    return key_worker.professionals.get()


@pytest.fixture
def episodes(patient, gp, ash, aspects):
    """Two people, each with two aspects of care that the same GP answers for."""
    other = factories.PatientFactory(scheme=patient.scheme, practice=patient.practice, family_name="Other")
    holders = dict.fromkeys(aspects[:2], ash)
    return [
        actions.start_episode(patient=each, started_on=date(2026, 3, 2), complexity="stable", holders=holders, by=gp)
        for each in (patient, other)
    ]


@pytest.fixture
def everything(episodes):
    return list(Responsibility.objects.held_now().select_related("episode__patient", "aspect"))


def offer_all(held, receiver, by):
    return actions.offer_caseload(held=held, receiver=receiver, expires_at=timezone.now() + WEEK, by=by)


def sent(episodes, receiver):
    until = timezone.localdate() + WEEK
    dated = (("day", until.day), ("month", until.month), ("year", until.year))
    people = {"people": [each.pk for each in episodes], "receiver": receiver.pk}
    return people | {f"expires_on_{part}": value for part, value in dated}


def test_everything_is_offered_and_nothing_changes_hands_yet(everything, kit, ash, gp):
    offered = offer_all(everything, kit, gp)

    assert len(offered.made) == 4
    assert offered.refused == []
    assert {each.holder for each in Responsibility.objects.held_now()} == {ash}


def test_the_receiver_is_told_once(everything, kit, gp):
    offer_all(everything, kit, gp)

    assert Notice.objects.filter(to=kit.user.email).count() == 1


def test_what_cannot_be_offered_is_said_and_stops_nothing_else(everything, kit, gp):
    offer_all(everything[:1], kit, gp)

    offered = offer_all(everything, kit, gp)

    assert len(offered.made) == 3
    [(held, why)] = offered.refused
    assert held == everything[0]
    assert "has been offered to Kit Worker already" in why


def test_nobody_offers_the_caseload_of_people_they_may_not_see(everything, kit, pharmacist):
    stand(pharmacist)

    with pytest.raises(PermissionDenied):
        offer_all(everything, kit, pharmacist)


def test_accepting_takes_one_person_and_leaves_the_others_offered(everything, episodes, kit, ash, gp, key_worker):
    offer_all(everything, kit, gp)
    stand(key_worker)
    first, *_ = Handover.objects.filter(episode=episodes[0])

    together = list(queries.offered_together(first, timezone.now()))
    actions.accept_handover(handover=first, also=together, by=key_worker)

    assert {each.holder for each in episodes[0].responsibilities.held_now()} == {kit}
    assert {each.holder for each in episodes[1].responsibilities.held_now()} == {ash}
    assert Notice.objects.filter(to=gp.email).count() == 1


def test_a_person_is_taken_whole_or_not_at_all(everything, episodes, kit, ash, gp, key_worker):
    offer_all(everything, kit, gp)
    stand(key_worker)
    first, second = Handover.objects.filter(episode=episodes[0]).order_by("aspect__position")
    actions.decline_handover(handover=second, reason="Too far", by=key_worker)

    with pytest.raises(ValidationError, match="declined this"):
        actions.accept_handover(handover=first, also=[second], by=key_worker)

    assert {each.holder for each in episodes[0].responsibilities.held_now()} == {ash}


def test_a_leavers_caseload_is_handed_over_after_they_have_gone(everything, episodes, kit, ash, gp, coordinator):
    gp.memberships.update(ends_on=timezone.localdate() - timedelta(days=1))
    stand(coordinator)

    [listed] = queries.caseloads(coordinator, timezone.now())
    assert (listed, listed.gone, listed.people, listed.held) == (ash, True, 2, 4)
    assert len(offer_all(everything, kit, coordinator).made) == 4


def test_a_caseload_goes_to_colleagues_and_to_services_and_never_to_another_practice(scheme, ash, kit, episodes):
    elsewhere = factories.ProfessionalFactory(
        scheme_id=scheme.pk, name="Dr Elsewhere", organisation=factories.PracticeFactory(name="Elsewhere")
    )

    groups = queries.possible_receivers(ash, timezone.localdate())
    offered = {post.professional for _, posts in groups for post in posts}

    assert kit in offered
    assert ash not in offered
    assert elsewhere not in offered
    assert Post.objects.filter(professional=elsewhere).exists()


def test_the_page_offers_whom_it_was_told_to(everything, episodes, kit, ash, browse, gp):
    url = reverse("episodes:caseload", args=[ash.pk])
    client = browse(gp)
    assert episodes[0].patient.name in client.get(url).content.decode()
    answer = client.post(url, sent(episodes[1:], kit), follow=True)

    assert "2 hand-overs offered." in answer.content.decode()
    assert set(Handover.objects.values_list("episode", flat=True)) == {episodes[1].pk}


def test_the_page_says_what_was_not_offered_and_why(everything, episodes, kit, ash, browse, gp):
    offer_all(everything[:1], kit, gp)
    answer = (
        browse(gp).post(reverse("episodes:caseload", args=[ash.pk]), sent(episodes, kit), follow=True).content.decode()
    )

    assert "3 hand-overs offered." in answer
    assert "Not offered:" in answer


def test_accepting_on_the_page_accepts_the_rest_of_that_person_too(everything, episodes, kit, browse, gp, key_worker):
    offer_all(everything, kit, gp)
    first, second = Handover.objects.filter(episode=episodes[0]).order_by("aspect__position")
    client = browse(key_worker)
    url = reverse("episodes:handover_accept", args=[first.pk])
    assert str(second.aspect) in client.get(url).content.decode()

    client.post(url, {"also": [second.pk]})

    assert {each.holder for each in episodes[0].responsibilities.held_now()} == {kit}
