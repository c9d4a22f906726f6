"""What in a text points to one person: their particulars however they are written, and numbers that are somebody's.

Pure, and a net beneath a person's own reading, never instead of it: it does not know nicknames, misspelt names, nor the
facts by which a neighbour would know somebody.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from patients import nhs_number

MONTHS = "january february march april may june july august september october november december".split()
LONG_ENOUGH = 4  # letters of a part of a name, or of a line of an address, that is looked for by itself
NUMBER = re.compile(r"(?<![0-9])[0-9](?:[ \-\u00a0\u2010-\u2015]?[0-9]){9}(?![0-9])")
POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b", re.I)
TELEPHONE = re.compile(r"(?<![0-9])(?:\+44|0)(?:[ \-()]{0,2}[0-9]){9,10}(?![0-9])")
EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")


class Kind(TextChoices):
    """What kind of particular was found."""

    NHS_NUMBER = "nhs_number", "NHS number"
    BORN_ON = "born_on", "date of birth"
    POSTCODE = "postcode", "postcode"
    CONTACT = "contact", "telephone number or e-mail address"
    NAME = "name", "name"
    ADDRESS = "address", "address"


@dataclass(frozen=True)
class Particulars:
    """Who somebody is, as far as a text could tell."""

    names: Sequence[str]
    born_on: date
    nhs_number: str = ""
    address: Sequence[str] = ()
    postcode: str = ""


@dataclass(frozen=True)
class Match:
    """Words of the text that may point to somebody; `certain` when they can mean nothing else."""

    kind: Kind
    words: str
    certain: bool

    @property
    def in_words(self) -> str:
        return f"“{self.words}” ({self.kind.label})"


def identifying(text: str, person: Particulars | None) -> list[Match]:
    """Everything in the text that points to the person, or to somebody; each once, what is certain first."""
    found: dict[tuple[Kind, str], Match] = {}
    for match in _matches(unicodedata.normalize("NFC", text), person):
        found.setdefault((match.kind, match.words.casefold()), match)
    return sorted(found.values(), key=lambda match: (not match.certain, list(Kind).index(match.kind)))


def _matches(text: str, person: Particulars | None) -> Iterator[Match]:
    yield from _numbers(text, person)
    yield from _postcodes(text, person)
    for pattern in (TELEPHONE, EMAIL):
        yield from (Match(Kind.CONTACT, found[0], certain=False) for found in pattern.finditer(text))
    if person is None:
        return
    for pattern in _days(person.born_on):
        yield from (Match(Kind.BORN_ON, found[0], certain=True) for found in pattern.finditer(text))
    yield from _spoken(Kind.NAME, _parts_of_names(person.names), text)
    yield from _spoken(Kind.ADDRESS, _parts_of_address(person.address), text)


def _numbers(text: str, person: Particulars | None) -> Iterator[Match]:
    """Ten figures that are an NHS number: the person's own, or anybody's."""
    for found in NUMBER.finditer(text):
        digits = re.sub(r"[^0-9]", "", found[0])
        if _is_nhs_number(digits) or (person and digits == person.nhs_number):
            yield Match(Kind.NHS_NUMBER, found[0], certain=True)


def _is_nhs_number(digits: str) -> bool:
    """Ten figures with the right check digit, of whichever range: Scottish numbers have the same."""
    return len(digits) == 10 and nhs_number.check_digit(digits[:9]) == int(digits[9])


def _postcodes(text: str, person: Particulars | None) -> Iterator[Match]:
    own = _plain(person.postcode) if person else ""
    for found in POSTCODE.finditer(text):
        yield Match(Kind.POSTCODE, found[0], certain=bool(own) and _plain(found[0]) == own)


def _days(day: date) -> list[re.Pattern[str]]:
    """A day as people write it: 17 May 1980, 17th of May 80, May 17 1980, 17/5/80, 17.05.1980, 1980-05-17."""
    month = MONTHS[day.month - 1]
    name = rf"(?:{month}|{month[:3]})\.?"
    number, first, year = rf"0?{day.month}", rf"0?{day.day}", rf"(?:{day.year}|['’]?{day.year % 100:02d})"
    ordinal = rf"{first}(?:st|nd|rd|th)?"
    between = r"\s*[/.\-\s]\s*"
    shapes = (
        rf"{ordinal}(?:\s+of)?[\s\-]+{name},?[\s\-]+{year}",
        rf"{name}[\s\-]+{ordinal},?[\s\-]+{year}",
        rf"{first}{between}{number}{between}{year}",
        rf"{day.year}{between}{number}{between}{first}",
    )
    return [re.compile(rf"(?<![0-9]){shape}(?![0-9])", re.I) for shape in shapes]


def _parts_of_names(names: Iterable[str]) -> Iterator[str]:
    """Each name as a whole, and each longer part of one of several parts."""
    for name in names:
        yield name
        parts = re.split(r"[^\w]+", name)
        if len(parts) > 1:
            yield from (part for part in parts if len(part) >= LONG_ENOUGH)


def _parts_of_address(lines: Iterable[str]) -> Iterator[str]:
    """Each line, and the street without the number of the house."""
    for line in lines:
        yield line
        yield re.sub(r"^\W*[0-9]+\s?[a-z]?\W+", "", line, flags=re.I)


def _spoken(kind: Kind, looked_for: Iterable[str], text: str) -> Iterator[Match]:
    """Where one of these stands in the text as words of its own, whatever the capitals, accents and hyphens."""
    bare = _bare(text)
    for each in looked_for:
        words = [re.escape(word) for word in re.split(r"[\W_]+", _bare(each)) if word]
        if len("".join(words)) < (2 if kind is Kind.NAME else LONG_ENOUGH):
            continue
        pattern = re.compile(r"(?<!\w)" + r"[\W_]{0,3}".join(words) + r"(?!\w)", re.I)
        yield from (Match(kind, text[found.start() : found.end()], certain=False) for found in pattern.finditer(bare))


def _bare(text: str) -> str:
    """The text without accents, letter for letter, so that a place in it is a place in the text."""
    return "".join(_letter(character) for character in text)


def _letter(character: str) -> str:
    plain = unicodedata.normalize("NFKD", character)[:1]
    return {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i"}.get(character, plain or character)


def _plain(postcode: str) -> str:
    return re.sub(r"\s", "", postcode).upper()
