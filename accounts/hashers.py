"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id at the OWASP password storage cheat sheet's setting: 19 MiB, two passes, one lane.

    Django's own default takes several times as long, enough for a handful of sign-ins a second to fill two cores.
    """

    memory_cost = 19_456
    time_cost = 2
    parallelism = 1
