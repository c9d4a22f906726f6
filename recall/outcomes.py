"""What is handed to a gateway, how it is to be treated, and the five things that can come of it."""

from dataclasses import dataclass

from recall.hours import Hours


@dataclass(frozen=True)
class Message:
    """One message as it leaves: nothing in it is worked out afterwards."""

    channel: str
    to: str
    subject: str
    body: str


@dataclass(frozen=True)
class Manners:
    """How many messages a minute the provider takes, nought for any number, and when people may hear from us."""

    per_minute: int = 0
    hours: Hours | None = None


@dataclass(frozen=True)
class Accepted:
    """It has left, and the provider knows it by this."""

    provider_id: str


@dataclass(frozen=True)
class Refused:
    """It will never be sent; the reason is the provider's."""

    reason: str


@dataclass(frozen=True)
class TryLater:
    """It was not taken now, and surely did not leave."""

    reason: str = ""


@dataclass(frozen=True)
class Barred:
    """Nothing of ours is taken (a wrong key, a wrong clock): everything stops until somebody has looked."""

    reason: str


@dataclass(frozen=True)
class Unknown:
    """It may have left. Never sent again before the provider has been asked."""

    reason: str = ""


Outcome = Accepted | Refused | TryLater | Barred | Unknown


class LookupFailed(Exception):
    """The provider could not be asked whether a message left; it is asked again later."""
