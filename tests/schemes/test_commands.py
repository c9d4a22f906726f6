"""The way into an empty system."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from schemes.models import Scheme
from tests import factories


def run(*arguments):
    said = io.StringIO()
    call_command("set_up_scheme", *arguments, stdout=said)
    return said.getvalue()


def test_a_scheme_is_set_up_with_somebody_new_who_can_sign_in(db):
    said = run("--name", "Dales", "--coordinator-email", "cam@example.org", "--coordinator-name", "Cam")

    user = User.objects.get(email="cam@example.org")
    assert "Dales is set up, run by Cam." in said
    assert user.check_password(re.search(r"the password (\S+)", said).group(1))
    assert Scheme.objects.get().coordinator == user


def test_somebody_who_signs_in_already_keeps_the_password(db):
    user = factories.UserFactory(email="cam@example.org", name="Cam")

    said = run("--name", "Dales", "--coordinator-email", "CAM@example.org", "--starts-on", "2026-04-01")

    assert "password" not in said
    assert Scheme.objects.get().coordinator == user


def test_a_name_that_is_taken_is_refused_and_nobody_is_made(db):
    factories.SchemeFactory(name="Dales")

    with pytest.raises(CommandError, match="A scheme has this name already"):
        run("--name", "Dales", "--coordinator-email", "cam@example.org")

    assert not User.objects.filter(email="cam@example.org").exists()
