"""What a person wrote back in a text message, read tolerantly: one of the answers there are, or nothing when in doubt.

Whatever is not plainly one answer is for a person to read. STOP comes first, wherever it stands alone, because it must
never be missed (capabilities 3.4: opt-outs handled as ordinary words).
"""

import re
import unicodedata
from dataclasses import dataclass

from recall.answering import NOT_NOW_DAYS, Response

LONGEST_READ = 160  # a longer text is a story, and for a person


@dataclass(frozen=True)
class Reading:
    """The answer a text gives, and for "not now" in how many days to ask again."""

    response: Response
    ask_again_in: int | None = None


_STOP = {"stop", "stopall", "stop all", "unsubscribe", "end", "quit", "cancel", "opt out", "optout", "remove me",
         "stop texting me", "stop texting", "no more texts", "please stop", "dont text me", "do not text me",
         "stop please", "stop messaging me", "remove my number"}  # fmt: skip
_PATTERNS: tuple[tuple[Response, str], ...] = (
    (Response.WRONG_PERSON, r"wrong (number|person)|not (me|my name|him|her|them)|"
                            r"dont know (him|her|them|this person)|who (is|are) (this|you)|"
                            r"(no|nobody) (one )?(here )?(of|by) that name"),
    (Response.MOVED, r"(i|i have|ive|we have|weve|hes|shes|theyve) (just )?moved( away| house| out)?|moved away|"
                     r"changed (surgery|surgeries|doctor|doctors|gp)|different (surgery|gp)"),
    (Response.DECEASED, r"(he|she|they|mum|dad|mother|father|husband|wife) (has |have )?(died|passed away)|deceased"),
    (Response.RING_ME, r"(please |pls |can you |could you |can u )*(call|ring|phone|telephone)( me)?( back)?"
                       r"( please| pls)?|(give|gimme) (me )?a (call|ring)|callback|call back"),
    (Response.NOT_NOW, r"(maybe |not now |ask me |another time |perhaps )*(later|another time|not now|not yet|"
                       r"in a (few )?(week|weeks|month|months)|next month|too busy|busy)( please| pls)?|"
                       r"not at the moment|"
                       r"ask( me)? (again )?later"),
    (Response.BOOKED, r"(i |ive |i have )*(already )?(booked|made an appointment|got an appointment|"
                      r"have an appointment)( already| thanks| thank you)*"),
    (Response.DECLINED, r"no|nope|no( thanks| thank you| thankyou| ta)|(i )?(dont|do not) want (it|to|one|to come)|"
                        r"not interested|n"),
    # Yes to "would like to see you" is no appointment yet: somebody rings to make one.
    (Response.RING_ME, r"yes|y|yeah|yep|yes please|ok|okay|ok please|sure|yes ok|yes id like (to|that)|book me( in)?"),
)  # fmt: skip
_READ = tuple((response, re.compile(pattern)) for response, pattern in _PATTERNS)
_POLITE = re.compile(r"^(hi|hello|hey|dear \w+|good (morning|afternoon|evening))\b ?|"
                     r" ?\b(thanks|thank you|thx|cheers|please|pls|x+)$")  # fmt: skip


def plain(text: str) -> str:
    """The words of the text alone: no capitals, accents, marks or greetings."""
    letters = unicodedata.normalize("NFKD", text).casefold().replace("'", "").replace("’", "")
    words = " ".join(re.findall(r"[a-z0-9]+", letters))
    before = None
    while before != words:
        before, words = words, _POLITE.sub("", words).strip()
    return words or " ".join(re.findall(r"[a-z0-9]+", letters))


def read(text: str) -> Reading | None:
    """The one answer the text plainly gives; None when a person has to read it."""
    if len(text) > LONGEST_READ:
        return None
    words = plain(text)
    if words in _STOP:
        return Reading(Response.STOP)
    found = next((response for response, pattern in _READ if pattern.fullmatch(words)), None)
    if found is None:
        return None
    return Reading(found, NOT_NOW_DAYS if found == Response.NOT_NOW else None)
