"""What a chain of seals must be, and how a digest is made: pure, so that a file is checked without a database.

The database makes the same digests by itself (migration 0004); tests hold the two together.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

FORGOTTEN = re.compile(r"forgotten ([0-9a-f]{64})")


@dataclass(frozen=True)
class Link:
    """One seal as it was written, and what its rows give when they are counted and digested again now."""

    scheme: str
    number: int
    cluster: int
    from_transaction: int
    to_transaction: int
    rows: int
    previous: str
    digest: str
    rows_now: int
    digest_now: str
    sealed_at: str = ""

    def __str__(self) -> str:
        return f"Seal {self.number} of {f'scheme {self.scheme}' if self.scheme else 'what is outside every scheme'}"


def faults(links: Iterable[Link], *, begins_anywhere: bool = False) -> Iterator[str]:
    """Every seal that is not as it was, in order; each scheme's chain is followed by itself, from its first seal on.

    An export may begin at any seal of a chain; what came before it is then taken as it is said to be.
    """
    before: dict[str, Link] = {}
    for link in links:
        last = before.get(link.scheme)
        if last or not begins_anywhere:
            yield from _faults_of_place(link, last)
        yield from _faults_of_rows(link)
        before[link.scheme] = link


def _faults_of_place(link: Link, last: Link | None) -> Iterator[str]:
    if link.number != (last.number if last else 0) + 1:
        yield f"{link}: the seal before it is missing."
    elif link.previous != (last.digest if last else ""):
        yield f"{link}: it does not continue the seal before it."
    if last and last.cluster == link.cluster and last.to_transaction != link.from_transaction:
        yield f"{link}: it does not begin where the seal before it ended."


def _faults_of_rows(link: Link) -> Iterator[str]:
    if link.rows_now != link.rows:
        yield f"{link}: {link.rows} rows were sealed, and {link.rows_now} are there."
    elif link.digest_now != link.digest:
        yield f"{link}: a row, or the seal itself, was altered."


Told = dict[tuple[str, int], str]  # scheme and number of a seal -> its digest, as it was told outside


def contradictions(told: Told, links: Iterable[Link]) -> Iterator[str]:
    """Every seal that was told outside the database and is not there now, or is another one."""
    now = {(link.scheme, link.number): link for link in links}
    for (scheme, number), digest in sorted(told.items()):
        link = now.get((scheme, number))
        if link is None:
            yield f"Seal {number} of {scheme or 'what is outside every scheme'} was told outside, and is gone."
        elif link.digest != digest:
            yield f"{link}: outside the database another digest was told."


def row_digest(source: str, opened: str, closed_digest: bytes) -> bytes:
    """The digest of one row: over what anybody may be shown, and the digest of the rest."""
    return hashlib.sha256(hashlib.sha256(f"{source} {opened}".encode()).digest() + closed_digest).digest()


def text_digest(text: str) -> bytes:
    """The digest of the rest of a row; of one that was forgotten, with an erased person, the digest that was kept."""
    forgotten = FORGOTTEN.fullmatch(text)
    return bytes.fromhex(forgotten[1]) if forgotten else hashlib.sha256(text.encode()).digest()


class NotAnExport(Exception):
    """The file is not one of ours, or was cut short; the sentence says where."""


def read_export(lines: Iterable[str]) -> tuple[list[Link], list[str]]:
    """The seals of an exported file with what its rows give, and what is wrong with the file itself."""
    whole = hashlib.sha256()
    links: list[Link] = []
    head: dict[str, str] | None = None
    digests: list[bytes] = []
    for number, line in enumerate(lines, 1):
        said = _parsed(line, number)
        if "end" in said:
            links += [_link(head, digests)] if head else []
            return links, [] if said["end"] == whole.hexdigest() else ["The file's own digest does not fit it."]
        whole.update(line.encode())
        if "seal" in said:
            links += [_link(head, digests)] if head else []
            head, digests = said, []
        elif head is not None:
            digests.append(_digest_of(said, number))
    return links, ["The file was cut short: its last line is missing."]


def _parsed(line: str, number: int) -> dict[str, str]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        raise NotAnExport(f"Line {number} is not one of an export of the trail.") from None
    if not isinstance(said, dict) or not (number > 1 or "export" in said):
        raise NotAnExport(f"Line {number} is not one of an export of the trail.")
    return said


def _digest_of(said: dict[str, str], number: int) -> bytes:
    try:
        if "digest" in said:
            return bytes.fromhex(said["digest"])
        rest = text_digest(said["closed"]) if "closed" in said else bytes.fromhex(said["closed_digest"])
        return row_digest(said["row"], said["open"], rest)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise NotAnExport(f"Line {number} is not one of an export of the trail.") from None


def _link(head: dict[str, str], digests: list[bytes]) -> Link:
    try:
        facts = json.loads(head["seal"])
        return Link(
            scheme=facts["scheme_id"] or "",
            number=facts["number"],
            cluster=facts["cluster"],
            from_transaction=facts["from_transaction"],
            to_transaction=facts["to_transaction"],
            rows=facts["rows"],
            previous=facts["previous"],
            digest=head["digest"],
            rows_now=len(digests),
            digest_now=hashlib.sha256(head["seal"].encode() + b"".join(digests)).hexdigest(),
            sealed_at=facts["sealed_at"],
        )
    except (KeyError, TypeError, ValueError):
        raise NotAnExport("A seal in the file cannot be read.") from None
