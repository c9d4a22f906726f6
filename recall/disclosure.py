"""Words that would tell a household more than that a practice has written (reference standards 8.5).

Whole words, any capitals. It errs towards refusing: a wording can always be put another way.
"""

import re
from functools import lru_cache

# Substances and their treatment, services, diagnoses, and numbers that identify. Stems end in a star.
DISCLOSING = (
    "drug* addict* substance* opioid* opiate* heroin cocaine crack methadone methadose buprenorphine subutex suboxone "
    "espranor buvidal naloxone naltrexone benzodiazepine* diazepam amphetamine* cannabis alcohol* drink* detox* rehab* "
    "recovery relapse* abstinen* dependen* misuse* prescription* prescrib* medicine* medication* dose* dosing "
    "supervised collect* pharmac* chemist needle* inject* overdose* script* treatment* clinic* keyworker* "
    "counsel* psychiatr* hepatitis hiv"
).split()
PHRASES = ("key worker", "shared care", "care plan", "nhs number", "mental health", "urine test", "swab test")
DEFAULT = (*DISCLOSING, *PHRASES)
_LONG_NUMBER = re.compile(r"\b\d{3}[\s-]?\d{3}[\s-]?\d{4}\b")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = [r"\s+".join(map(re.escape, word.rstrip("*").split())) + (r"\w*" if word.endswith("*") else "")
             for word in words]  # fmt: skip
    return re.compile(r"\b(?:" + "|".join(parts) + r")\b", re.IGNORECASE)


def words_of(typed: str) -> tuple[str, ...]:
    """The words and phrases of a typed list, one a line, each once; a star at the end stands for any ending."""
    lines = (" ".join(line.split()).casefold() for line in typed.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line.strip("* ")))


def disclosing_words(text: str, words: tuple[str, ...] = DEFAULT) -> list[str]:
    """The words in the text that give something away, in their order; empty when it is discreet."""
    return [match.group(0) for match in _pattern(words).finditer(text)] if words else []


def looks_like_nhs_number(text: str) -> bool:
    """Whether ten digits stand together as an NHS number does; a telephone number begins with nought and passes."""
    return any(not match.group(0).startswith("0") for match in _LONG_NUMBER.finditer(text))


def has_link(text: str) -> bool:
    """Whether the text carries an address to press on: an invitation needs none, and a stranger may press it."""
    return bool(_LINK.search(text))
