"""Nothing typed is lost: not when the session ends, not when the role was changed in another window."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts import as_whom, queries
from accounts.models import KeptForm
from accounts.roles import Role
from tests import factories
from tests.conftest import NOW

WORDS = "Slept badly, wants to talk about the dose."


@pytest.fixture
def gp(gp):
    gp.set_password(factories.PASSWORD)
    gp.save()
    return gp


def sign_in(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": factories.PASSWORD})


def opened(client, path):
    """The hidden fields of the form at this path, as the browser would send them."""
    page = client.get(path).content.decode()
    return {"as_whom": re.search(r'name="as_whom" value="([^"]+)"', page).group(1)}


def search(client, hidden, **more):
    return client.post(reverse("patients:search"), {**hidden, "q": WORDS, **more})


def test_every_form_says_as_whom_it_was_opened(browse, gp):
    said = opened(browse(gp), "/")["as_whom"]

    assert as_whom.read(said) == as_whom.AsWhom(gp.pk, gp.acting.pk)


@pytest.mark.parametrize("word", ["", "x", "a:b", "é", "0" * 5000])
def test_a_made_up_word_says_nothing(word):
    assert as_whom.read(word) is None


def sent_too_late(client, user, sender=search):
    hidden = opened(client, "/")
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        response = sender(client, hidden)
    return response


def test_a_form_sent_too_late_is_kept_sealed_and_given_back_after_signing_in(gp):
    client = Client()
    sign_in(client, gp)
    client.get("/")

    response = sent_too_late(client, gp)

    assert response["Location"].startswith(reverse("account_login"))
    assert "what you typed comes back" in client.get(response["Location"]).content.decode()
    kept = KeptForm.objects.get(user=gp)
    assert WORDS not in kept.typed
    page = client.get(sign_in(client, gp)["Location"])
    assert WORDS in page.content.decode()


def test_somebody_else_at_the_same_browser_does_not_see_it(gp, nurse):
    nurse.set_password(factories.PASSWORD)
    nurse.save()
    client = Client()
    sign_in(client, gp)
    client.get("/")
    sent_too_late(client, gp)

    response = sign_in(client, nurse)

    assert response["Location"] == reverse("today")
    kept = KeptForm.objects.get(user=gp)
    assert client.get(reverse("accounts:kept", args=[kept.pk])).status_code == 404


def test_another_browser_does_not_show_it(gp):
    client = Client()
    sign_in(client, gp)
    client.get("/")
    sent_too_late(client, gp)

    assert sign_in(Client(), gp)["Location"] == reverse("today")


def test_secrets_and_tokens_are_never_kept(gp):
    client = Client()
    sign_in(client, gp)
    client.get("/")

    sent_too_late(client, gp, lambda *given: search(*given, password1="river lamp otter", csrfmiddlewaretoken="t"))

    assert set(queries.typed(KeptForm.objects.get(user=gp))) == {"q"}


def test_nothing_is_kept_of_a_form_that_says_nothing_of_its_reader(gp):
    client = Client()
    sign_in(client, gp)
    client.get("/")

    sent_too_late(client, gp, lambda client, hidden: search(client, {}))

    assert not KeptForm.objects.exists()


def test_a_page_can_have_its_form_kept_before_it_signs_its_reader_out(browse, gp):
    client = browse(gp)
    hidden = opened(client, "/")

    response = client.post(f"{reverse('accounts:keep')}?path=/people/search/", {**hidden, "q": WORDS})

    assert response.status_code == 204
    assert KeptForm.objects.get(user=gp).path == "/people/search/"


@pytest.mark.parametrize("path", ["https://elsewhere.example.org/", "//elsewhere.example.org/", "", "/" + "x" * 3000])
def test_a_form_is_not_kept_for_a_page_of_somebody_else(browse, gp, path):
    client = browse(gp)
    hidden = opened(client, "/")

    client.post(reverse("accounts:keep"), {**hidden, "q": WORDS}, query_params={"path": path[:1500]})

    assert not KeptForm.objects.exclude(path__startswith="/x").exists()


def test_what_is_not_wanted_is_thrown_away(browse, gp):
    client = browse(gp)
    client.post(f"{reverse('accounts:keep')}?path=/people/search/", {**opened(client, "/"), "q": WORDS})

    client.post(reverse("accounts:kept_drop", args=[KeptForm.objects.get().pk]))

    assert not KeptForm.objects.exists()


# --- Two windows, two roles ------------------------------------------------------------------------------------------


@pytest.fixture
def other_role(gp, scheme):
    return factories.MembershipFactory(
        user=gp, role=Role.SCHEME_COORDINATOR, scheme_id=scheme.pk, place_label="Wolds", starts_on=NOW.date()
    )


def test_a_form_opened_as_one_role_is_not_done_as_another(browse, gp, other_role):
    client = browse(gp)
    hidden = opened(client, "/")
    client.post(reverse("accounts:act_as", args=[other_role.pk]), hidden)

    response = search(client, hidden)

    assert response.status_code == 409
    page = response.content.decode()
    assert "You changed role meanwhile" in page
    assert "Go back to it as Prescriber, Elm Surgery" in page


def test_and_what_was_typed_is_kept_with_a_way_back(browse, gp, other_role):
    client = browse(gp)
    hidden = opened(client, "/")
    client.post(reverse("accounts:act_as", args=[other_role.pk]), hidden)
    search(client, hidden)

    client.post(reverse("accounts:kept_open", args=[KeptForm.objects.get().pk]))

    assert "Prescriber, Elm Surgery" in client.get("/").content.decode()


def test_switching_and_signing_out_work_from_a_window_of_the_other_role(browse, gp, other_role):
    client = browse(gp)
    hidden = opened(client, "/")
    first = gp.acting.pk
    client.post(reverse("accounts:act_as", args=[other_role.pk]), hidden)

    assert client.post(reverse("accounts:act_as", args=[first]), hidden).status_code == 302
    assert client.post(reverse("account_logout"), hidden).status_code == 302


def test_a_part_of_a_page_says_it_in_a_header(browse, gp, other_role):
    client = browse(gp)
    hidden = opened(client, "/")
    client.post(reverse("accounts:act_as", args=[other_role.pk]), hidden)

    response = client.post(reverse("patients:search"), {"q": "x"}, headers={"X-As-Whom": hidden["as_whom"]})

    assert response.status_code == 409


def test_a_form_of_an_old_session_in_another_window_is_refused_and_kept(gp):
    client = Client(enforce_csrf_checks=True)
    browser = Client()
    sign_in(browser, gp)
    browser.get("/")
    hidden = opened(browser, "/")
    client.cookies = browser.cookies

    response = client.post(reverse("patients:search"), {**hidden, "q": WORDS, "csrfmiddlewaretoken": "x" * 64})

    assert response.status_code == 403
    assert "What you typed is kept" in response.content.decode()
