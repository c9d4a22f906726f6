"""Answers that people give themselves: links, codes on slips, texts; what is told to nobody, and what is never lost."""

from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.origin import Origin
from audit import wall
from audit.models import Event
from recall import actions, codes, delivery, links, replies
from recall.models import Answer, Concern, Invitation, InvitationAttempt, ReplyLink, UnreadText
from recall.queries import statements
from tests import factories
from tests.recall import cast

TODAY = date(2026, 3, 16)
BORN = date(1984, 5, 6)
HERE = Origin("192.0.2.7")
RIGHT = {"born_on_day": "6", "born_on_month": "5", "born_on_year": "1984"}
WRONG = {**RIGHT, "born_on_day": "7"}


@pytest.fixture
def person(scheme, practice):
    return cast.due(scheme, practice, mobile="07700 900001", born_on=BORN, given_name="Tess")


@pytest.fixture
def gateway():
    return cast.FakeGateway()


@pytest.fixture
def campaign(person, coordinator, gateway):
    made = cast.launch(coordinator)
    delivery.drain(gateway=gateway)
    return made


@pytest.fixture
def token(campaign, gateway):
    """The link as the person's phone shows it."""
    ((_, message),) = gateway.taken
    return message.body.rpartition(links.PATH)[2]


@pytest.fixture
def phone():
    """Somebody's phone, on which nobody is signed in; as a browser, it checks that forms are ours."""
    return Client(enforce_csrf_checks=False)


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def page_of(token):
    return reverse("reply", args=[token])


def words(response, status=200):
    assert response.status_code == status, response.status_code
    return response.content.decode()


# --- Links -----------------------------------------------------------------------------------------------------------


def test_a_link_is_unguessable_and_the_database_does_not_know_it(token, campaign):
    attempt = InvitationAttempt.objects.get()

    assert len(token) * 6 >= 128
    assert token not in attempt.body
    assert links.MARK in attempt.body
    assert ReplyLink.objects.get().token_hash == links.hashed(token)
    assert links.token(attempt.pk, "another secret") != token


def test_a_second_try_of_a_message_carries_the_same_link(person, coordinator):
    campaign = cast.launch(coordinator)
    (attempt,) = actions.claim_due(campaign=campaign, channels=("sms",), limit=1)
    actions.record_outcome(attempt_id=attempt.pk, token=attempt.token, outcome=delivery.Unknown("lost"))
    actions.record_absence(attempt_id=attempt.pk)
    InvitationAttempt.objects.update(not_before=timezone.now())
    actions.claim_due(campaign=campaign, channels=("sms",), limit=1)

    assert ReplyLink.objects.count() == 1


def test_the_page_says_nothing_before_the_date_of_birth_and_looking_changes_nothing(token, phone, person):
    page = words(phone.get(page_of(token)))

    for told in ("Tess", person.family_name, "Elm Surgery", "review", "appointment", "SharedCare", "shared care"):
        assert told not in page
    assert not Answer.objects.exists()
    assert ReplyLink.objects.open_at(timezone.now()).exists()


def test_a_person_answers_on_their_phone_once(token, phone, campaign, person):
    choices = words(phone.post(page_of(token), RIGHT))
    assert "Please ring me" in choices
    assert "Tess" not in choices
    proof = choices.partition('name="proof" value="')[2].partition('"')[0]

    assert "Thank you" in words(phone.post(page_of(token), {"proof": proof, "response": "not_now:28"}))

    answer = Answer.objects.get()
    assert (answer.response, answer.source, answer.recorded_by) == ("not_now", "reply_page", None)
    assert answer.ask_again_on == TODAY + timedelta(days=28)
    event = Event.objects.get(kind="recall.answer_recorded")
    assert (event.by, event.process, event.patient_id) == (None, "recall.reply_page", person.pk)
    again = phone.post(page_of(token), {"proof": proof, "response": "declined"})
    assert "This link opens nothing" in words(again, 404)
    assert Answer.objects.count() == 1


