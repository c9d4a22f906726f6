"""What a message says: the wording in force, filled in for one person. It says who writes and whom to ring, no more."""

from typing import Any

from patients.models import Channel, Format
from recall.models import Kind
from recall.outcomes import Message

PLACEHOLDERS = ("practice", "telephone", "name")

# Neutral by design: nobody but the reader should learn more than that a practice wrote (reference standards 8.5).
DEFAULTS: dict[tuple[str, bool], tuple[str, str]] = {
    (Kind.SMS, False): ("", "{practice} would like to see you. Please ring {telephone} to arrange a time. Thank you."),
    (Kind.SMS, True): (
        "",
        "{practice} wrote to you recently and would still like to see you. Please ring {telephone}. Thank you.",
    ),
    (Kind.EMAIL, False): (
        "An appointment with {practice}",
        "Hello,\n\nYour practice would like to see you. Please ring {telephone} to arrange a time that suits you.\n\n"
        "You can bring somebody with you. If you need an interpreter or anything else, tell us when you ring.\n\n"
        "{practice}",
    ),
    (Kind.EMAIL, True): (
        "A reminder from {practice}",
        "Hello,\n\nWe wrote to you recently. Your practice would still like to see you. Please ring {telephone} to "
        "arrange a time that suits you.\n\nIf you do not want an appointment, tell us and we will not write again.\n\n"
        "{practice}",
    ),
    (Kind.LETTER, False): (
        "Please make an appointment",
        "Dear {name}\n\nYour practice would like to see you, to talk about how you are and what you would like to "
        "happen next.\n\nPlease ring {telephone} to arrange a time that suits you.\n\nYou can bring somebody with you. "
        "If you need an interpreter, or anything else to make the appointment easier, tell us when you ring.\n\n"
        "If you have an appointment already, you do not need to do anything.\n\nYours sincerely\n\n{practice}",
    ),
    (Kind.LETTER, True): (
        "A reminder to make an appointment",
        "Dear {name}\n\nWe wrote to you recently. Your practice would still like to see you.\n\nPlease ring "
        "{telephone} to arrange a time that suits you.\n\nIf you do not want an appointment, please tell us, and we "
        "will not write again. You can change your mind at any time.\n\nYours sincerely\n\n{practice}",
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


def kind_of(channel: str, form: str) -> Kind:
    """Which wording an attempt takes."""
    if channel == Channel.LETTER:
        return Kind.EASY_READ if form == Format.EASY_READ else Kind.LETTER
    return Kind(channel)


def fill(text: str, *, practice: Any, patient: Any) -> str:
    """The text with its three facts; the practice's own number, or a sentence that does without one."""
    telephone = practice.telephone or "your practice"
    for placeholder, fact in zip(PLACEHOLDERS, (practice.name, telephone, patient.name), strict=True):
        text = text.replace("{" + placeholder + "}", fact)
    return text


def compose(*, channel: str, wording: Any, patient: Any, practice: Any) -> Message:
    """The message to one person, exactly as it will leave."""
    to = {
        Channel.SMS: patient.mobile,
        Channel.EMAIL: patient.email,
        Channel.LETTER: "\n".join([patient.name, *(line for line in patient.address if line), patient.postcode]),
    }[Channel(channel)]
    return Message(
        channel=channel,
        to=to,
        subject=fill(wording.subject, practice=practice, patient=patient),
        body=fill(wording.body, practice=practice, patient=patient),
    )
