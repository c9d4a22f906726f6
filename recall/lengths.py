"""How long a text message is, as GOV.UK Notify counts and charges (reference standards 8.2, read 2026-03)."""

import math
import unicodedata
from dataclasses import dataclass

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[]~|€")
# Welsh letters that the ordinary alphabet of texts lacks: one of them makes the whole message longer.
WELSH = frozenset("ÂâÊêÎîÔôÛûŴŵŶŷÁáÍíÓóÚúẂẃÝýÀÈÌÒÙẀẁỲỳËëÏïẄẅŸÿ") - GSM
LONGEST = 918
REPLACED = str.maketrans(
    {"–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "\u00a0": " ", "\u200b": "", "\t": " "}
)


@dataclass(frozen=True)
class Length:
    """The characters a message counts for, and how many messages are paid for."""

    characters: int
    segments: int

    @property
    def is_too_long(self) -> bool:
        return self.characters > LONGEST


def as_sent(text: str) -> str:
    """The text as it arrives: dashes, quotes and accents made plain, what no phone shows a question mark."""
    return "".join(_plain(character) for character in text.translate(REPLACED))


def _plain(character: str) -> str:
    if character in GSM or character in EXTENDED or character in WELSH:
        return character
    stripped = unicodedata.normalize("NFKD", character)[0]
    return stripped if stripped in GSM else "?"


def measure(text: str) -> Length:
    """How long the message is once it has been made plain."""
    sent = as_sent(text)
    if any(character in WELSH for character in sent):
        characters, single, joined = len(sent), 70, 67
    else:
        characters, single, joined = sum(2 if c in EXTENDED else 1 for c in sent), 160, 153
    return Length(characters, 1 if characters <= single else math.ceil(characters / joined))
