"""What a message says: the wording in force, filled in for one person. It says who writes and whom to ring, no more."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from patients.models import Channel, Format
from recall import codes, lengths, links
from recall.models import Kind
from recall.outcomes import Message

PLACEHOLDERS = ("practice", "telephone", "name", "reply_link", "reply_code")
# A link is pressed, so it stands in what is read on a screen; a code is written, so it stands on paper.
ON_A_SCREEN = (Kind.SMS, Kind.EMAIL)
ON_PAPER = (Kind.LETTER, Kind.LARGE_PRINT, Kind.EASY_READ)
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_NO_MARK = str.maketrans("", "", "⟪⟫")

# At the foot of a letter, to be cut off and sent or handed back: the code says whose it is, and nothing else does.
SLIP = (
    "\n\nYou can also send this part back to us. Put a tick by your answer.\nYour code: {reply_code}\n"
    "[  ] Please ring me\n[  ] Not now, ask me later\n[  ] No, thank you"
)

# Neutral by design: nobody but the reader should learn more than that a practice wrote (reference standards 8.5).
DEFAULTS: dict[tuple[str, bool], tuple[str, str]] = {
    (Kind.SMS, False): ("", "{practice} would like to see you. Please ring {telephone} or reply here: {reply_link}"),
    (Kind.SMS, True): (
        "",
        "A reminder: {practice} would like to see you. Please ring {telephone} or reply here: {reply_link}",
    ),
    (Kind.EMAIL, False): (
        "An appointment with {practice}",
        "Hello,\n\nYour practice would like to see you. Please ring {telephone} to arrange a time that suits you.\n\n"
        "You can bring somebody with you. If you need an interpreter or anything else, tell us when you ring.\n\n"
        "You can also answer here:\n{reply_link}\n\n{practice}",
    ),
    (Kind.EMAIL, True): (
        "A reminder from {practice}",
        "Hello,\n\nWe wrote to you recently. Your practice would still like to see you. Please ring {telephone} to "
        "arrange a time that suits you.\n\nYou can also answer here:\n{reply_link}\n\n"
        "If you do not want an appointment, tell us and we will not write again.\n\n{practice}",
    ),
    (Kind.LETTER, False): (
        "Please make an appointment",
        "Dear {name}\n\nYour practice would like to see you, to talk about how you are and what you would like to "
        "happen next.\n\nPlease ring {telephone} to arrange a time that suits you.\n\nYou can bring somebody with you. "
        "If you need an interpreter, or anything else to make the appointment easier, tell us when you ring.\n\n"
        "If you have an appointment already, you do not need to do anything.\n\nYours sincerely\n\n{practice}" + SLIP,
    ),
    (Kind.LETTER, True): (
        "A reminder to make an appointment",
        "Dear {name}\n\nWe wrote to you recently. Your practice would still like to see you.\n\nPlease ring "
        "{telephone} to arrange a time that suits you.\n\nIf you do not want an appointment, please tell us, and we "
        "will not write again. You can change your mind at any time.\n\nYours sincerely\n\n{practice}" + SLIP,
    ),
    (Kind.EASY_READ, False): (
        "Please ring us",
        "Dear {name}\n\nWe would like to see you.\n\nWe want to know how you are.\n\nPlease ring us.\n\n"
        "The number is {telephone}.\n\nYou can bring a friend.\n\nYou can ask us for help.\n\nThank you.\n\n{practice}",
    ),
    (Kind.EASY_READ, True): (
        "Please ring us",
        "Dear {name}\n\nWe wrote to you before.\n\nWe would still like to see you.\n\nPlease ring us.\n\n"
        "The number is {telephone}.\n\nYou can say no.\n\nThank you.\n\n{practice}",
    ),
}


def fill(text: str, **facts: str) -> str:
    """The text with its facts, all put in at once: what stands in somebody's name is a name, and never filled in."""
    plain = {name: _harmless(fact) for name, fact in facts.items()} | {"reply_link": links.MARK}
    return _PLACEHOLDER.sub(lambda found: plain.get(found[1], found[0]), text)


def _harmless(fact: str) -> str:
    """A fact on one line, that cannot pass for the place of a link."""
    return " ".join(fact.translate(_NO_MARK).split())


def as_read(text: str) -> str:
    """The text with short plain words where facts will stand, so that names do not count for how hard it is to read."""
    return fill(text, practice="We", telephone="us", name="you", reply_code="").replace(links.MARK, "").strip()


def facts_of(*, patient: Any, practice: Any, code: str = "") -> dict[str, str]:
    """What is filled in; the practice's own number, or words that do without one."""
    telephone = practice.telephone or "your practice"
    return {"practice": practice.name, "telephone": telephone, "name": patient.name, "reply_code": code}


def compose(*, channel: str, wording: Any, patient: Any, practice: Any, code: str = "") -> Message:
    """The message to one person as it is kept; as it leaves, its link is put in the place that is marked for it."""
    to = {
        Channel.SMS: patient.mobile,
        Channel.EMAIL: patient.email,
        Channel.LETTER: "\n".join([patient.name, *(line for line in patient.address if line), patient.postcode]),
    }[Channel(channel)]
    facts = facts_of(patient=patient, practice=practice, code=code)
    return Message(channel=channel, to=to, subject=fill(wording.subject, **facts), body=fill(wording.body, **facts))


# Somebody made up, for whom a wording is shown before anybody gets it. The number and postcode are nobody's.
SAMPLE_KEY = UUID(int=0x5A3C << 112)
SAMPLE_FORMATS = {Kind.LARGE_PRINT: Format.LARGE_PRINT, Kind.EASY_READ: Format.EASY_READ}


@dataclass(frozen=True)
class SamplePractice:
    """A practice nobody is registered at."""

    name: str = "Elm Surgery"
    telephone: str = "01632 960001"
    address: tuple[str, ...] = ("1 Mill Lane", "Woldham")
    postcode: str = "ZZ99 3AB"


@dataclass(frozen=True)
class SamplePerson:
    """A person who does not exist."""

    name: str = "Alex Stone"
    mobile: str = "07700900123"
    email: str = "alex.stone@example.org"
    address: tuple[str, ...] = ("2 Mill Lane", "Woldham")
    postcode: str = "ZZ99 3AB"


@dataclass(frozen=True)
class SampleInvitation:
    """What a letter asks of its invitation."""

    practice: SamplePractice = SamplePractice()
    patient: SamplePerson = SamplePerson()


@dataclass(frozen=True)
class SampleLetter:
    """What the printing of a letter asks of its attempt."""

    recipient: str
    subject: str
    body: str
    format: str
    invitation: SampleInvitation = SampleInvitation()
    pk: UUID = SAMPLE_KEY


def sample(wording: Any) -> Message:
    """The message to somebody made up, composed as every message is."""
    channel = Channel.LETTER if wording.kind in ON_PAPER else Channel(wording.kind)
    code = codes.code_of(SAMPLE_KEY)
    return compose(channel=channel, wording=wording, patient=SamplePerson(), practice=SamplePractice(), code=code)


def parts_of(wording: Any | None) -> int:
    """How many texts one message of this wording is charged as, to somebody made up; one where none is written yet."""
    return lengths.measure(sample(wording).body).segments if wording else 1


def sample_letter(wording: Any) -> Any:
    """The letter to somebody made up, as the printing takes it."""
    message = sample(wording)
    form = SAMPLE_FORMATS.get(wording.kind, Format.STANDARD)
    return SampleLetter(recipient=message.to, subject=message.subject, body=message.body, format=form)
