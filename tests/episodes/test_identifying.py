"""What in a text points to a person, however it is written; and what does not."""

from datetime import date

import pytest

from episodes.identifying import Kind, Particulars, identifying

ALEX = Particulars(
    names=["Alex", "O'Brannigan-Łączyńska"],
    born_on=date(1980, 5, 7),
    nhs_number="9990000018",
    address=["2 Mill Lane", "Woldham"],
    postcode="ZZ99 3AB",
)

CERTAIN = [
    ("Her number is 999 000 0018.", Kind.NHS_NUMBER, "999 000 0018"),
    ("NHS9990000018", Kind.NHS_NUMBER, "9990000018"),
    ("no 999-000-0018 x", Kind.NHS_NUMBER, "999-000-0018"),
    ("born 7 May 1980", Kind.BORN_ON, "7 May 1980"),
    ("born on the 7th of may 1980,", Kind.BORN_ON, "7th of may 1980"),
    ("May 7, 1980", Kind.BORN_ON, "May 7, 1980"),
    ("07/05/1980", Kind.BORN_ON, "07/05/1980"),
    ("7.5.80", Kind.BORN_ON, "7.5.80"),
    ("DOB 07-05-80", Kind.BORN_ON, "07-05-80"),
    ("1980-05-07", Kind.BORN_ON, "1980-05-07"),
    ("lives in zz993ab now", Kind.POSTCODE, "zz993ab"),
    ("ZZ99 3AB", Kind.POSTCODE, "ZZ99 3AB"),
]
DOUBTFUL = [
    ("Alex missed two doses", Kind.NAME, "Alex"),
    ("ALEX’s sister", Kind.NAME, "ALEX"),
    ("Mr O’Brannigan", Kind.NAME, "Brannigan"),
    ("Ms Laczynska was seen", Kind.NAME, "Laczynska"),
    ("O'Brannigan-Łączyńska", Kind.NAME, "O'Brannigan-Łączyńska"),
    ("O Brannigan Laczynska", Kind.NAME, "O Brannigan Laczynska"),
    ("moved to 2, Mill Lane", Kind.ADDRESS, "2, Mill Lane"),
    ("from Mill  Lane", Kind.ADDRESS, "Mill  Lane"),
    ("in woldham", Kind.ADDRESS, "woldham"),
    ("the clinic at HX1 2BB", Kind.POSTCODE, "HX1 2BB"),
    ("ring 07700 900123", Kind.CONTACT, "07700 900123"),
    ("write to somebody@example.org", Kind.CONTACT, "somebody@example.org"),
]
NOTHING = [
    "A woman in her forties missed two doses before a bank holiday.",
    "Give 60 mg on days 1 to 10, then 1234567890 is no number of anybody.",
    "Alexandra and Malex are other names, and Millers Lanes is no street.",
    "Review within 72 hours, on 7 June 1980 or 5 July 1980.",
    "The 2019 orange guidelines, section 4.5.2, page 112",
]


@pytest.mark.parametrize(("text", "kind", "words"), CERTAIN)
def test_what_can_mean_nobody_else_is_certain(text, kind, words):
    found = [each for each in identifying(text, ALEX) if each.certain]

    assert [(each.kind, each.words) for each in found] == [(kind, words)]


@pytest.mark.parametrize(("text", "kind", "words"), DOUBTFUL)
def test_what_may_be_an_ordinary_word_is_asked_about(text, kind, words):
    found = identifying(text, ALEX)

    assert (kind, words) in [(each.kind, each.words) for each in found]
    assert not any(each.certain for each in found)


@pytest.mark.parametrize("text", NOTHING)
def test_what_points_to_nobody_is_left_alone(text):
    assert identifying(text, ALEX) == []


def test_a_text_about_nobody_is_searched_for_numbers_all_the_same():
    found = identifying("Somebody at HX1 2BB, 999 000 0018, born 7 May 1980", None)

    assert [(each.kind, each.certain) for each in found] == [(Kind.NHS_NUMBER, True), (Kind.POSTCODE, False)]


def test_each_is_said_once_and_what_is_certain_comes_first():
    found = identifying("Alex, alex, ALEX: 9990000018", ALEX)

    assert [each.in_words for each in found] == ["“9990000018” (NHS number)", "“Alex” (name)"]


def test_a_short_name_is_found_as_a_word_of_its_own():
    person = Particulars(names=["Jo", "Ng"], born_on=date(1990, 1, 1))

    assert [each.words for each in identifying("Jo Ng sang along", person)] == ["Jo", "Ng"]
