"""What is believed of a provider's claims, and what half a configuration is told: tables of cases."""

import pytest
from joserfc.jwk import ECKey, RSAKey

from accounts.openid import Proof, Refusal, Refused, is_strong, organisation_code, proof, refusal
from accounts.openid_settings import read

TOKEN = {"iss": "https://provider.example.org", "sub": "910000000101", "sid": "s", "authentication_assurance_level": 3}
HERE = {"person_roleid": "1", "org_code": "Y99001", "role_code": "S8000:G8000:R8001", "activity_codes": ["B1611"]}
THERE = {"person_roleid": "2", "org_code": "Y99002", "role_code": "S8000:G8001:R8008"}


@pytest.mark.parametrize(
    ("claims", "strong"),
    [
        ({"authentication_assurance_level": "3"}, True),
        ({"authentication_assurance_level": 3}, True),
        ({"authentication_assurance_level": "2"}, False),
        ({"authentication_assurance_level": "2", "acr": "AAL3_ANY"}, False),
        ({"authentication_assurance_level": "33"}, False),
        ({"authentication_assurance_level": ["3"]}, False),
        ({"authentication_assurance_level": True}, False),
        ({"acr": "AAL3_ANY"}, True),
        ({"acr": "AAL2_OR_AAL3_ANY"}, False),
        ({"acr": "AAL2_ANY"}, False),
        ({"acr": ["AAL3_ANY"]}, False),
        ({"amr": ["mfa"]}, False),
        ({}, False),
    ],
    ids=str,
)
def test_only_a_smartcard_or_its_like_is_strong(claims, strong):
    assert is_strong(claims) is strong


@pytest.mark.parametrize(
    ("token", "about", "code"),
    [
        ({"selected_roleid": "1"}, {"nhsid_nrbac_roles": [HERE, THERE]}, "Y99001"),
        ({"selected_roleid": "2"}, {"nhsid_nrbac_roles": [HERE, THERE]}, "Y99002"),
        ({}, {"selected_roleid": "1", "nhsid_nrbac_roles": [HERE]}, "Y99001"),
        ({"selected_roleid": "1"}, {"selected_roleid": "2", "nhsid_nrbac_roles": [HERE, THERE]}, ""),
        ({"selected_roleid": "1", "nhsid_nrbac_roles": [HERE]}, {}, "Y99001"),
        ({"selected_roleid": "1"}, {"nhsid_nrbac_roles": [{**HERE, "org_code": "y99001"}]}, "Y99001"),
        ({"selected_roleid": "1"}, {"nhsid_nrbac_roles": [HERE, {**THERE, "person_roleid": "1"}]}, ""),
        ({"selected_roleid": "3"}, {"nhsid_nrbac_roles": [HERE, THERE]}, ""),
        ({}, {"nhsid_nrbac_roles": [HERE]}, ""),
        ({"selected_roleid": "1"}, {}, ""),
        ({"selected_roleid": "1"}, {"nhsid_nrbac_roles": "Y99001"}, ""),
        ({"selected_roleid": "1"}, {"nhsid_nrbac_roles": [5, None, "x"]}, ""),
        ({"selected_roleid": 1}, {"nhsid_nrbac_roles": [HERE]}, ""),
        ({"selected_roleid": "1"}, {"nhsid_nrbac_roles": [{"person_roleid": "1"}]}, ""),
        ({"selected_roleid": "1"}, {"nhsid_nrbac_roles": [{**HERE, "org_code": "Y99\x00"}]}, ""),
        ({"selected_roleid": "1"}, {"nhsid_nrbac_roles": [{**HERE, "person_roleid": ["1"]}]}, ""),
    ],
    ids=str,
)
def test_the_organisation_is_that_of_the_one_role_that_was_selected(token, about, code):
    assert organisation_code(token, about) == code


@pytest.mark.parametrize(
    ("token", "about"),
    [
        ({}, {"sub": "910000000102"}),
        ({}, {}),
        ({"sub": ""}, {"sub": ""}),
        ({"sub": None}, {"sub": None}),
        ({"sub": 5}, {"sub": 5}),
        ({"sub": "x" * 256}, {"sub": "x" * 256}),
        ({"sub": "a\x00b"}, {"sub": "a\x00b"}),
        ({"sub": "a\u202eb"}, {"sub": "a\u202eb"}),
    ],
    ids=str,
)
def test_two_answers_about_different_people_prove_nobody(token, about):
    with pytest.raises(Refused) as refused:
        proof({**TOKEN, **token}, about)

    assert refused.value.why == Refusal.UNTRUSTED


