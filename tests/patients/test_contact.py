"""How somebody may be reached."""

import pytest
from django.core.exceptions import ValidationError

from patients import contact


@pytest.mark.parametrize(
    "typed",
    [
        "07700900123",
        "07700 900 123",
        "+44 7700 900123",
        "0044 7700 900123",
        "+44 (0)7700 900123",
        "(07700) 900-123",
        "7700900123",  # a spreadsheet took the nought
    ],
)
def test_a_uk_mobile_is_kept_in_one_form(typed):
    assert contact.mobile(typed) == "07700900123"


def test_a_mobile_abroad_is_kept_with_its_plus():
    assert contact.mobile("+33 6 12 34 56 78") == "+33612345678"


@pytest.mark.parametrize(
    "typed",
    [
        "01632 960001",
        "0770090012",
        "077009001234",
        "call his mother",
        "+44 1632 960001",
        "+447",
        "٠٧٧٠٠٩٠٠١٢٣",
        "7" * 500,
    ],
)
def test_what_cannot_be_texted_is_refused(typed):
    with pytest.raises(ValidationError, match="Enter a mobile number"):
        contact.mobile(typed)


@pytest.mark.parametrize("typed", ["jo@example.org", "jo.ash+post@mail.example.org", "o'brien@example.org"])
def test_an_address_that_can_be_written_to_is_kept_as_typed(typed):
    assert contact.email(typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "jo",
        "jo@example",
        "jo@@example.org",
        "jo@example..org",
        "a b@example.org",
        "jo@example.org\nBcc: x@example.org",
        "@",
    ],
)
def test_an_address_that_nothing_reaches_is_refused(typed):
    with pytest.raises(ValidationError, match="e-mail address"):
        contact.email(typed)


def test_an_address_longer_than_mail_allows_is_refused():
    with pytest.raises(ValidationError):
        contact.email("a" * 60 + "@" + "b." * 100 + "org")


@pytest.mark.parametrize("typed", ["zz993ab", "ZZ99 3AB", " Zz99  3ab"])
def test_a_postcode_is_kept_in_capitals_with_its_space(typed):
    assert contact.postcode(typed) == "ZZ99 3AB"


@pytest.mark.parametrize("typed", ["ZZ99", "12345", "ZZ99 3ABC", "", "ZZ99" + " " * 100 + "3AB"])
def test_what_does_not_look_like_a_postcode_is_refused(typed):
    with pytest.raises(ValidationError, match="Enter a postcode"):
        contact.postcode(typed)


WISHES = {
    "preferred_channel": "",
    "mobile": "",
    "email": "",
    "safe_to_post": False,
    "safe_to_text": False,
    "safe_to_email": False,
}


@pytest.mark.parametrize(
    ("wishes", "fields"),
    [
        ({}, set()),
        ({"preferred_channel": "letter"}, {"preferred_channel"}),
        ({"preferred_channel": "letter", "safe_to_post": True}, set()),
        ({"preferred_channel": "sms", "safe_to_text": True}, {"mobile"}),
        ({"preferred_channel": "sms", "mobile": "07700900123"}, {"preferred_channel"}),
        ({"preferred_channel": "sms", "mobile": "07700900123", "safe_to_text": True}, set()),
        ({"preferred_channel": "email", "safe_to_email": True}, {"email"}),
        ({"preferred_channel": "email", "email": "jo@example.org", "safe_to_email": True}, set()),
    ],
)
def test_a_way_that_is_preferred_must_be_safe_and_lead_somewhere(wishes, fields):
    assert contact.disagreements(WISHES | wishes).keys() == fields
