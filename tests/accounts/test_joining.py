"""Asking a colleague to sign in, accepting, and being gone: who may, what the link opens, and when access ends."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail, signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts import actions, delivery
from accounts.models import Membership, StaffInvitation, User
from accounts.roles import Role
from audit.models import Event
from tests import factories
from tests.conftest import NOW

PASSWORD = "violet-kettle-harbour-nine"


@pytest.fixture
def administrator(scheme):
    return factories.sign_in(Role.SCHEME_ADMINISTRATOR, scheme, name="Ada Administrator")


def invite(by, practice=None, **given):
    given = {
        "email": "nia@example.org",
        "name": "Nia Nurse",
        "role": Role.PRACTICE_STAFF if practice else Role.COMMISSIONER,
        "organisation_id": practice and practice.pk,
        "place_label": practice.name if practice else "Wolds Shared Care",
        "starts_on": NOW.date(),
    } | given
    return actions.invite_colleague(by=by, **given)


def address(invitation):
    return reverse("accounts:join", args=[signing.dumps(str(invitation.pk), salt="accounts:join")])


def accept(invitation, client=None, **typed):
    return (client or Client()).post(address(invitation), {"name": "Nia Nurse", "password": PASSWORD} | typed)


def test_an_invitation_leaves_as_an_email_whose_link_opens(coordinator, practice, settings):
    settings.SITE_URL = "https://care.example.org"
    invite(coordinator, practice)

    delivery.drain()

    message = mail.outbox[0]
    path = message.body.partition("https://care.example.org")[2].split()[0]
    assert message.to == ["nia@example.org"]
    assert b"Practice staff, Elm Surgery" in Client().get(path).content


def test_looking_at_the_link_changes_nothing(coordinator, practice):
    invitation = invite(coordinator, practice)

    Client().get(address(invitation))
    Client().head(address(invitation))

    assert not User.objects.filter(email="nia@example.org").exists()
    assert StaffInvitation.objects.get(pk=invitation.pk).accepted_at is None


def test_whoever_accepts_holds_the_role_and_is_signed_in(coordinator, practice):
    client = Client()

    accept(invite(coordinator, practice), client)

    held = Membership.objects.get(user__email="nia@example.org")
    assert (held.role, held.organisation_id) == (Role.PRACTICE_STAFF, practice.pk)
    assert b"Elm Surgery" in client.get("/").content


def test_whoever_has_just_chosen_a_password_sets_up_their_second_step_without_typing_it_again(
    coordinator, practice, settings
):
    settings.SECOND_FACTOR = "on"
    client = Client()

    accept(invite(coordinator, practice), client)

    assert client.get("/", follow=True).redirect_chain == [("/accounts/2fa/?next=%2F", 302)]
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_a_link_that_opens_nothing_says_the_same_whatever_is_wrong(coordinator, practice):
    used, withdrawn, late = (invite(coordinator, practice, email=f"{n}@example.org") for n in range(3))
    accept(used)
    actions.withdraw_invitation(invitation=withdrawn, by=coordinator)
    whole = address(late)
    forged = whole.replace(whole.split("/")[-2], signing.dumps(str(late.pk), salt="elsewhere"))
    addresses = [address(used), address(withdrawn), whole[:-9] + "/", forged, whole[:-2] + "/"]

    answers = [Client().get(each) for each in addresses]
    with time_machine.travel(NOW + timedelta(days=15), tick=False):
        answers.append(Client().get(whole))

    assert {answer.status_code for answer in answers} == {404}
    assert all(b"This link opens nothing" in answer.content for answer in answers)


def test_a_link_is_used_once_however_often_it_is_sent(coordinator, practice):
    invitation = invite(coordinator, practice)

    first, second = accept(invitation), accept(invitation, name="Mallory")

    assert (first.status_code, second.status_code) == (302, 404)
    assert Membership.objects.filter(user__email="nia@example.org").count() == 1


def test_a_weak_password_is_refused_in_words_and_the_name_is_kept(coordinator, practice):
    answer = accept(invite(coordinator, practice), name="Nia Newname", password="password1234")

    assert answer.status_code in {200, 422}
    assert b"too common" in answer.content
    assert b"Nia Newname" in answer.content
    assert not User.objects.filter(email="nia@example.org").exists()


def test_inviting_an_address_that_signs_in_answers_as_for_a_new_one(coordinator, practice, browse):
    factories.UserFactory(email="known@example.org")
    client = browse(coordinator)
    typed = {"name": "Nia", "role": Role.COMMISSIONER, "starts_on": "16 3 2026"}

    answers = [
        client.post("/schemes/staff/invite/", typed | {"email": email}, follow=True).content.decode()
        for email in ("known@example.org", "fresh@example.org")
    ]

    assert StaffInvitation.objects.count() == 2
    assert all("Nia is invited" in answer for answer in answers)


def test_somebody_who_signs_in_already_accepts_by_signing_in(coordinator, practice, member, browse):
    invitation = invite(coordinator, practice, email=member.email)

    stranger, own = accept(invitation), browse(member).post(address(invitation))

    assert b"Sign in to accept" in stranger.content
    assert own.status_code == 302
    assert set(member.memberships.values_list("role", flat=True)) == {Role.MONITORING_MEMBER, Role.PRACTICE_STAFF}


def test_nobody_else_accepts_while_signed_in(coordinator, practice, gp, browse):
    invitation = invite(coordinator, practice)

    answer = browse(gp).post(address(invitation), {"name": "Greta", "password": PASSWORD})

    assert answer.status_code == 403
    assert not Membership.objects.filter(user=gp, role=Role.PRACTICE_STAFF).exists()


@pytest.mark.parametrize("role", [Role.SCHEME_ADMINISTRATOR, Role.GOVERNANCE_LEAD, Role.AUDITOR])
def test_a_co_ordinator_does_not_choose_who_watches_over_them(coordinator, administrator, role):
    with pytest.raises(PermissionDenied):
        invite(coordinator, role=role)

    assert invite(administrator, role=role).role == role


def test_nobody_gives_a_role_to_themselves(administrator, scheme):
    with pytest.raises(ValidationError):
        invite(administrator, email=administrator.email.upper())
    with pytest.raises(PermissionDenied):
        actions.grant_membership(
            user=administrator,
            role=Role.GOVERNANCE_LEAD,
            scheme_id=scheme.pk,
            place_label=scheme.name,
            starts_on=NOW.date(),
            by=administrator,
        )


def test_the_database_refuses_a_role_at_the_wrong_kind_of_place(scheme, practice):
    user = factories.UserFactory()

    for model, given in ((Membership, {"user": user}), (StaffInvitation, {"invited_at": NOW, "expires_at": NOW})):
        with pytest.raises(IntegrityError, match="another kind of place"), transaction.atomic():
            model.objects.create(
                role=Role.PHARMACIST,
                scheme_id=scheme.pk,
                organisation_id=practice.pk,
                place_label="Elm Surgery",
                starts_on=date(2026, 3, 1),
                **given,
            )


def test_one_invitation_waits_for_an_address_role_and_place(coordinator, practice):
    invite(coordinator, practice)

    with pytest.raises(ValidationError, match="invited to this role here already"):
        invite(coordinator, practice, email="NIA@example.org")


def test_a_leaver_is_out_at_the_next_click_in_every_browser(coordinator, nurse, patient, browse):
    browsers = [browse(nurse), browse(nurse)]
    assert all(each.get(f"/people/{patient.pk}/").status_code == 200 for each in browsers)

    actions.record_leaver(user=nurse, reason="Moved away.", by=coordinator)

    assert {each.get(f"/people/{patient.pk}/").status_code for each in browsers} == {302}
    nurse.refresh_from_db()
    assert not nurse.is_active


def test_a_leaver_with_a_role_elsewhere_still_signs_in_there_alone(coordinator, stranger, nurse, patient, browse):
    factories.MembershipFactory(
        user=nurse, role=Role.COMMISSIONER, scheme_id=stranger.acting.scheme_id, place_label="Fens Shared Care"
    )
    client = browse(nurse)

    actions.record_leaver(user=nurse, reason="Moved away.", by=coordinator)

    nurse.refresh_from_db()
    assert nurse.is_active
    client = browse(nurse)  # the sessions they had are ended
    assert b"Fens Shared Care" in client.get("/").content
    assert client.get(f"/people/{patient.pk}/").status_code == 404


def test_invitations_to_a_leaver_and_those_they_sent_are_withdrawn(coordinator, administrator, practice):
    sent, to = invite(coordinator, practice), invite(administrator, role=Role.AUDITOR, email=coordinator.email)

    actions.record_leaver(user=coordinator, reason="Retired.", by=administrator)

    assert StaffInvitation.objects.filter(pk__in=[sent.pk, to.pk], withdrawn_at=NOW).count() == 2
    withdrawn = Event.objects.filter(kind="accounts.invitation_withdrawn", by=administrator)
    assert set(withdrawn.values_list("subject_id", flat=True)) == {str(sent.pk), str(to.pk)}


def test_nobody_records_their_own_leaving_or_that_of_whoever_watches_over_them(coordinator, administrator):
    for leaver in (coordinator, administrator):
        with pytest.raises(PermissionDenied):
            actions.record_leaver(user=leaver, reason="Moved away.", by=coordinator)


def test_a_leaver_who_is_invited_again_chooses_a_new_password(coordinator, nurse, practice):
    actions.record_leaver(user=nurse, reason="Moved away.", by=coordinator)

    accept(invite(coordinator, practice, email=nurse.email), name="Noor Again")

    nurse.refresh_from_db()
    assert (nurse.is_active, nurse.name, nurse.check_password(PASSWORD)) == (True, "Noor Again", True)
    assert nurse.memberships.held_on(NOW.date()).count() == 1


def test_a_role_ends_with_its_last_day(coordinator, nurse):
    actions.end_membership(membership=nurse.acting, ends_on=NOW.date(), reason="The post ends.", by=coordinator)

    assert nurse.memberships.held_on(NOW.date()).exists()
    assert not nurse.memberships.held_on(NOW.date() + timedelta(days=1)).exists()


def test_a_role_cannot_end_on_a_day_that_is_over(coordinator, nurse):
    with pytest.raises(ValidationError, match="today or later"):
        actions.end_membership(membership=nurse.acting, ends_on=date(2026, 3, 15), reason="Late.", by=coordinator)


def test_an_invitation_of_another_scheme_cannot_be_touched(coordinator, stranger, browse):
    invitation = invite(coordinator)
    client = browse(stranger)

    answers = [client.post(f"/schemes/staff/invitations/{invitation.pk}/{deed}/") for deed in ("again", "withdraw")]

    assert {answer.status_code for answer in answers} == {404}
