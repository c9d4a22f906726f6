"""What waits on Today because of what people answered to their invitations."""

from accounts.roles import Permission
from recall import queries as recall
from sharedcare.pages.risk import Risk
from sharedcare.pages.source import Source

ANSWERS: tuple[Source, ...] = (
    Source(
        Risk.UNREACHED,
        "answer to an invitation to look into",
        "answers to invitations to look into",
        lambda user, today: recall.open_concerns(user).count(),
        "recall:concerns",
        need=Permission.RECORD_ANSWER,
        hint="Nothing is sent to these people until it is settled",
    ),
    Source(
        Risk.UNREACHED,
        "text that somebody has to read",
        "texts that somebody has to read",
        lambda user, today: recall.texts_to_read(user).count(),
        "recall:texts",
        need=Permission.RECORD_ANSWER,
        hint="They came back, and it is not plain what they say",
    ),
    Source(
        Risk.UNREACHED,
        "person who did not attend",
        "people who did not attend",
        lambda user, today: recall.missed_members(user).count(),
        "recall:missed",
        need=Permission.RECORD_ANSWER,
    ),
    Source(
        Risk.UNREACHED,
        "appointment to record",
        "appointments to record",
        lambda user, today: recall.bookings_to_settle(user).count(),
        "recall:bookings",
        need=Permission.RECORD_ANSWER,
    ),
)
