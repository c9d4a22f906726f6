"""Words that would tell a household more than that a practice has written (reference standards 8.5).

Whole words, any capitals. It errs towards refusing: a wording can always be put another way.
"""

import re

# Substances and their treatment, services, diagnoses, and numbers that identify. Stems end in a star.
DISCLOSING = (
    "drug* addict* substance* opioid* opiate* heroin cocaine crack methadone methadose buprenorphine subutex suboxone "
    "espranor buvidal naloxone naltrexone benzodiazepine* diazepam amphetamine* cannabis alcohol* drink* detox* rehab* "
    "recovery relapse* abstinen* dependen* misuse* prescription* prescrib* medicine* medication* dose* dosing "
    "supervised collect* pharmac* chemist needle* inject* overdose* script* treatment* clinic* keyworker* "
    "counsel* psychiatr* hepatitis hiv"
).split()
PHRASES = ("key worker", "shared care", "care plan", "nhs number", "mental health", "urine test", "swab test")
_PATTERN = re.compile(
    r"\b(?:"
    + "|".join(
        [re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in DISCLOSING]
        + [phrase.replace(" ", r"\s+") for phrase in PHRASES]
    )
    + r")\b",
    re.IGNORECASE,
)
_LONG_NUMBER = re.compile(r"\b\d{3}[\s-]?\d{3}[\s-]?\d{4}\b")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def disclosing_words(text: str) -> list[str]:
    """The words in the text that give something away, in their order; empty when it is discreet."""
    return [match.group(0) for match in _PATTERN.finditer(text)]


def looks_like_nhs_number(text: str) -> bool:
    """Whether ten digits stand together as an NHS number does; a telephone number begins with nought and passes."""
    return any(not match.group(0).startswith("0") for match in _LONG_NUMBER.finditer(text))


def has_link(text: str) -> bool:
    """Whether the text carries an address to press on: an invitation needs none, and a stranger may press it."""
    return bool(_LINK.search(text))
