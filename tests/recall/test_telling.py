"""Telling somebody of their invitation oneself, where no message reaches them safely: nobody is left out for that."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import Event
from recall import actions, delivery, queries
from recall.models import Campaign, Invitation
from recall.outcomes import Refused
from recall.queries import delivery as sending
from recall.queries import statements
from recall.schedule import Step
from tests import factories
from tests.recall import cast


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def person(scheme, practice):
    """Somebody of no fixed abode whose phone a partner reads."""
    return cast.due(
        scheme, practice, no_fixed_abode=True, address=[], postcode="", mobile="07700 900001", safe_to_text=False
    )


@pytest.fixture
def left_out(person, coordinator):
    cast.launch(coordinator)
    return Invitation.objects.get()


def tell(invitation, by, **given):
    return actions.record_telling(
        **{"invitation": invitation, "way": "visit", "reached": "told", "told_on": timezone.localdate(), "by": by}
        | given
    )


def standing():
    invitation = Invitation.objects.get()
    return invitation.state, invitation.reason


def test_whoever_no_message_reaches_is_on_the_list_of_their_practice(left_out, nurse, scheme):
    elsewhere = factories.sign_in(Role.PRACTICE_STAFF, scheme, factories.PracticeFactory())

    assert list(queries.people_to_tell(nurse)) == [left_out]
    assert list(queries.people_to_tell(elsewhere)) == []


def test_whoever_was_told_is_invited_and_off_the_list(left_out, nurse):
    attempt = tell(left_out, nurse)

    assert standing() == ("invited", "")
    assert (attempt.channel, attempt.state, attempt.sequence) == ("visit", "accepted", 1)
    assert not queries.people_to_tell(nurse).exists()
    assert queries.balance(Campaign.objects.get()).invited == 1
    assert Event.objects.filter(kind="recall.person_told").exists()


def test_an_answer_of_somebody_who_was_told_is_recorded_like_any_other(left_out, nurse):
    tell(left_out, nurse)

    answered = actions.record_answer(
        invitation=Invitation.objects.get(), response="declined", answered_on=timezone.localdate(), by=nurse
    )

    assert answered.response == "declined"


def test_whoever_was_not_reached_stays_on_the_list_with_every_try(left_out, nurse, clock):
    tell(left_out, nurse, way="telephone", reached="nobody", note="Ring again on Friday")
    clock.shift(timedelta(days=1))
    tell(left_out, nurse, way="telephone", reached="nobody")

    (listed,) = queries.people_to_tell(nurse)
    assert (listed.tries, timezone.localdate(listed.last_try)) == (2, timezone.localdate())
    assert standing() == ("excluded", "no_safe_channel")
    assert [attempt.state for attempt in listed.attempts.all()] == ["missed", "missed"]

    tell(left_out, nurse, way="telephone")
    assert standing() == ("invited", "")


def test_a_try_that_reached_nobody_is_no_contact_and_no_invitation(left_out, nurse, clock):
    tell(left_out, nurse, way="telephone", reached="nobody")
    left_out.patient.safe_to_text = True
    left_out.patient.save()

    actions.catch_up(campaign=Campaign.objects.get())

    assert standing() == ("waiting", "to_send")
    delivery.drain(gateway=cast.FakeGateway())
    assert standing() == ("invited", "")
    assert list(Invitation.objects.get().attempts.values_list("sequence", "state")) == [(1, "missed"), (2, "accepted")]


def test_whoever_was_told_and_does_not_answer_goes_to_a_clinician(left_out, nurse, clock):
    tell(left_out, nurse)
    clock.shift(timedelta(days=22))

    assert list(statements.steps(Campaign.objects.get(), timezone.localdate()).values()) == [Step.DECIDE]
    assert list(queries.no_answer_members(nurse)) == [Invitation.objects.get()]


def test_an_invitation_that_failed_may_be_told_instead(scheme, practice, coordinator, nurse):
    cast.due(scheme, practice, mobile="07700 900001")
    cast.launch(coordinator)
    delivery.drain(gateway=cast.FakeGateway(Refused("No such number")))

    assert standing() == ("failed", "refused")
    assert queries.people_to_tell(nurse).count() == 1
    tell(Invitation.objects.get(), nurse)
    assert standing() == ("invited", "")


def opts_out(invitation, coordinator):
    factories.OptOutFactory(scheme=invitation.scheme, patient=invitation.patient)


def dies(invitation, coordinator):
    invitation.patient.status = "deceased"
    invitation.patient.save()


def stops(invitation, coordinator):
    actions.stop_campaign(campaign=invitation.campaign, by=coordinator)


def is_told(invitation, coordinator):
    tell(invitation, coordinator)


def is_not_to_be_rung(invitation, coordinator):
    invitation.patient.safe_to_ring = False
    invitation.patient.save()


REFUSED = [
    (opts_out, {}, "asked not to be invited"),
    (dies, {}, "has died"),
    (stops, {}, "in a campaign that runs"),
    (is_told, {}, "whom no message reaches"),
    (is_not_to_be_rung, {"way": "telephone"}, "not safe to ring"),
    (lambda *_: None, {"told_on": date(2026, 3, 15)}, "from the launch of the campaign"),
    (lambda *_: None, {"told_on": date(2026, 3, 17)}, "up to today"),
]


@pytest.mark.parametrize(("first", "given", "words"), REFUSED)
def test_what_cannot_be_told_is_refused_in_words(left_out, coordinator, first, given, words):
    first(left_out, coordinator)
    before = standing()

    with pytest.raises(ValidationError, match=words):
        tell(left_out, coordinator, **given)

    assert standing() == before


def test_the_brake_does_not_count_who_was_not_at_home(left_out, nurse):
    for _ in range(3):
        tell(left_out, nurse, way="telephone", reached="nobody")

    assert sending.failures(Campaign.objects.get()) == (0, 0)


def test_the_list_says_how_to_ring_and_the_form_what_to_say(left_out, nurse, browse):
    left_out.patient.phone_is_shared = True
    left_out.patient.save()
    browser = browse(nurse)

    listed = browser.get(reverse("recall:to_tell")).text
    form = browser.get(reverse("recall:telling_new", args=[left_out.pk])).text

    assert "07700 900001" in listed
    assert "ask for them by name and say nothing else" in listed
    assert "Leave no message on the voicemail" in listed
    assert "only that you will ring again" in form

    today = {"told_on_day": "16", "told_on_month": "3", "told_on_year": "2026"}
    sent = browser.post(
        reverse("recall:telling_new", args=[left_out.pk]), {"way": "telephone", "reached": "told", **today}, follow=True
    )
    assert "It is recorded." in sent.text
    assert "Everybody who is to be invited is reached by a message." in sent.text


def test_a_number_that_is_not_to_be_rung_is_not_shown(left_out, nurse, browse):
    left_out.patient.safe_to_ring = False
    left_out.patient.save()

    page = browse(nurse).get(reverse("recall:to_tell")).text

    assert "Do not ring" in page
    assert "07700 900001" not in page


def test_the_list_takes_as_many_statements_for_one_as_for_many(
    left_out, scheme, practice, nurse, browse, django_assert_max_num_queries
):
    for n in range(5):
        cast.due(scheme, practice, no_fixed_abode=True, address=[], postcode="", family_name=f"Other{n}")
    actions.catch_up(campaign=Campaign.objects.get())
    browser = browse(nurse)
    browser.get(reverse("recall:to_tell"))

    with django_assert_max_num_queries(30):
        assert "Other4" in browser.get(reverse("recall:to_tell")).text


def test_whoever_opens_the_page_of_the_person_reads_that_they_are_to_be_told(left_out, nurse, browse):
    page = reverse("person", args=[left_out.patient_id])

    assert "They have not heard of their invitation" in browse(nurse).get(page).text
    tell(left_out, nurse)
    assert "They have not heard of their invitation" not in browse(nurse).get(page).text


def test_a_try_is_a_page_of_its_own_among_the_attempts(left_out, nurse, browse):
    attempt = tell(left_out, nurse, way="telephone", reached="nobody", note="Ring again on Friday")

    page = browse(nurse).get(reverse("recall:attempt", args=[attempt.pk])).text

    assert "Telephone call" in page
    assert "Ring again on Friday" in page
