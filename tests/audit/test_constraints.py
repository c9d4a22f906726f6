"""What the database refuses, in words."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.models import User
from audit import constraints
from practices.models import Organisation
from schemes.models import Scheme
from tests import factories


def test_a_broken_constraint_is_its_own_sentence(db):
    factories.SchemeFactory(name="Wolds")
    second = Scheme(name="Wolds", locality="x", commissioner="x", starts_on="2026-01-01")

    with pytest.raises(ValidationError, match="A scheme has this name already") as refused:
        constraints.save(second)

    assert refused.value.code == "scheme_name_is_unique"


def test_the_transaction_goes_on_after_a_refusal(db):
    factories.UserFactory(email="a@example.org")

    with pytest.raises(ValidationError):
        constraints.save(User(email="A@example.org", name="A", password="!"))

    assert User.objects.count() == 1


def test_a_field_that_must_be_unique_is_named(db):
    factories.OrganisationFactory(ods_code="Y90001")

    with pytest.raises(ValidationError) as refused:
        constraints.save(Organisation(kind="practice", name="Second", address=["1 Mill Lane"], ods_code="Y90001"))

    assert list(refused.value.message_dict) == ["ods_code"]


def test_a_field_is_checked_before_the_database_is_asked(db, django_assert_num_queries):
    with django_assert_num_queries(0), pytest.raises(ValidationError):
        constraints.save(User(email="not an address", name="A", password="!"))


def test_what_is_no_constraint_of_the_row_is_not_hidden(db):
    nameless = Organisation(kind="practice", name="x", address=["1 Mill Lane"])
    nameless.list_size = -1

    with pytest.raises(IntegrityError):
        constraints.save(nameless, exclude=["list_size"])


def test_many_rows_are_saved_in_one_statement_or_none_of_them_is(db):
    factories.UserFactory(email="a@example.org")
    rows = [User(email=f"{name}@example.org", name=name, password="!") for name in ("b", "A")]

    with pytest.raises(ValidationError, match="already signs in"):
        constraints.save_all(rows)
    assert User.objects.count() == 1

    constraints.save_all(rows[:1])
    constraints.save_all([])
    assert User.objects.count() == 2
