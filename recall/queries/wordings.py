"""The wording of messages as its pages show it."""

from collections.abc import Iterator
from dataclasses import dataclass

from recall import disclosure, readability, variants
from recall.models import DisclosureList, Wording, WordingReview


@dataclass(frozen=True)
class Version:
    """One message: the version in force, if any, and a newer one that service users have not passed."""

    newest: Wording
    in_force: Wording | None

    @property
    def waits(self) -> bool:
        return self.in_force is None or self.in_force.pk != self.newest.pk


def versions() -> list[Version]:
    """Every message of the scheme, in the order of its kinds; two statements."""
    in_force = {
        (w.kind, w.is_reminder, w.language): w for w in Wording.objects.in_force().select_related("recorded_by")
    }
    newest = Wording.objects.newest().select_related("recorded_by").prefetch_related("reviews")
    return [Version(w, in_force.get((w.kind, w.is_reminder, w.language))) for w in newest]


def reviews(wording: Wording) -> list[WordingReview]:
    """What service users said of it, the newest first."""
    return list(WordingReview.objects.filter(wording=wording).select_related("recorded_by"))


def never_said() -> tuple[str, ...]:
    """The words that no message of this scheme says: its own newest list, or the one that ships."""
    newest = DisclosureList.objects.first()
    return disclosure.words_of(newest.words) if newest else disclosure.DEFAULT


def faults(wording: Wording, as_read: str) -> Iterator[str]:
    """What speaks against a message now, in sentences."""
    found = disclosure.disclosing_words(f"{wording.subject}\n{wording.body}", never_said())
    if found:
        yield "It says what no message says: " + ", ".join(f"“{word}”" for word in dict.fromkeys(found)) + "."
    age = readability.reading_age(as_read)
    if wording.language == variants.ENGLISH and age > readability.OLDEST:
        yield f"It is read with ease at {age}, and should be at {readability.OLDEST} or younger."
