"""Somebody who answers for rights, and somebody who is the second person."""

import pytest

from accounts.roles import Role
from tests import factories


@pytest.fixture
def lead(scheme):
    return factories.sign_in(Role.GOVERNANCE_LEAD, scheme, name="Lee Lead")


@pytest.fixture
def administrator(scheme):
    return factories.sign_in(Role.SCHEME_ADMINISTRATOR, scheme, name="Ada Admin")