def test_an_answer_without_the_date_of_birth_is_not_taken(token, phone):
    for proof in ("", "made-up", "x" * 300):
        page = words(phone.post(page_of(token), {"proof": proof, "response": "declined"}), 422)
        assert "date of birth" in page

    assert not Answer.objects.exists()


def test_a_proof_holds_for_a_quarter_of_an_hour_and_for_its_own_link(token, phone, clock):
    proof = words(phone.post(page_of(token), RIGHT)).partition('name="proof" value="')[2].partition('"')[0]
    clock.shift(timedelta(minutes=16))

    assert "date of birth" in words(phone.post(page_of(token), {"proof": proof, "response": "declined"}), 422)


def test_an_answer_nobody_offered_is_not_taken(token, phone):
    proof = words(phone.post(page_of(token), RIGHT)).partition('name="proof" value="')[2].partition('"')[0]

    words(phone.post(page_of(token), {"proof": proof, "response": "deceased"}), 422)

    assert not Answer.objects.exists()
    with pytest.raises(ValidationError):
        actions.answer_by_link(link_id=ReplyLink.objects.get().pk, response="deceased")


def test_a_few_wrong_dates_close_the_link_for_good(token, phone, clock):
    for _ in range(links.WRONG_TRIES - 1):
        assert "does not open" in words(phone.post(page_of(token), WRONG), 422)
    assert "This link opens nothing" in words(phone.post(page_of(token), WRONG), 404)

    clock.shift(timedelta(days=1))
    assert "This link opens nothing" in words(phone.post(page_of(token), RIGHT), 404)


def test_one_address_cannot_try_many_links(token, campaign):
    for number in range(20):
        with pytest.raises(ValidationError, match="opens nothing"):
            actions.knock(token=f"made-up-{number}", born_on=BORN, origin=HERE)

    with pytest.raises(ValidationError, match="Try again in"):
        actions.knock(token=token, born_on=BORN, origin=HERE)
    assert actions.knock(token=token, born_on=BORN, origin=Origin("198.51.100.9"))


@pytest.mark.parametrize("typed", [{}, {**RIGHT, "born_on_year": "84"}, {**RIGHT, "born_on_month": "13"}])
def test_what_is_no_date_is_no_try(token, phone, typed):
    words(phone.post(page_of(token), typed or {"born_on_day": ""}), 422)

    assert ReplyLink.objects.get().wrong_tries == 0


@pytest.mark.parametrize("made_up", ["x", "a" * 500, "%00", "..", "é"])
def test_a_made_up_link_opens_nothing(db, phone, made_up):
    assert phone.get(f"/r/{made_up}").status_code in (400, 404)


def test_a_link_runs_out(token, phone, clock):
    clock.shift(links.LASTS)

    assert "This link opens nothing" in words(phone.get(page_of(token)), 404)


def test_a_link_of_a_campaign_that_was_stopped_takes_nothing(token, phone, campaign, coordinator):
    actions.stop_campaign(campaign=campaign, by=coordinator)

    assert "does not open" in words(phone.post(page_of(token), RIGHT), 422)


def test_whoever_is_not_meant_says_so_and_nobody_is_told_anything(token, phone, person):
    assert "Thank you" in words(phone.post(page_of(token), {"not_mine": "yes"}))

    assert Concern.objects.get().patient == person
    assert "This link opens nothing" in words(phone.get(page_of(token)), 404)


def test_somebody_of_staff_who_opens_a_link_stands_where_everybody_stands(token, browse, nurse):
    assert "To keep this private" in words(browse(nurse).get(page_of(token)))


def test_a_link_answers_in_its_own_scheme_only(token, phone, person):
    elsewhere = factories.SchemeFactory()
    with wall.within(elsewhere.pk):
        link = actions.knock(token=token, born_on=BORN, origin=HERE)
        actions.answer_by_link(link_id=link.pk, response="ring_me")
        assert not Answer.objects.exists()

    assert Answer.objects.get().invitation.patient == person


