"""Pages of what is exchanged: the lists, one person's, one place's, how everybody is reached; every press of them."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import RecordView
from episodes import actions
from episodes.exchange import Following
from episodes.models import ContactRoute, Exchange
from episodes.queries import ShowExchanges, ShowRoutes
from tests import factories
from tests.episodes.exchanges.conftest import SAID, place_of


def text(response):
    return " ".join(response.content.decode().split())


def page(name, *args):
    return reverse(f"episodes:{name}", args=args)


def day(name, value):
    return {f"{name}_{part}": getattr(value, part) for part in ("day", "month", "year")}


ENTERED = {
    "direction": "sent",
    "how": "letter",
    "kind": "progress",
    "what": "Comes every week",
    **day("day", date(2026, 3, 16)),
}


def test_a_key_worker_logs_a_letter_and_the_gp_says_it_arrived(browse, episode, key_worker, gp, practice, patient):
    client = browse(key_worker)
    asked = client.get(page("exchange_new", episode.pk))
    assert "Elm Surgery, nobody by name" in text(asked)
    assert "Dr Greta Ash (GP)" in text(asked)

    other = f"{practice.pk}:{gp.professionals.get().pk}"
    shown = client.post(page("exchange_new", episode.pk), {**ENTERED, "other": other}, follow=True)

    assert "waits until the other side says that it arrived" in text(shown)
    assert "Not acknowledged yet" in text(shown)
    reader = browse(gp)
    assert "exchange that waits for your acknowledgement" in text(reader.get(reverse("today")))
    listed = reader.get(page("silence"), {"show": "mine"})
    assert patient.name in text(listed)
    assert RecordView.objects.filter(user=gp, page="Waiting for our acknowledgement").exists()
    pressed = reader.post(page("exchange_acknowledge", Exchange.objects.get().pk), {"show": "mine"}, follow=True)
    assert pressed.redirect_chain[-1][0] == page("silence") + "?show=mine"
    assert "Everything that was sent to you is acknowledged." in text(pressed)
    assert "Acknowledged By Dr Greta Ash" in text(client.get(page("exchanges_of", episode.pk))).replace(
        "</strong><br>", " "
    )


def test_a_place_that_takes_no_part_is_said_to_see_nothing_and_is_given_no_access(browse, episode, key_worker, scheme):
    hospital = factories.OrganisationFactory(name="The Infirmary")
    factories.ParticipationFactory(scheme=scheme, organisation=hospital)

    shown = browse(key_worker).post(page("exchange_new", episode.pk), {**ENTERED, "other": hospital.pk}, follow=True)

    assert "The Infirmary cannot see it here" in text(shown)
    assert not episode.patient.care_links.filter(organisation=hospital).exists()


def test_what_is_wrong_comes_back_with_every_word(browse, episode, key_worker, practice):
    answer = browse(key_worker).post(
        page("exchange_new", episode.pk), {**ENTERED, "other": practice.pk, "next_action": "Ring their sister"}
    )

    assert answer.status_code == 422
    assert "Choose who does it." in text(answer)
    assert "Ring their sister" in text(answer)
    assert "Comes every week" in text(answer)


@pytest.mark.parametrize("other", ["", "scheme", "made-up", "00000000-0000-0000-0000-000000000000", "a:b"])
def test_nobody_is_chosen_who_was_not_offered(browse, episode, coordinator, other):
    answer = browse(coordinator).post(page("exchange_new", episode.pk), {**ENTERED, "other": other})

    assert answer.status_code == 422
    assert not Exchange.objects.exists()


def test_the_second_press_is_told_who_was_first(browse, letter, gp, nurse):
    actions.acknowledge_exchange(exchange=letter, by=nurse)

    shown = browse(gp).post(page("exchange_acknowledge", letter.pk), follow=True)

    assert "Noor Nurse acknowledged this already" in text(shown)


def test_a_sender_puts_on_record_who_told_them(browse, letter, key_worker):
    client = browse(key_worker)
    assert "Who told you that it arrived" in text(client.get(page("exchange_told", letter.pk)))

    shown = client.post(page("exchange_told", letter.pk), {"told_how": "The receptionist"}, follow=True)

    assert "The receptionist" in text(shown)
    again = client.post(page("exchange_told", letter.pk), {"told_how": "The receptionist"})
    assert again.status_code == 422


def test_a_mistake_is_struck_out_with_its_reason(browse, letter, key_worker, gp):
    assert browse(gp).get(page("exchange_withdraw", letter.pk)).status_code == 403

    shown = browse(key_worker).post(
        page("exchange_withdraw", letter.pk), {"reason": "About somebody else"}, follow=True
    )

    assert "<del>" in text(shown)
    assert "About somebody else" in text(shown)


def test_what_is_to_be_done_next_is_on_the_list_until_it_is_done(browse, episode, gp, key_worker):
    following = Following("Ring their sister", gp, date(2026, 3, 16))
    made = actions.log_exchange(
        episode=episode,
        direction="sent",
        other=place_of(key_worker),
        how="telephone",
        by=gp,
        following=following,
        **SAID,
    )
    client = browse(gp)
    assert "Ring their sister" in text(client.get(page("silence"), {"show": "actions"}))

    shown = client.post(page("exchange_done", made.pk), {"show": "actions"}, follow=True)

    assert "Nothing is to be done next." in text(shown)
    assert "Done by Dr Greta Ash" in text(client.get(page("exchanges_of", episode.pk)))
    assert "did this already" in text(client.post(page("exchange_done", made.pk), follow=True))


def test_a_contact_with_a_place_is_logged_and_stands_on_its_log(browse, coordinator, practice, scheme):
    factories.ParticipationFactory(scheme=scheme, organisation_id=practice.pk)
    client = browse(coordinator)
    assert "Elm Surgery" in text(client.get(page("silence"), {"show": "places"}))
    asked = client.get(page("contact_new"), {"with": practice.pk})
    assert f'<option value="{practice.pk}" selected' in text(asked)

    entered = {
        **ENTERED,
        "kind": "arrangements",
        "how": "meeting",
        "other": practice.pk,
        "what": "A new prescription clerk",
    }
    shown = client.post(page("contact_new"), entered, follow=True)

    assert shown.redirect_chain[-1][0] == page("contacts", practice.pk)
    assert "A new prescription clerk" in text(shown)
    assert "Every place was contacted lately." in text(client.get(page("silence"), {"show": "places"}))
    own = Exchange.objects.get()
    withdrawn = client.post(page("exchange_withdraw", own.pk), {"reason": "Another practice"}, follow=True)
    assert withdrawn.redirect_chain[-1][0] == page("contacts", practice.pk)


def test_a_place_finds_its_own_log_only(browse, gp, practice):
    client = browse(gp)

    assert client.get(page("contacts", practice.pk)).status_code == 200
    assert client.get(page("contacts", factories.OrganisationFactory().pk)).status_code == 404


@pytest.mark.parametrize("show", ["", *ShowExchanges.values, "?"])
def test_every_list_opens_even_when_it_is_empty(browse, coordinator, member, show):
    assert browse(coordinator).get(page("silence"), {"show": show}).status_code == 200
    assert browse(member).get(page("silence"), {"show": show}).status_code == 200


def test_the_person_page_says_what_was_exchanged_last(browse, letter, gp, patient):
    shown = text(browse(gp).get(reverse("person", args=[patient.pk])))

    assert "Last exchange on 16 March 2026, 0 days ago." in shown
    assert "It arrived" in shown


def test_the_person_page_says_when_nothing_ever_was(browse, episode, gp, patient):
    assert "Nothing exchanged in 380 days of shared care." in text(browse(gp).get(reverse("person", args=[patient.pk])))


def test_a_way_to_reach_a_place_is_added_tried_changed_and_removed(browse, nurse, gp, practice, scheme):
    factories.ParticipationFactory(scheme=scheme, organisation_id=practice.pk)
    client = browse(nurse)
    assert "Nobody has said how the place itself is reached." in text(client.get(page("routes"), {"show": "due"}))
    assert "Dr Greta Ash" in text(client.get(page("route_new", practice.pk)))

    entered = {"direct_line": "01632 960 001", "professional": "", "hours": "Weekdays 9am to 5pm", "deputy": "Sam"}
    shown = client.post(page("route_new", practice.pk), entered, follow=True)

    assert "01632 960 001" in text(shown)
    made = ContactRoute.objects.get()
    form = client.get(page("route_change", made.pk)).context["form"]
    sent = {**entered, "direct_line": "", "version": form.initial["version"]}
    assert "without one nobody is reached" in text(client.post(page("route_change", made.pk), sent))
    changed = client.post(page("route_change", made.pk), {**sent, "secure_email": "desk@example.org"}, follow=True)
    assert "desk@example.org" in text(changed)
    tried = client.post(page("route_verify", made.pk), {"show": "due"}, follow=True)
    assert "Every way to reach people was tried lately." in text(tried)
    client.post(page("route_remove", made.pk))
    assert not ContactRoute.objects.exists()


def test_the_line_of_a_colleague_is_kept_beside_the_places_own(browse, nurse, gp, practice, scheme):
    factories.ParticipationFactory(scheme=scheme, organisation_id=practice.pk)
    client = browse(nurse)
    theirs = {"professional": gp.professionals.get().pk, "direct_line": "01632 960 002"}

    shown = client.post(page("route_new", practice.pk), theirs, follow=True)

    assert "Dr Greta Ash</strong>: 01632 960 002" in text(shown)
    assert "Nobody has said how the place itself is reached." in text(shown)


@pytest.mark.parametrize("show", ["", *ShowRoutes.values, "?"])
def test_the_list_of_routes_opens_for_everybody(browse, member, pharmacist, show):
    for user in (member, pharmacist):
        assert browse(user).get(page("routes"), {"show": show}).status_code == 200


def test_a_stranger_finds_nothing(browse, letter, episode, stranger):
    client = browse(stranger)
    for address in (
        page("exchanges_of", episode.pk),
        page("exchange_new", episode.pk),
        page("exchange_told", letter.pk),
    ):
        assert client.get(address).status_code == 404
