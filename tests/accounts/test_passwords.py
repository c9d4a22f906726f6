"""Which passwords are refused, and which are not."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.roles import Role
from tests import factories


@pytest.fixture
def casey(scheme):
    user = factories.sign_in(Role.SCHEME_COORDINATOR, scheme, name="Casey Coordinator")
    user.email = "casey.brook@example.org"
    return user


@pytest.mark.parametrize(
    "password",
    [
        "short-1A!",
        "x" * 129 + "river-lamp-otter",
        "password1234",
        "Password123456!",
        "qwertyuiop123",
        "111111111111",
        "abcdefghijklmnop",
        "SharedCare2026",
        "Casey.Brook2026",
        "caseycoordinator",
        "Wolds Shared Care 1",
        "iloveyou12345",
    ],
)
def test_what_somebody_would_guess_is_refused(casey, password):
    with pytest.raises(ValidationError):
        validate_password(password, casey)


@pytest.mark.parametrize(
    "password",
    [
        "river lamp otter brick",
        "correct-horse-battery",
        "vK3#pq9!Zx7w",
        "ä" * 3 + "bröd-kniv-skog",
        "river lamp otter brick " * 5,
    ],
)
def test_long_ones_are_taken_whatever_they_are_made_of(casey, password):
    validate_password(password, casey)


def test_the_refusal_says_what_to_do(casey):
    with pytest.raises(ValidationError) as refused:
        validate_password("SharedCare2026", casey)

    assert "three or four words" in " ".join(refused.value.messages)
