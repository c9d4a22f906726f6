"""Practices that take part, and somebody who works in one."""

import pytest

from accounts.roles import Role
from tests import factories


@pytest.fixture
def elm(scheme):
    """A practice that takes part, Y81001."""
    practice = factories.PracticeFactory(name="Elm Surgery", ods_code="Y81001")
    factories.ParticipationFactory(scheme=scheme, organisation=practice)
    return practice


@pytest.fixture
def oak(scheme):
    """Another practice that takes part, Y81002."""
    practice = factories.PracticeFactory(name="Oak Practice", ods_code="Y81002")
    factories.ParticipationFactory(scheme=scheme, organisation=practice)
    return practice


@pytest.fixture
def elm_staff(scheme, elm):
    return factories.sign_in(Role.PRACTICE_STAFF, scheme, elm, name="Noor Nurse")
