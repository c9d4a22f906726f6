"""Which passwords are refused: those that somebody who guesses would try soon. Nothing about capitals or figures."""

from typing import Any

from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

LONGEST = 128
READ = 72  # as much as the estimate looks at; what follows only makes a password better
GOOD = 3  # zxcvbn's "safely unguessable": more than 10^8 guesses
OURS = ("sharedcare", "shared care", "nhs", "surgery", "practice", "pharmacy", "recovery", "password")


class MaximumLengthValidator:
    """Refuses what is longer than the database and the hash should have to take."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(f"Use {LONGEST} characters or fewer.", code="password_too_long")

    def get_help_text(self) -> str:
        return f"{LONGEST} characters at most."


class GuessableValidator:
    """Refuses passwords made of what a guesser has: leaked passwords, words and names, keyboard runs, dates, repeats.

    The person's own name and address, their places and the product's name are among the words. The estimate is
    zxcvbn's (Wheeler, USENIX Security 2016), which ships its lists; nothing leaves the machine.
    """

    def validate(self, password: str, user: Any = None) -> None:
        found = zxcvbn(password[:READ], user_inputs=[*OURS, *_known_of(user)])
        if found["score"] < GOOD:
            raise ValidationError(
                "Somebody could guess this password. Use three or four words that do not belong together, and not your "
                "name, your e-mail address or where you work.",
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        return "Three or four words that do not belong together are easy to remember and hard to guess."


def _known_of(user: Any) -> list[str]:
    """What anybody who knows the person would try."""
    if user is None or not getattr(user, "pk", None):
        return []
    places = user.memberships.values_list("place_label", flat=True)
    texts = [user.name, user.email, user.email.partition("@")[0], *places]
    return [*texts, *(word for text in texts for word in text.replace("@", " ").replace(".", " ").split())]
