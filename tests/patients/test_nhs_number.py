"""NHS numbers, against the rule's own vectors, its known traps, and an independent implementation."""

import nhs_number as oracle
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from patients import nhs_number

VALID = [
    "9990000018", "9990000026", "9990000034", "9990000042", "9990000050", "9990000069", "9990000077", "9990000085",
    "9990000093", "9990000107", "9990000115", "9990000123", "4010232137", "4505577104",
]  # fmt: skip


@pytest.mark.parametrize("number", VALID)
def test_a_number_of_the_vectors_is_valid(number):
    assert nhs_number.check(number) == number


@pytest.mark.parametrize(
    "typed",
    [
        "999 000 0018",
        "999-000-0018",
        "999 0000018",
        " 9990000018 ",
        "999\u00a0000\u20110018",
        "9990000018.0",
        "9 9 9 0 0 0 0 0 1 8",
    ],
)
def test_spaces_dashes_and_what_a_spreadsheet_appends_do_not_matter(typed):
    assert nhs_number.check(typed) == "9990000018"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("9991234567", "check_digit"),  # the manual's own display example
        ("9434765918", "check_digit"),
        ("9990000000", "check_digit"),  # a number that may not begin so: the check would be 10
        ("9434765919", "range"),  # valid by the rule, never issued
        ("9876543210", "range"),
        ("0101000000", "check_digit"),
        ("3201234561", "check_digit"),
        ("999000001", "length"),
        ("99900000188", "length"),
        ("5" * 5000, "length"),
        ("٩٩٩٠٠٠٠٠١٨", "not_digits"),  # Arabic digits, which str.isdigit and \\d both take
        ("９９９００００018", "not_digits"),
        ("999000001²", "not_digits"),
        ("999000001O", "not_digits"),
        ("", "not_digits"),
        ("QQ123456C", "national_insurance"),
        ("qq 12 34 56 c", "national_insurance"),
        ("9.99E+09", "shortened"),
        ("9.990000018e9", "shortened"),
    ],
)
def test_what_is_no_number_of_ours_is_refused_for_its_own_reason(typed, code):
    with pytest.raises(ValidationError) as refusal:
        nhs_number.check(typed)

    assert refusal.value.code == code
    assert refusal.value.messages[0].endswith(".")


@pytest.mark.parametrize("digit", "0123456789")
def test_ten_times_the_same_digit_is_refused_although_it_satisfies_the_rule(digit):
    with pytest.raises(ValidationError) as refusal:
        nhs_number.check(digit * 10)

    assert refusal.value.code == "check_digit"


def test_a_scottish_number_is_not_taken_for_an_english_one():
    chi = "010101000"
    number = f"{chi}{nhs_number.check_digit(chi)}"

    with pytest.raises(ValidationError) as refusal:
        nhs_number.check(number)

    assert refusal.value.code == "range"


@given(st.integers(0, 999_999_999).map("{:09d}".format))
def test_the_check_digit_agrees_with_the_oracle(first_nine):
    expected = oracle.calculate_checksum(first_nine)

    assert nhs_number.check_digit(first_nine) == (None if expected in (None, 10) else expected)


@given(st.sampled_from(["4", "6", "7", "999"]), st.integers(0, 999_999_999).map("{:09d}".format))
def test_a_number_is_taken_exactly_when_the_oracle_takes_it(first, rest):
    number = (first + rest)[:10]
    regions = [oracle.REGION_ENGLAND_WALES_IOM, oracle.REGION_SYNTHETIC]
    expected = len(set(number)) > 1 and any(oracle.is_valid(number, for_region=region) for region in regions)

    try:
        taken = nhs_number.check(number) == number
    except ValidationError:
        taken = False

    assert taken == expected


@given(st.text(max_size=30))
def test_whatever_is_typed_gives_ten_digits_or_a_refusal(typed):
    try:
        digits = nhs_number.check(typed)
    except ValidationError:
        return

    assert len(digits) == 10
    assert digits.isascii()
    assert digits.isdigit()


def test_a_number_is_shown_in_its_usual_groups():
    assert nhs_number.display("9990000018") == "999 000 0018"
