"""The demo's registers: made up, valid, and the same every time."""

import random
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from patients import nhs_number
from sharedcare.demo import names, register

TODAY = date(2026, 3, 16)


def some(seed=1, count=200):
    return register.lines(random.Random(seed), count=count, practice_codes=["Y99001", "Y99002"], today=TODAY)


def test_the_same_seed_makes_the_same_register_and_another_seed_another():
    assert some(seed=1) == some(seed=1)
    assert some(seed=1) != some(seed=2)


def test_every_number_is_synthetic_valid_and_used_once():
    numbers = [line.nhs_number for line in some()]

    assert all(nhs_number.check(number).startswith("999") for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_addresses_and_telephone_numbers_can_belong_to_nobody():
    for line in some():
        assert line.postcode == "" or line.postcode.startswith("ZZ99 ")
        assert line.mobile == "" or line.mobile.startswith("07700 900")
        assert line.email == "" or line.email.endswith("@example.org")


def test_people_without_a_home_have_no_address():
    homeless = [line for line in some(count=900) if line.no_fixed_abode == "yes"]

    assert homeless
    assert {line.address_1 + line.postcode for line in homeless} == {""}


def test_a_family_name_is_sometimes_of_the_kind_that_breaks_careless_software():
    rng = random.Random(3)

    assert {names.family(rng) for _ in range(500)} & set(names.FAMILY_ALONE)


def test_the_spoilt_rows_are_really_wrong():
    wrong = register.spoilt(random.Random(1), some())

    with pytest.raises(ValidationError):
        nhs_number.check(wrong[0].nhs_number)
    assert [wrong[1].born_on, wrong[2].family_name, wrong[3].practice_code] == ["31/02/1984", "", "V81999"]


def test_the_file_has_a_heading_for_every_value():
    first, second, *_ = register.as_csv(some(count=2)).decode().splitlines()

    assert first.startswith("NHS number,Family name,Given name,Date of birth")
    assert first.count(",") == second.count(",")
