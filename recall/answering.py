"""What people answer, and what each answer does: one table, from which actions, lists and statements are read.

No answer changes the register by itself: that somebody moved, died or is somebody else is looked into by a person.
Not now names the day from which they are asked again; only a refusal, a decision or a review ends their follow-up in
a campaign (reference standards 10: never leave somebody out because they did not answer).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices


class Response(TextChoices):
    """What somebody answered, or what was decided when they did not."""

    BOOKED = "booked", "Booked a review"
    DECLINED = "declined", "Does not want a review"
    NOT_NOW = "not_now", "Not now; ask again another time"
    RING_ME = "ring_me", "Asks to be rung"
    MOVED = "moved", "No longer at this address or number"
    DECEASED = "deceased", "Somebody says that they died"
    WRONG_PERSON = "wrong_person", "It reached somebody else"
    STOP = "stop", "Asked for no more messages"
    MISSED = "missed", "Booked and did not attend"
    DECIDED = "decided", "No answer: a clinician decided what happens"
    RESUMED = "resumed", "Looked into: goes on being invited"


class Source(TextChoices):
    """By which way an answer came."""

    STAFF = "staff", "Told to staff"
    SLIP = "slip", "Paper slip"
    REPLY_PAGE = "reply_page", "Reply page"
    SMS = "sms", "Text message"


OF_THE_PERSON = frozenset({Source.REPLY_PAGE, Source.SMS})  # nobody of staff recorded it


@dataclass(frozen=True)
class Effect:
    """What one answer does, besides that nothing waiting in this campaign is sent any more.

    `asks_again`: it names the day from which the person is invited again. `concern`: somebody named looks into it, and
    no campaign sends anything meanwhile. `wants_words`: it is written down why. `wants_call`: somebody rings.
    """

    asks_again: bool = False
    may_ask_again: bool = False
    concern: bool = False
    wants_words: bool = False
    wants_call: bool = False
    books: bool = False


EFFECTS: dict[Response, Effect] = {
    Response.BOOKED: Effect(books=True),
    Response.DECLINED: Effect(),
    Response.NOT_NOW: Effect(asks_again=True),
    Response.RING_ME: Effect(wants_call=True),
    Response.MOVED: Effect(concern=True),
    Response.DECEASED: Effect(concern=True),
    Response.WRONG_PERSON: Effect(concern=True),
    Response.STOP: Effect(concern=True),
    Response.MISSED: Effect(may_ask_again=True),
    Response.DECIDED: Effect(may_ask_again=True, wants_words=True),
    Response.RESUMED: Effect(asks_again=True),
}

# What a person may say of themselves, and what staff may record; the others come of a deed of their own.
BY_THEMSELVES = (Response.RING_ME, Response.BOOKED, Response.NOT_NOW, Response.DECLINED, Response.MOVED)
BY_STAFF = (Response.BOOKED, Response.DECLINED, Response.NOT_NOW, Response.RING_ME, Response.MOVED, Response.DECEASED,
            Response.WRONG_PERSON, Response.STOP, Response.DECIDED)  # fmt: skip
RESPONDED = (Response.BOOKED, Response.DECLINED, Response.NOT_NOW, Response.RING_ME, Response.STOP)  # to the invitation
CONCERNS = tuple(response for response, effect in EFFECTS.items() if effect.concern)

NOT_NOW_DAYS = 28  # when the person names no day themselves; within the usual three to four weeks (standards 10)
LONGEST_WAIT = timedelta(days=366)  # a later day than in a year is another recall, not an answer to this one


class Standing(TextChoices):
    """How an answer leaves the person in the campaign."""

    NONE = "", "No answer that holds"
    OPEN = "open", "To be invited again"
    WAITS = "wait", "Something is still to happen"
    DECIDES = "decide", "A clinician decides"
    CLOSES = "close", "Nothing more in this campaign"


def standing(response: str, *, ask_again_on: date | None, unsettled: bool, today: date) -> Standing:
    """How the newest answer leaves its person. `queries.standing.STANDING` says the same in SQL.

    `unsettled` says that a concern is being looked into, that an appointment is not over yet, or that the person says
    they booked one and none is on record.
    """
    if ask_again_on is not None:
        return Standing.OPEN if ask_again_on <= today else Standing.WAITS
    if unsettled or EFFECTS[Response(response)].wants_call:
        return Standing.WAITS
    return Standing.DECIDES if response == Response.MISSED else Standing.CLOSES


class Attendance(TextChoices):
    """What became of an appointment."""

    ATTENDED = "attended", "Attended"
    MISSED = "missed", "Did not attend"
    CANCELLED = "cancelled", "Cancelled"


MISSED_BEFORE_A_DECISION = (
    2  # local rule by example: at the second missed appointment a clinician decides (standards 10)
)
DAYS_AFTER_MISSED = 7  # the shortest time between two invitations (standards 10)


def ask_again_after_missed(*, missed: int, on: date) -> date | None:
    """From when somebody who missed so many appointments is invited again; None when a clinician decides."""
    return None if missed >= MISSED_BEFORE_A_DECISION else on + timedelta(days=DAYS_AFTER_MISSED)


class Finding(TextChoices):
    """What was found when an answer was looked into."""

    SO = "so", "It is so; nothing more in this campaign"
    PUT_RIGHT = "put_right", "The record is put right; invite them again"
    NOT_SO = "not_so", "It is not so; invite them again"


GOES_ON = frozenset({Finding.PUT_RIGHT, Finding.NOT_SO})