def proven(**changes):
    given = {"issuer": "i", "subject": "s", "sid": "", "name": "", "strong": True, "organisation_code": "Y99001"}
    return Proof(**{**given, **changes})


@pytest.mark.parametrize(
    ("proven_as", "place", "person", "role", "why"),
    [
        (proven(), True, True, True, None),
        (proven(strong=False), True, True, True, Refusal.WEAK),
        (proven(organisation_code=""), False, True, False, Refusal.NO_PLACE),
        (proven(), False, True, False, Refusal.UNKNOWN_PLACE),
        (proven(), True, False, False, Refusal.UNKNOWN_PERSON),
        (proven(), True, True, False, Refusal.NO_ROLE_THERE),
        (proven(), False, False, False, Refusal.UNKNOWN_PLACE),
    ],
)
def test_a_proven_person_comes_in_only_with_a_role_at_a_known_place(proven_as, place, person, role, why):
    said = refusal(proven_as, place_is_known=place, person_is_known=person, holds_role_there=role)

    assert said == why


# --- Configuration ---------------------------------------------------------------------------------------------------

RSA = RSAKey.generate_key(2048).as_pem(private=True).decode()
EC = ECKey.generate_key("P-256").as_pem(private=True).decode()
GOOD = {"OIDC_ISSUER": "https://provider.example.org", "OIDC_CLIENT_ID": "shared-care", "OIDC_CLIENT_KEY": RSA}


def configured(given, site_url="https://care.example.org", *, development=False):
    return read(lambda name, default: given.get(name) or default, site_url=site_url, development=development)


def test_nothing_is_no_provider():
    assert configured({}) is None


@pytest.mark.parametrize(("key", "algorithm"), [(RSA, "RS512"), (RSA.replace("\n", "\\n"), "RS512"), (EC, "ES256")])
def test_the_key_decides_how_assertions_are_signed(key, algorithm):
    assert configured({**GOOD, "OIDC_CLIENT_KEY": key}).signing_algorithm == algorithm


@pytest.mark.parametrize(
    ("given", "site_url", "sentence"),
    [
        ({**GOOD, "OIDC_ISSUER": ""}, "https://x", "Set OIDC_ISSUER too"),
        ({**GOOD, "OIDC_CLIENT_ID": ""}, "https://x", "Set OIDC_CLIENT_ID too"),
        ({**GOOD, "OIDC_CLIENT_KEY": ""}, "https://x", "OIDC_CLIENT_KEY"),
        ({**GOOD, "OIDC_CLIENT_SECRET": "s"}, "https://x", "one of the two"),
        ({**GOOD, "OIDC_CLIENT_KEY": "secret words"}, "https://x", "Set OIDC_CLIENT_KEY to a private key"),
        (
            {**GOOD, "OIDC_CLIENT_KEY": RSAKey.generate_key(2048).as_pem(private=False).decode()},
            "https://x",
            "a private key",
        ),
        ({**GOOD, "OIDC_CLIENT_KEY": ECKey.generate_key("P-384").as_pem(private=True).decode()}, "https://x", "P-256"),
        ({**GOOD, "OIDC_ISSUER": "http://provider.example.org"}, "https://x", "begins with https://"),
        ({**GOOD, "OIDC_ISSUER": "https://provider.example.org?x"}, "https://x", "without ?"),
        ({**GOOD, "OIDC_ISSUER": "http://127.0.0.1:9"}, "https://x", "begins with https://"),
        (GOOD, "", "Set SITE_URL"),
        ({**GOOD, "OIDC_SCOPES": "profile"}, "https://x", "Set OIDC_SCOPES"),
    ],
)
def test_half_a_configuration_is_refused_in_words_that_repeat_no_key(given, site_url, sentence):
    with pytest.raises(ValueError, match="Set ") as refused:
        configured(given, site_url)

    assert sentence in str(refused.value)
    assert "secret words" not in str(refused.value)


def test_a_provider_on_this_machine_serves_in_development_only():
    given = {**GOOD, "OIDC_ISSUER": "http://127.0.0.1:9"}

    assert configured(given, "http://127.0.0.1:8000", development=True).issuer == "http://127.0.0.1:9"


def test_what_is_printed_of_the_settings_holds_no_key():
    assert "PRIVATE" not in repr(configured(GOOD))