def test_the_log_does_not_keep_a_link(token, rf):
    from ui.requests import LoggedMiddleware

    assert LoggedMiddleware.format_request(rf.get(page_of(token))) == "GET /r/…"


def test_a_name_is_never_a_template(scheme, practice, coordinator, gateway):
    cast.due(scheme, practice, mobile="", email="x@example.org")
    practice.name = "Elm {telephone} {reply_link} ⟪link⟫\r\nBcc: all@example.org"
    practice.save()
    cast.launch(coordinator)
    delivery.drain(gateway=gateway)

    ((_, message),) = gateway.taken
    assert "Elm {telephone} {reply_link} link Bcc: all@example.org" in message.body
    assert message.body.count(links.PATH) == 1
    assert "\n" not in message.subject


# --- Codes on slips --------------------------------------------------------------------------------------------------


@given(st.uuids())
def test_a_code_leads_back_to_its_letter(key):
    first, last = codes.bounds(codes.code_of(key))

    assert first <= key <= last


@given(st.uuids(), st.integers(0, 9), st.sampled_from(codes.ALPHABET))
def test_one_character_typed_wrong_is_found(key, place, other):
    code = codes.code_of(key).replace("-", "")
    wrong = code[:place] + other + code[place + 1 :]

    if wrong != code:
        with pytest.raises(ValidationError, match="Check the code"):
            codes.bounds(wrong)


@given(st.uuids())
def test_a_code_is_typed_in_any_way_and_has_no_letter_that_is_mistaken(key):
    code = codes.code_of(key)

    assert not set(code) & set("01ILOAEU")
    assert codes.bounds(f" {code.lower().replace('-', ' ')} ") == codes.bounds(code)


@pytest.mark.parametrize("typed", ["", "BCDFG", "BCDFG-2345A", "Z" * 10, "é" * 10, "B" * 5_000])
def test_what_is_no_code_is_said_so(typed):
    with pytest.raises(ValidationError, match="Check the code"):
        codes.bounds(typed)


def test_letters_a_million_do_not_share_codes():
    assert codes.code_of(UUID(int=1 << 127)) != codes.code_of(UUID(int=(1 << 127) + (1 << 85)))


def test_slips_are_typed_one_after_another(scheme, practice, coordinator, nurse, browse):
    cast.due(scheme, practice)
    cast.launch(coordinator)
    delivery.drain(gateway=cast.FakeGateway())
    attempt = InvitationAttempt.objects.get()
    code = codes.code_of(attempt.pk)
    assert f"Your code: {code}" in attempt.body
    browser, slips = browse(nurse), reverse("recall:slips")

    assert "Check the code" in words(browser.post(slips, {"code": "BCDFG-23455", "response": "declined"}), 422)
    page = words(browser.post(slips, {"code": code, "response": "declined"}, follow=True))

    assert "The answer is recorded: does not want a review." in page
    answer = Answer.objects.get()
    assert (answer.response, answer.source) == ("declined", "slip")


def test_a_code_of_somebody_out_of_sight_is_no_code(scheme, nurse, coordinator):
    cast.due(scheme, factories.PracticeFactory())
    cast.launch(coordinator)
    code = codes.code_of(InvitationAttempt.objects.get().pk)

    with pytest.raises(ValidationError, match="No letter"):
        actions.answer_by_slip(code=code, response="declined", answered_on=TODAY, by=nurse)


# --- Texts -----------------------------------------------------------------------------------------------------------


