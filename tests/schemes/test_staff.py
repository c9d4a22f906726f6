"""Who signs in here: asking colleagues to places that take part, finding them, freeing them of a lost second step."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts import actions as accounts
from accounts import delivery
from accounts.models import StaffInvitation
from accounts.roles import Role
from accounts.security import Deed
from accounts.standing import stand
from audit.models import Event
from schemes import actions
from tests import factories
from tests.conftest import NOW

STAFF = "/schemes/staff/"
LOST = "Lost their telephone; I saw them this morning."


@pytest.fixture
def administrator(scheme):
    return factories.sign_in(Role.SCHEME_ADMINISTRATOR, scheme, name="Ada Administrator")


def with_app(user):
    accounts.set_up_second_factor(user=user, secret="JBSWY3DPEHPK3PXP", process="test")
    return user


def invite(by, organisation, **given):
    given = {"email": "pia@example.org", "name": "Pia", "role": Role.PRACTICE_STAFF, "starts_on": NOW.date()} | given
    return actions.invite_colleague(organisation=organisation, by=by, **given)


def listed(client, **chosen):
    page = client.get(STAFF, chosen)
    assert page.status_code == 200
    return {each.user.name for each in page.context["memberships"]}


# --- Inviting --------------------------------------------------------------------------------------------------------


def test_nobody_is_invited_to_a_place_that_takes_no_part(coordinator, practice):
    with pytest.raises(ValidationError, match="Elm Surgery takes no part in the scheme on 16 March 2026"):
        invite(coordinator, practice)

    assert not StaffInvitation.objects.exists()


def test_a_place_that_takes_part_on_the_first_day_may_be_invited_to(coordinator, scheme, practice):
    factories.ParticipationFactory(scheme=scheme, organisation=practice, starts_on=date(2026, 4, 1))

    with pytest.raises(ValidationError):
        invite(coordinator, practice)

    assert invite(coordinator, practice, starts_on=date(2026, 4, 1)).place_label == "Elm Surgery"


def test_a_place_that_has_stopped_is_refused_though_the_first_day_lies_before(coordinator, scheme, practice):
    factories.ParticipationFactory(scheme=scheme, organisation=practice, ends_on=date(2026, 3, 1))

    with pytest.raises(ValidationError):
        invite(coordinator, practice, starts_on=date(2026, 2, 1))


def test_a_place_of_another_scheme_is_refused(coordinator, stranger, practice):
    factories.ParticipationFactory(scheme_id=coordinator.acting.scheme_id, organisation=practice)

    with stand(stranger), pytest.raises(ValidationError):
        invite(stranger, practice)


# --- The list --------------------------------------------------------------------------------------------------------


def test_the_list_is_narrowed_by_place(coordinator, administrator, nurse, pharmacist, browse):
    client = browse(administrator)

    assert listed(client, place=nurse.acting.organisation_id) == {"Noor Nurse"}
    assert listed(client, place="scheme") == {"Casey Coordinator", "Ada Administrator"}
    assert "Noor Nurse" in listed(client, place="nowhere there is")


def test_the_list_says_and_is_narrowed_by_the_second_step(administrator, nurse, gp, browse):
    with_app(nurse)
    factories.ProviderIdentityFactory(user=gp)
    client = browse(administrator)

    assert listed(client, second_step="set_up") == {"Noor Nurse", "Dr Greta Ash"}
    assert listed(client, second_step="none") == {"Ada Administrator"}
    page = client.get(STAFF).content.decode()
    assert "Smartcard" in page
    assert "Not set up" in page


def test_the_list_is_narrowed_by_when_somebody_signed_in_last(administrator, nurse, gp, browse):
    for user, days in ((nurse, 3), (gp, 120)):
        with time_machine.travel(NOW - timedelta(days=days), tick=False):
            accounts.record_security(deed=Deed.SIGNED_IN, user=user)
    client = browse(administrator)

    assert listed(client, last_seen="lately") == {"Noor Nurse"}
    assert listed(client, last_seen="long_ago") == {"Dr Greta Ash"}
    assert listed(client, last_seen="never") == {"Ada Administrator"}


def test_the_list_costs_no_more_with_more_colleagues(administrator, scheme, browse, django_assert_max_num_queries):
    client = browse(administrator)
    client.get(STAFF)
    with django_assert_max_num_queries(30) as few:
        client.get(STAFF)
    for _ in range(20):
        factories.sign_in(Role.COMMISSIONER, scheme)

    with django_assert_max_num_queries(len(few)):
        client.get(STAFF)


def test_a_link_that_is_shown_is_one_that_opens(coordinator, administrator, nurse, browse):
    with_app(administrator)
    with_app(nurse)
    client = browse(coordinator)

    links = re.findall(r'href="(/schemes/staff/[^"]+/(?:end|left|second-step)/)"', client.get(STAFF).content.decode())

    assert len(links) == 4  # of the nurse three, and the end of one's own role
    assert {client.get(link).status_code for link in links} == {200}


# --- A lost second step ----------------------------------------------------------------------------------------------


def test_a_colleague_is_freed_of_a_lost_second_step_signed_out_and_told(administrator, nurse, browse):
    theirs = browse(with_app(nurse))
    page = reverse("schemes:second_step_reset", args=[nurse.pk])

    answer = browse(administrator).post(page, {"reason": LOST}, follow=True)

    assert "The second step of Noor Nurse is reset." in answer.content.decode()
    assert not nurse.authenticator_set.exists()
    assert theirs.get("/").status_code == 302
    event = Event.objects.get(kind="accounts.second_factor_reset")
    assert event.by == administrator
    assert LOST in event.sentence
    delivery.drain()
    assert [message.to for message in mail.outbox] == [[nurse.email]]


def test_how_often_it_was_reset_before_is_said_before_it_is_done_again(administrator, nurse, browse):
    for _ in range(2):
        accounts.reset_second_factor(user=with_app(nurse), reason=LOST, by=administrator)

    page = browse(administrator).get(reverse("schemes:second_step_reset", args=[nurse.pk])).content.decode()

    assert "Reset before: 2 times, last on 16 March 2026" in page


def test_without_a_reason_nothing_is_reset(administrator, nurse, browse):
    answer = browse(administrator).post(
        reverse("schemes:second_step_reset", args=[with_app(nurse).pk]), {"reason": " "}
    )

    assert answer.status_code == 422
    assert nurse.authenticator_set.exists()


def test_a_co_ordinator_does_not_weaken_the_door_of_whoever_watches_over_them(coordinator, administrator, browse):
    with pytest.raises(PermissionDenied):
        accounts.reset_second_factor(user=with_app(administrator), reason=LOST, by=coordinator)

    page = reverse("schemes:second_step_reset", args=[administrator.pk])
    assert browse(coordinator).get(page).status_code == 403


def test_a_colleague_of_another_scheme_is_not_there(administrator, stranger, browse):
    assert browse(administrator).get(reverse("schemes:second_step_reset", args=[stranger.pk])).status_code == 404
