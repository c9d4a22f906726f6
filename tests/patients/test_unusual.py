"""Which looks stand out: the signs, case by case."""

from dataclasses import replace

import pytest

from accounts.household import key_of
from patients.unusual import Limits, PairFacts, Sign, many, plain_name, signs

USUAL = PairFacts(looker="Noor Nurse", given_name="Alex", family_name="Person", looks=3)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, []),
        ({"family_name": "Nurse"}, [Sign.OWN_NAME]),
        ({"family_name": "NURSE "}, [Sign.OWN_NAME]),
        ({"looker": "Dr Anne de Souza", "family_name": "de Souza"}, [Sign.OWN_NAME]),
        ({"looker": "Noor Burse", "family_name": "Urse"}, []),
        ({"family_name": ""}, []),
        ({"same_household": True}, [Sign.OWN_ADDRESS]),
        ({"restricted_as_staff": True}, [Sign.COLLEAGUE]),
        ({"colleagues": frozenset({"alex person"})}, [Sign.COLLEAGUE]),
        ({"colleagues": frozenset({"noor nurse"}), "given_name": "Noor", "family_name": "Nurse"}, [Sign.OWN_NAME]),
        ({"tied": False}, [Sign.FAR]),
        ({"tied": False, "handed_over": True}, []),
        ({"tied": False, "deeds": 1}, []),
        ({"whole_scheme": True}, []),
        ({"whole_scheme": True, "within_the_scheme": False}, [Sign.FAR]),
        ({"whole_scheme": True, "within_the_scheme": False, "deeds": 1}, []),
        ({"within_the_scheme": False}, []),
        ({"looks": 9}, []),
        ({"looks": 10}, [Sign.AGAIN]),
        ({"looks": 10, "deeds": 1}, []),
        ({"looks": 10, "handed_over": True}, []),
        ({"looks": 10, "family_name": "Nurse"}, [Sign.OWN_NAME, Sign.AGAIN]),
    ],
)
def test_signs(facts, found):
    assert signs(replace(USUAL, **facts), Limits()) == found


def test_the_scheme_sets_how_many_are_many():
    assert not many(99, Limits())
    assert many(100, Limits())
    assert many(5, Limits(people_an_hour=5))
    assert signs(replace(USUAL, looks=3), Limits(looks_without_a_deed=3)) == [Sign.AGAIN]


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Dr Greta Ash", "greta ash"), ("  MRS.  Jo   Penhallow ", "jo penhallow"), ("Drew Ash", "drew ash")],
)
def test_names_are_compared_without_title_capitals_and_spaces(name, plain):
    assert plain_name(name) == plain


def test_a_household_is_known_by_its_postcode_and_its_key_does_not_tell_it():
    assert key_of("zz99 9zz") == key_of("ZZ999ZZ") != key_of("ZZ99 9ZY")
    assert "ZZ99" not in key_of("ZZ99 9ZZ").upper()
    assert key_of(" ") == ""
