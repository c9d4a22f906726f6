"""Which version of a message somebody gets: in their language and format, or the nearest there is.

Language comes before format, because large print in a tongue one cannot read is no help: the wording in their language
and format, then in their language in standard print, then in English in their format, then in English.
"""

from collections.abc import Collection

from django.db.models import TextChoices


class Kind(TextChoices):
    """Which message it is the wording of."""

    SMS = "sms", "Text message"
    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"
    LARGE_PRINT = "large_print", "Large print letter"
    EASY_READ = "easy_read", "Easy read letter"


ENGLISH = ""
LETTERS = frozenset({Kind.LETTER, Kind.LARGE_PRINT, Kind.EASY_READ})


def language(typed: str) -> str:
    """A language in one form, so that what a register and what an author typed are compared; English is the default."""
    plain = " ".join(typed.split()).casefold()
    return ENGLISH if plain in {"english", "en", "en-gb"} else plain


def wanted(channel: str, form: str) -> Kind:
    """The kind of message for a channel and the format somebody needs."""
    if channel != Kind.LETTER:
        return Kind(channel)
    return Kind(form) if form in LETTERS else Kind.LETTER


def chosen(there_are: Collection[tuple[str, str]], *, kind: Kind, spoken: str) -> tuple[Kind, str]:
    """The kind and language to take of those there are; KeyError when there is not even the plain one."""
    plain = Kind.LETTER if kind in LETTERS else kind
    mine = language(spoken)
    for each in ((kind, mine), (plain, mine), (kind, ENGLISH), (plain, ENGLISH)):
        if each in there_are:
            return each
    raise KeyError(plain)