READINGS = [
    ("YES", "ring_me"), ("Yes please!", "ring_me"), ("ok thanks", "ring_me"), ("call me", "ring_me"),
    ("Can you ring me back please", "ring_me"), ("Please call", "ring_me"), ("Hi, call me back x", "ring_me"),
    ("No", "declined"), ("no thank you", "declined"), ("I don't want to come", "declined"),
    ("I don’t want it", "declined"), ("Not interested", "declined"),
    ("STOP", "stop"), ("stop.", "stop"), ("  Stop \n", "stop"), ("unsubscribe", "stop"), ("Please stop", "stop"),
    ("STOP texting me", "stop"), ("opt-out", "stop"),
    ("later", "not_now"), ("Not now please", "not_now"), ("Not at the moment", "not_now"), ("maybe later", "not_now"),
    ("Already booked", "booked"), ("I've booked", "booked"), ("I have an appointment", "booked"),
    ("wrong number", "wrong_person"), ("Who is this?", "wrong_person"),
    ("I've moved", "moved"), ("changed surgery", "moved"),
    ("He has died", "deceased"), ("mum passed away", "deceased"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READINGS)
def test_what_a_text_plainly_says(text, expected):
    reading = replies.read(text)

    assert reading is not None
    assert reading.response == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "?", "👍", "I would but my mum died", "yes but not the mornings", "no I never said that", "Stop the world",
        "can I come on Tuesday", "I can't stop taking them", "a" * 2_000, "yes no", "\x00", "no number here",
    ],
)  # fmt: skip
def test_what_is_not_plain_is_for_a_person(text):
    assert replies.read(text) is None


@given(st.text())
def test_no_text_is_too_odd_to_be_read(text):
    replies.read(text)


def heard(scheme, text, number="+447700900001"):
    return actions.answer_by_text(scheme_id=scheme.pk, number=number, text=text, received_at=timezone.now())


def test_a_text_becomes_an_answer(campaign, scheme, person):
    came = heard(scheme, "Not now pls")

    assert came.answer.source == "sms"
    assert came.answer.ask_again_on == TODAY + timedelta(days=28)
    assert came.answer.invitation.patient == person


def test_stop_stops_every_message_and_somebody_records_the_wish(campaign, scheme, person):
    heard(scheme, "Stop")

    assert Concern.objects.get().patient == person
    assert statements.verdicts_of(campaign, [person.pk], TODAY)[person.pk][0] == "looked_into"


def test_a_text_that_is_not_plain_waits_for_somebody_to_read_it(campaign, scheme, person, nurse, browse):
    assert heard(scheme, "Is it about my results?").unread.patient == person
    browser = browse(nurse)

    page = words(browser.get(reverse("recall:texts")))
    assert "Is it about my results?" in page
    read = browser.post(reverse("recall:text_read", args=[UnreadText.objects.get().pk]), follow=True)

    assert "Every text that came back has been dealt with" in words(read)
    with pytest.raises(ValidationError, match="already"):
        actions.read_text(text=UnreadText.objects.get(), by=nurse)


@pytest.mark.parametrize("number", ["07700900999", "not a number", "", "1" * 300])
def test_a_text_of_nobody_known_is_for_whoever_runs_the_campaign(campaign, scheme, nurse, coordinator, browse, number):
    assert heard(scheme, "Yes", number).unread.patient is None

    assert "Not known" in words(browse(coordinator).get(reverse("recall:texts")))
    assert "has been dealt with" in words(browse(nurse).get(reverse("recall:texts")))


def test_a_phone_that_two_people_share_answers_for_neither(scheme, practice, coordinator, person):
    cast.due(scheme, practice, mobile="07700900001")
    cast.launch(coordinator)
    delivery.drain(gateway=cast.FakeGateway())

    came = heard(scheme, "no thanks")

    assert (came.answer, came.unread.patient) == (None, None)


def test_a_text_to_a_campaign_that_has_ended_is_read_by_somebody(campaign, scheme, coordinator):
    actions.stop_campaign(campaign=campaign, by=coordinator)

    assert heard(scheme, "yes").unread.text == "yes"
    assert Invitation.objects.get().answers.count() == 0
