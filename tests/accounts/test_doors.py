"""Passwords are counted before they are looked at, a lost one is replaced safely, and all of it is on record."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail, signing
from django.db import connection, transaction
from django.db.utils import Error
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import delivery
from accounts.hashers import Argon2
from accounts.models import Notice, SecurityEvent, Session
from accounts.roles import Role
from accounts.security import Deed
from tests import factories
from tests.conftest import NOW

NEW = "river lamp otter brick"


@pytest.fixture
def casey(scheme):
    user = factories.sign_in(Role.SCHEME_COORDINATOR, scheme, name="Casey Coordinator")
    user.email = "casey@example.org"
    user.set_password(factories.PASSWORD)
    user.save()
    return user


@pytest.fixture
def hashed(monkeypatch):
    """How often a password was really looked at, which is what costs."""
    looked = []
    checked, made = Argon2.verify, Argon2.encode
    monkeypatch.setattr(Argon2, "verify", lambda self, *given: looked.append(1) or checked(self, *given))
    monkeypatch.setattr(Argon2, "encode", lambda self, *given: looked.append(1) or made(self, *given))
    return looked


def sign_in(client, password, email="casey@example.org", address="203.0.113.7"):
    return client.post(reverse("account_login"), {"login": email, "password": password}, REMOTE_ADDR=address)


def text(response):
    return response.content.decode()


def deeds(user):
    return list(SecurityEvent.objects.filter(user=user).order_by("at", "pk").values_list("deed", flat=True))


# --- Guessing --------------------------------------------------------------------------------------------------------


def test_after_five_wrong_passwords_no_more_are_looked_at_for_a_while(client, casey, hashed):
    for _ in range(5):
        sign_in(client, "wrong")
    assert len(hashed) == 5

    response = sign_in(client, factories.PASSWORD)

    assert len(hashed) == 5
    assert "Wait 15 minutes" in text(response)
    assert "new one" in text(response)
    assert "_auth_user_id" not in client.session


def test_an_address_nobody_has_is_held_off_in_the_same_words(client, casey):
    said = []
    for email in ("casey@example.org", "nobody@example.org"):
        for _ in range(6):
            response = sign_in(client, "wrong", email)
        said.append(re.sub(r'csrfmiddlewaretoken" value="[^"]*"|value="[^"]*@example.org"', "", text(response)))

    assert said[0] == said[1]


def test_an_unknown_address_costs_the_same_work_as_a_known_one(client, casey, hashed):
    sign_in(client, "wrong")
    known = len(hashed)

    sign_in(client, "wrong", "nobody@example.org")

    assert (known, len(hashed)) == (1, 2)


def test_the_right_person_still_gets_in_from_a_clean_address(client, casey):
    for _ in range(30):
        sign_in(client, "wrong", address="203.0.113.7")

    assert sign_in(client, factories.PASSWORD, address="198.51.100.4").status_code == 302


def test_many_addresses_do_not_add_up_to_many_tries(client, casey, hashed):
    for n in range(60):
        sign_in(client, "wrong", address=f"203.0.113.{n}")

    assert len(hashed) == 20


def test_and_do_not_keep_the_right_person_from_where_they_always_sign_in(client, casey):
    assert sign_in(Client(), factories.PASSWORD, address="198.51.100.4").status_code == 302
    for n in range(30):
        sign_in(client, "wrong", address=f"203.0.113.{n}")

    assert sign_in(client, factories.PASSWORD, address="198.51.100.4").status_code == 302


def test_one_address_that_tries_many_accounts_is_held_off(client, casey, hashed):
    for n in range(40):
        sign_in(client, "wrong", f"person{n}@example.org")

    assert len(hashed) == 20


def test_mistyping_a_few_times_and_getting_it_right_leaves_nothing_behind(client, casey):
    for _ in range(3):
        for _ in range(4):
            sign_in(client, "wrong")
        assert sign_in(client, factories.PASSWORD).status_code == 302
        client.post(reverse("account_logout"))


def test_the_wait_ends(client, casey):
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(6):
            sign_in(client, "wrong")
        clock.shift(timedelta(minutes=15, seconds=1))

        assert sign_in(client, factories.PASSWORD).status_code == 302


def test_what_was_tried_is_on_record_without_the_password_or_an_unknown_address(client, casey):
    sign_in(client, "a wrong password")
    sign_in(client, "a wrong password", "nobody@example.org")

    kept = " ".join(str(value) for row in SecurityEvent.objects.values_list() for value in row)
    assert deeds(casey) == [Deed.REFUSED]
    assert SecurityEvent.objects.filter(user=None, deed=Deed.REFUSED).count() == 1
    for secret in ("a wrong password", "nobody", "203.0.113.7"):
        assert secret not in kept


@pytest.mark.parametrize(
    "sql", ["UPDATE accounts_securityevent SET deed = 'signed_in'", "DELETE FROM accounts_securityevent"]
)
def test_what_happened_is_never_rewritten(client, casey, sql):
    sign_in(client, "wrong")

    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_fourth_session_ends_the_one_that_was_used_longest_ago(casey):
    clients = [Client() for _ in range(4)]
    with time_machine.travel(NOW, tick=False) as clock:
        for client in clients:
            sign_in(client, factories.PASSWORD)
            clock.shift(timedelta(minutes=1))

        assert [client.get("/").status_code for client in clients] == [302, 200, 200, 200]


def test_signing_in_gives_a_new_cookie(client, casey):
    client.get(reverse("account_login"))
    client.get(reverse("today"))
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sid"] = session.session_key

    sign_in(client, factories.PASSWORD)

    assert client.session.session_key != session.session_key
    assert not Session.objects.filter(pk=session.session_key).exists()


def test_somebody_without_a_role_today_is_told_whom_to_ask(client, casey):
    casey.memberships.update(ends_on=NOW.date() - timedelta(days=1))

    response = client.get(sign_in(client, factories.PASSWORD)["Location"])

    assert "no role here today" in text(response)
    assert "_auth_user_id" not in client.session
    assert deeds(casey) == [Deed.NO_ROLE]


# --- A new password --------------------------------------------------------------------------------------------------


def ask(client, email, address="203.0.113.7"):
    return client.post(reverse("account_reset_password"), {"email": email}, REMOTE_ADDR=address)


def the_link(settings):
    settings.SITE_URL = ""
    delivery.drain()
    return re.search(r"/roles/new-password/\S+", mail.outbox[-1].body).group()


def choose(client, link, password=NEW):
    page = client.get(link, follow=True)
    return page, client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})


def test_asking_is_answered_the_same_whether_or_not_anybody_is_known(client, casey):
    known, unknown = ask(client, "casey@example.org"), ask(client, "nobody@example.org")

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert Notice.objects.count() == 1
    assert not Notice.objects.filter(to__contains="nobody").exists()


def test_the_link_leads_to_a_new_password_names_nobody_and_tells_the_person_afterwards(client, casey, settings):
    ask(client, "Casey@example.org")

    page, done = choose(client, the_link(settings))

    assert "casey" not in text(page).lower()
    assert done.status_code == 302
    casey.refresh_from_db()
    assert casey.check_password(NEW)
    assert set(deeds(casey)) == {Deed.RESET_ASKED, Deed.PASSWORD_CHANGED}
    assert Notice.objects.filter(to="casey@example.org", subject="A change to how you sign in").exists()


def test_a_link_works_once_and_looking_does_not_use_it_up(client, casey, settings):
    ask(client, "casey@example.org")
    link = the_link(settings)
    for _ in range(3):
        assert "Choose a new password" in text(Client().get(link, follow=True))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        clock.shift(timedelta(minutes=1))
        choose(client, link)
        clock.shift(timedelta(minutes=1))

        assert Client().get(link).status_code == 404


def test_a_link_works_for_an_hour(client, casey, settings):
    ask(client, "casey@example.org")
    link = the_link(settings)

    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        response = client.get(link)

    assert response.status_code == 404
    assert "does not work any more" in text(response)


@pytest.mark.parametrize("token", ["x", "a:b:c", "another signature", "x" * 500])
def test_a_made_up_link_is_refused_in_the_same_words(client, db, token):
    if token == "another signature":
        token = signing.dumps("not an id", salt="accounts:new_password")

    response = client.get(reverse("accounts:new_password", args=[token]))

    assert response.status_code == 404
    assert "does not work any more" in text(response)


def test_a_new_password_ends_every_session(browse, client, casey, settings):
    there = browse(casey)
    ask(client, "casey@example.org")
    choose(client, the_link(settings))

    assert there.get("/").status_code == 302


def test_a_password_that_somebody_would_guess_is_refused_in_words(client, casey, settings):
    ask(client, "casey@example.org")

    _, response = choose(client, the_link(settings), "SharedCare2026")

    assert "Somebody could guess this password" in text(response)


def test_links_are_sent_a_few_times_an_hour_and_nobody_can_tell(client, casey):
    answers = {ask(client, "casey@example.org").status_code for _ in range(8)}

    assert answers == {302}
    assert Notice.objects.count() == 5


def test_asking_from_one_place_very_often_is_told_to_wait(client, db):
    for n in range(20):
        ask(client, f"person{n}@example.org")

    assert "Wait 5 minutes" in text(ask(client, "one.more@example.org"))


def test_changing_it_ends_the_other_sessions_and_not_this_one(browse, casey):
    here, there = browse(casey), browse(casey)
    assert here.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD}).status_code == 302

    response = here.post(
        reverse("account_change_password"),
        {"oldpassword": factories.PASSWORD, "password1": NEW, "password2": NEW},
    )

    assert response.status_code == 302
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    assert Deed.PASSWORD_CHANGED in deeds(casey)
    assert Notice.objects.filter(to=casey.email).exists()
