"""What is sealed cannot be read without a key, and keys can be changed."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet

from accounts import actions, sealing
from tests import factories

SECRET = "JBSWY3DPEHPK3PXP"


def test_what_is_sealed_opens_again_and_does_not_show():
    sealed = sealing.seal(SECRET)

    assert SECRET not in sealed
    assert sealing.unseal(sealed) == SECRET


def test_an_altered_seal_is_refused():
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealing.seal(SECRET)[:-2] + "AA")


def test_a_new_key_in_front_still_opens_what_an_old_one_sealed(settings):
    sealed = sealing.seal(SECRET)
    settings.SEALING_KEYS = [Fernet.generate_key().decode(), *settings.SEALING_KEYS]

    assert sealing.unseal(sealed) == SECRET


def test_after_sealing_again_the_old_key_may_go(db, settings):
    user = factories.UserFactory()
    factor = actions.set_up_second_factor(user=user, secret=SECRET, process="test")
    new = Fernet.generate_key().decode()
    settings.SEALING_KEYS = [new, *settings.SEALING_KEYS]

    assert actions.reseal_factors() == 1

    settings.SEALING_KEYS = [new]
    factor.refresh_from_db()
    assert get_adapter().decrypt(factor.data["secret"]) == SECRET


def test_a_factors_secret_is_not_in_the_database_as_it_is(db):
    actions.set_up_second_factor(user=factories.UserFactory(), secret=SECRET, process="test")

    assert SECRET not in str(Authenticator.objects.values_list("data", flat=True).get())


def test_a_fingerprint_tells_whether_two_are_the_same_and_not_what_they_are():
    one = sealing.fingerprint("account", "Casey@Example.org ")

    assert one == sealing.fingerprint("account", "casey@example.org")
    assert one != sealing.fingerprint("address", "casey@example.org")
    assert "casey" not in one
