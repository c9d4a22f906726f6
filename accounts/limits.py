"""How often a password may be tried, decided before it is checked: facts in, how long to wait out.

Three limits stand beside each other, so that whoever guesses is slowed down and whoever is right still gets in:

- one account from one address: a few tries, then a wait;
- one account from everywhere it has never been used: so many addresses do not add up to many tries. An address from
  which the account was used is not held to it, so nobody can lock somebody else out of their own workplace;
- one address, whichever accounts: a practice shares one, so there is room for several people to mistype.

Sources: OWASP ASVS 5.0, 6.3.1; OWASP Authentication Cheat Sheet, "Account Lockout", read 25 November 2026.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Limit:
    """So many tries in so long."""

    tries: int
    within: timedelta


HERE = (Limit(5, timedelta(minutes=15)), Limit(10, timedelta(hours=1)))
ELSEWHERE = (Limit(20, timedelta(hours=1)),)
ADDRESS = (Limit(20, timedelta(minutes=5)), Limit(100, timedelta(hours=1)))
RESET = (Limit(5, timedelta(hours=1)),)
LONGEST = timedelta(hours=1)  # tries older than this count for nothing and are removed
KEPT_FOR = timedelta(days=1)  # how long typed text waits for whoever typed it
KNOWN_FOR = timedelta(days=90)  # how long an address stays one that the account is used from


def wait(tries: Iterable[datetime], limits: Sequence[Limit], now: datetime) -> timedelta:
    """How long until one more try is within every limit; nothing when it is now."""
    latest_first = sorted(tries, reverse=True)
    waits = [timedelta(0)]
    for limit in limits:
        if len(latest_first) >= limit.tries:
            waits.append(latest_first[limit.tries - 1] + limit.within - now)
    return max(waits)


FULL_PACE = 20  # minutes of an hour: nobody keeps up for longer what they do in one


def is_a_persons_pace(in_minute: int, in_hour: int, most_in_minute: int) -> bool:
    """Whether somebody signed in asks for no more pages and searches than a person with several windows could.

    What is beyond is a program, or somebody's session in the hands of one. OWASP ASVS 5.0, 2.4.1.
    """
    return in_minute <= most_in_minute and in_hour <= most_in_minute * FULL_PACE


def in_words(left: timedelta) -> str:
    """A wait as people say it, never shorter than it is."""
    minutes = max(1, -(-int(left.total_seconds()) // 60))
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
