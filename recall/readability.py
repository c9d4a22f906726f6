"""How old a reader must be to read a text with ease.

Flesch–Kincaid grade level: 0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid, Fishburne, Rogers and
Chissom, "Derivation of new readability formulas", US Naval Training Command, Research Branch Report 8-75, 1975). A
grade is read at its number and five years. Syllables are counted by the vowels of a word, which is near enough for
English and for nothing else; so only English is judged.
"""

import re

OLDEST = 11  # years: what somebody in treatment reads has a reading age of 9 to 11
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_SENTENCE_ENDS = re.compile(r"[.!?:]+(?:\s|$)|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]es|[^aeiouytd]ed|[^laeiouy]e)$")


def syllables(word: str) -> int:
    """How many syllables an English word has, roughly; at least one."""
    plain = word.casefold().replace("'", "").replace("’", "")
    return max(1, len(_VOWELS.findall(_SILENT.sub("", plain) or plain)))


def reading_age(text: str) -> int:
    """The age in years at which the text is read with ease; nought for a text without words."""
    words = _WORD.findall(text)
    if not words:
        return 0
    sentences = [part for part in _SENTENCE_ENDS.split(text) if _WORD.search(part)]
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return max(5, round(grade + 5))
