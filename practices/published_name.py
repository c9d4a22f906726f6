"""How a name printed in capitals is written on screen and paper.

A matter of habit, not of certainty, which is why the printed name is always kept beside it.
"""

import re

WORD = re.compile(r"[A-Za-zÀ-ÿ0-9&.'’]+")
SMALL = frozenset(
    ["a", "an", "and", "at", "by", "de", "for", "in", "le", "next", "of", "on", "or", "the", "to", "under", "with"]
)
ABBREVIATIONS = frozenset(
    [
        "APMS",
        "CCG",
        "CIC",
        "ENT",
        "GMS",
        "GP",
        "HMP",
        "ICB",
        "LLP",
        "NE",
        "NHS",
        "NW",
        "OOH",
        "PCN",
        "PCT",
        "PLC",
        "PMS",
        "UK",
    ]
)
WRITTEN_SO = {
    "DR": "Dr",
    "DRS": "Drs",
    "LTD": "Ltd",
    "MR": "Mr",
    "MRS": "Mrs",
    "MS": "Ms",
    "MT": "Mt",
    "NG": "Ng",
    "RD": "Rd",
    "ST": "St",
}
ORDINAL = re.compile(r"\d+(ST|ND|RD|TH)")
# Single letters and initials, a house number with its letter, roman numerals.
STAYS = re.compile(r"[A-Z]|([A-Z]\.)+[A-Z]?\.?|\d+[A-Z]|II|III|IV|VI{1,3}|IX|XI{1,3}|XIV|XV")


def display_name(published: str) -> str:
    """The name as people write it: the file prints capitals only.

    “ST MARY'S” is St Mary's, “O'BRIEN” O'Brien, “PRAZE-AN-BEEBLE” Praze-an-Beeble; initials, roman numerals and known
    abbreviations stay as they are, and so does a name that was not printed in capitals.
    """
    if published != published.upper():
        return published
    return WORD.sub(lambda found: _word(found.group(), inside=_is_inside(published, found.start())), published)


def _is_inside(text: str, start: int) -> bool:
    """Whether a word before this one stands in the same name, so that a small word may be small."""
    before = text[:start].rstrip(" -–")
    return bool(before) and before[-1] not in "(:"


def _word(word: str, *, inside: bool) -> str:
    bare = word.rstrip(".")
    if bare in WRITTEN_SO:
        return WRITTEN_SO[bare] + word[len(bare) :]
    if inside and word.lower() in SMALL and word != "A":
        return word.lower()
    if "&" in word or bare in ABBREVIATIONS or STAYS.fullmatch(word):
        return word
    if "." in bare:  # ST.AUSTELL
        return ".".join(_word(part, inside=inside) for part in word.split("."))
    return word.lower() if ORDINAL.fullmatch(word) else _with_apostrophe(word)


def _with_apostrophe(word: str) -> str:
    first, mark, rest = word.partition("’" if "’" in word else "'")
    if mark and len(first) == 1 and len(rest) > 1:  # O'Brien, D'Arcy
        return first + mark + rest.capitalize()
    plain = first.capitalize() + mark + rest.lower()
    return f"Mc{plain[2:].capitalize()}" if re.match(r"Mc[a-z]{3}", plain) else plain
