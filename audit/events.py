"""What kinds of deed there are: each app lists its own in its `events.py`, with the sentence that tells it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Kind:
    """A kind of deed: a dotted name that starts with its app's, and the sentence written when it is done.

    The sentence is filled once, on the day, and stored; it never changes with later wording.
    """

    name: str
    wording: str

    def sentence(self, **facts: object) -> str:
        """The wording with its facts; days are written out. A missing fact is a KeyError, never a gap."""
        return self.wording.format(**{name: _in_words(fact) for name, fact in facts.items()})


def _in_words(fact: object) -> object:
    return f"{fact.day} {fact:%B %Y}" if isinstance(fact, date) else fact


TRAIL_EXPORTED = Kind("audit.trail_exported", "The audit trail was exported from {first} to {last}.")
