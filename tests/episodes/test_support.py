"""Who supports whoever answers: told when an alert passes the holder, answering for nothing."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from episodes import actions, queries
from episodes.models import Support
from patients.models import CareLink
from tests import factories


@pytest.fixture
def aspect(scheme):
    return factories.care_aspects(scheme)[0]


@pytest.fixture
def kit(key_worker):
    return key_worker.professionals.get()


@pytest.fixture
def episode(patient, gp, aspect):
    return actions.start_episode(patient=patient, started_on=date(2026, 3, 2), complexity="stable", by=gp)


@pytest.fixture
def support(episode, aspect, kit, gp):
    return actions.add_supporter(episode=episode, aspect=aspect, supporter=kit, by=gp)


def line_of(episode, aspect, moment=None):
    lines = queries.responsibilities_at(episode, moment or timezone.now())
    return next(line for line in lines if line.aspect == aspect)


def test_a_supporter_stands_beside_the_one_who_answers(support, episode, aspect, gp):
    line = line_of(episode, aspect)

    assert [each.supporter.name for each in line.support] == ["Kit Worker"]
    assert line.holder == gp.professionals.get()
    assert Event.objects.filter(kind="episodes.supporter_added").get().sentence == (
        "Kit Worker supports care co-ordination from now on."
    )


def test_their_place_sees_the_person_from_that_day(support, patient):
    assert CareLink.objects.get(patient=patient, organisation=support.organisation).starts_on == timezone.localdate()


def test_a_place_that_saw_the_person_for_an_offer_goes_on_seeing_them_while_it_supports(episode, aspect, kit, gp):
    week = timezone.now() + timedelta(days=7)
    offer = actions.offer_handover(episode=episode, aspect=aspect, receiver=kit, expires_at=week, by=gp)
    actions.add_supporter(episode=episode, aspect=aspect, supporter=kit, by=gp)

    actions.recall_handover(handover=offer, by=gp)

    assert CareLink.objects.get(patient=episode.patient, organisation=offer.organisation).ends_on is None


def test_who_supported_at_a_moment_is_answered_for_that_moment(support, episode, aspect, gp):
    began = timezone.now()
    with time_machine.travel(began + timedelta(days=3)):
        actions.end_support(support=support, by=gp)

        assert line_of(episode, aspect).support == ()
        assert [each.supporter for each in line_of(episode, aspect, began).support] == [support.supporter]
        assert Event.objects.filter(kind="episodes.support_ended").count() == 1


def test_whoever_answers_for_it_does_not_also_support_it(episode, aspect, gp):
    with pytest.raises(ValidationError, match="answers for this"):
        actions.add_supporter(episode=episode, aspect=aspect, supporter=gp.professionals.get(), by=gp)


def test_nobody_supports_the_same_twice_at_once(support, episode, aspect, kit, gp):
    with pytest.raises(ValidationError, match="supports this already"):
        actions.add_supporter(episode=episode, aspect=aspect, supporter=kit, by=gp)
    with pytest.raises(IntegrityError, match="a_supporter_of_an_aspect_once"), transaction.atomic():
        factories.SupportFactory(
            episode=episode, aspect=aspect, supporter=kit, organisation=support.organisation, lasts=support.lasts
        )


def test_somebody_without_a_post_cannot_support(episode, aspect, scheme, gp):
    stranger = factories.ProfessionalFactory(scheme_id=scheme.pk, name="Noa Nowhere")

    with pytest.raises(ValidationError, match="no post in the scheme"):
        actions.add_supporter(episode=episode, aspect=aspect, supporter=stranger, by=gp)


def test_support_that_was_ended_cannot_be_ended_again(support, gp):
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        actions.end_support(support=support, by=gp)

        with pytest.raises(ValidationError, match="does not support this any more"):
            actions.end_support(support=support, by=gp)


def test_a_supporter_whose_post_is_over_is_not_shown_any_more(support, episode, aspect, kit):
    kit.posts.update(ends_on=timezone.localdate())

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert line_of(episode, aspect).support == ()


@pytest.mark.parametrize("days_back", [0, 1], ids=["today", "the day before it began"])
def test_ending_shared_care_ends_all_support(support, episode, gp, days_back):
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        actions.move_episode(
            episode=episode,
            move="end",
            ended_on=timezone.localdate() - timedelta(days=days_back),
            end_reason="completed",
            by=gp,
        )

    support.refresh_from_db()
    assert support.lasts.upper is not None
    assert support.ended_by == gp


def test_the_page_of_the_person_names_who_supports_and_lets_it_be_ended(support, patient, browse, gp):
    client = browse(gp)

    page = client.get(reverse("person", args=[patient.pk])).content.decode()
    assert "Supported by Kit Worker" in page

    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        client.post(reverse("episodes:support_end", args=[support.pk]))
        assert "Supported by" not in client.get(reverse("person", args=[patient.pk])).content.decode()


def test_a_supporter_of_what_nobody_answers_for_is_named_too(episode, kit, scheme, browse, gp):
    uncovered = factories.care_aspects(scheme)[3]
    actions.add_supporter(episode=episode, aspect=uncovered, supporter=kit, by=gp)

    assert "Supported by Kit Worker" in browse(gp).get(reverse("person", args=[episode.patient_id])).content.decode()


def test_a_supporter_is_added_from_the_page_of_the_person(episode, aspect, kit, browse, gp):
    sent = {"aspect": aspect.pk, "supporter": kit.pk, "version": episode.version}

    browse(gp).post(reverse("episodes:support_add", args=[episode.pk]), sent)

    assert Support.objects.get(episode=episode).supporter == kit


def test_the_form_asks_for_somebody(episode, aspect, browse, gp):
    sent = {"aspect": aspect.pk, "supporter": "", "version": episode.version}

    answer = browse(gp).post(reverse("episodes:support_add", args=[episode.pk]), sent)

    assert answer.status_code == 422
    assert "Choose who supports it" in answer.content.decode()
