"""What messages say, how long they are, and that they give nothing away."""

import pytest

from patients.models import Patient
from practices.models import Practice
from recall import disclosure, lengths, links, readability, variants, wording
from recall.models import Kind, Wording

PRACTICE = Practice(name="Elm Surgery", telephone="01632 960001", address=["1 Mill Lane"], postcode="ZZ99 9ZZ")
PATIENT = Patient(
    given_name="Alex", family_name="Stone", mobile="07700 900001", email="alex@example.org",
    address=["2 Mill Lane", ""], postcode="ZZ99 9ZZ", nhs_number="9990000018",
)  # fmt: skip


@pytest.mark.parametrize(("kind", "is_reminder"), wording.DEFAULTS)
def test_no_message_that_ships_gives_anything_away(kind, is_reminder):
    subject, body = wording.DEFAULTS[kind, is_reminder]
    channel = "letter" if kind == Kind.EASY_READ else kind

    message = wording.compose(
        channel=channel, wording=Wording(kind=kind, subject=subject, body=body), patient=PATIENT, practice=PRACTICE
    )

    said = f"{message.subject}\n{message.body}"
    assert disclosure.disclosing_words(said) == []
    assert not disclosure.has_link(said)
    assert readability.reading_age(wording.as_read(f"{subject}\n{body}")) <= readability.OLDEST
    assert not disclosure.looks_like_nhs_number(said)
    assert "01632 960001" in said
    assert "{" not in said


@pytest.mark.parametrize("is_reminder", [False, True])
def test_a_text_that_ships_is_one_text_for_a_practice_with_an_ordinary_name(is_reminder):
    kept = wording.compose(
        channel="sms", wording=Wording(kind="sms", body=wording.DEFAULTS[Kind.SMS, is_reminder][1]), patient=PATIENT,
        practice=PRACTICE,
    ).body  # fmt: skip
    body = kept.replace(links.MARK, links.longest("https://care.example.org"))

    assert lengths.measure(body).segments == 1
    assert PATIENT.given_name not in body


def test_a_letter_is_addressed_line_by_line():
    message = wording.compose(
        channel="letter", wording=Wording(kind="letter", body=""), patient=PATIENT, practice=PRACTICE
    )

    assert message.to.split("\n") == ["Alex Stone", "2 Mill Lane", "ZZ99 9ZZ"]


LARGE, EASY = "large_print", "easy_read"
VARIANTS = [
    # What there is, channel, format and language, and what is taken.
    ([("sms", ""), ("letter", "")], "sms", EASY, "", ("sms", "")),
    ([("letter", "")], "letter", "standard", "", ("letter", "")),
    ([("letter", ""), ("easy_read", "")], "letter", EASY, "", ("easy_read", "")),
    ([("letter", ""), ("large_print", "")], "letter", LARGE, "", ("large_print", "")),
    ([("letter", ""), ("easy_read", "")], "letter", LARGE, "", ("letter", "")),
    ([("letter", ""), ("letter", "polish")], "letter", "standard", " Polish ", ("letter", "polish")),
    ([("letter", ""), ("letter", "polish")], "letter", "standard", "English", ("letter", "")),
    ([("letter", ""), ("letter", "polish")], "letter", "standard", "Urdu", ("letter", "")),
    ([("letter", ""), ("easy_read", ""), ("letter", "polish")], "letter", EASY, "polish", ("letter", "polish")),
    ([("letter", ""), ("easy_read", ""), ("easy_read", "polish")], "letter", EASY, "polish", ("easy_read", "polish")),
    ([("sms", ""), ("sms", "polish")], "sms", "standard", "POLISH", ("sms", "polish")),
]  # fmt: skip


@pytest.mark.parametrize(("there_are", "channel", "form", "spoken", "taken"), VARIANTS)
def test_each_attempt_takes_the_nearest_wording_there_is(there_are, channel, form, spoken, taken):
    assert variants.chosen(there_are, kind=variants.wanted(channel, form), spoken=spoken) == taken


def test_without_the_plain_wording_there_is_none():
    with pytest.raises(KeyError):
        variants.chosen([("letter", "polish")], kind=Kind.LETTER, spoken="")


LENGTHS = [
    ("a" * 160, 160, 1),
    ("a" * 161, 161, 2),
    ("a" * 306, 306, 2),
    ("a" * 307, 307, 3),
    ("€" * 80, 160, 1),
    ("€" * 81, 162, 2),
    ("ŵ" * 70, 70, 1),
    ("ŵ" * 71, 71, 2),
    ("ŵ" * 135, 135, 3),
    ("è" * 160, 160, 1),
    ("“Curly” – dashes…", 19, 1),
]


@pytest.mark.parametrize(("text", "characters", "segments"), LENGTHS)
def test_a_text_is_as_long_as_notify_counts_it(text, characters, segments):
    assert lengths.measure(text) == lengths.Length(characters, segments)


@pytest.mark.parametrize(
    ("typed", "arrives"), [("café ō", "café o"), ("tea 🙂", "tea ?"), ("Tŷ’r Bont", "Tŷ'r Bont"), ("a\u00a0b", "a b")]
)
def test_a_text_arrives_in_the_letters_phones_know(typed, arrives):
    assert lengths.as_sent(typed) == arrives


def test_a_text_may_be_too_long():
    assert lengths.measure("a" * 919).is_too_long


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Your METHADONE is ready", ["METHADONE"]),
        ("about your prescriptions", ["prescriptions"]),
        ("your key  worker", ["key  worker"]),
        ("Elm Surgery would like to see you", []),
        ("a scripture reading", ["scripture"]),
    ],
)
def test_words_that_give_something_away_are_found(text, found):
    assert disclosure.disclosing_words(text) == found


def test_a_telephone_number_is_no_nhs_number():
    assert not disclosure.looks_like_nhs_number("Ring 01632 960001 or 0300 123 4567")
    assert disclosure.looks_like_nhs_number("999 000 0018")


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("please", 1), ("telephone", 3), ("arrange", 2), ("appointment", 3), ("the", 1), ("I’m", 1),
     ("wanted", 2), ("table", 2), ("queue", 1), ("mmm", 1)],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_said(word, count):
    assert readability.syllables(word) == count


@pytest.mark.parametrize(
    ("text", "youngest", "oldest"),
    [
        ("", 0, 0),
        ("12 34", 0, 0),
        ("We would like to see you. Please ring us.", 5, 7),
        ("Please make an appointment with your practice so that we can talk about how you are.", 9, 12),
        ("Individuals are respectfully requested to telephone administration regarding availability.", 18, 40),
    ],
)
def test_how_old_a_reader_must_be(text, youngest, oldest):
    assert youngest <= readability.reading_age(text) <= oldest


@pytest.mark.parametrize(
    ("typed", "words"),
    [("Methadone\n\n  key   worker \nmethadone\n*\n", ("methadone", "key worker")), ("", ()), ("a*", ("a*",))],
)
def test_a_list_of_words_is_read_line_by_line(typed, words):
    assert disclosure.words_of(typed) == words


def test_a_scheme_has_its_own_words_that_no_message_says():
    words = disclosure.words_of("the hub\nrecover*")

    assert disclosure.disclosing_words("Come to The  Hub, where people recovered", words) == ["The  Hub", "recovered"]
    assert disclosure.disclosing_words("methadone", words) == []
    assert disclosure.disclosing_words("methadone", ()) == []
    assert disclosure.disclosing_words("xaybz", disclosure.words_of("a.b")) == []
