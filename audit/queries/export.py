"""An export of the trail that proves itself: the rows of some days, in the seals they stand in, one JSON line each.

What was done to or for a person goes out without its sentence and its data: whoever reads the trail sees that it was
done, by whom and when, and the person as a reference. Of each part left out the digest is there, so that
`verify_trail --file` checks every seal all the same.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from audit import chain, wall
from audit.queries.seals import sealed_parts

REFERENCES_ONLY = "what is said of a person is left out; the person is a reference"


def export_lines(*, scheme_id: UUID, first: date, last: date, asked_by: str) -> Iterator[str]:
    """The lines of the file, from day to day. Seal beforehand: what is not sealed yet is not in it."""
    whole = hashlib.sha256()
    head = {"export": "audit trail", "scheme": str(scheme_id), "first": first, "last": last, "asked_by": asked_by}
    count = 0
    with wall.widened(REFERENCES_ONLY):
        for said in [{**head, "made_at": timezone.now()}, *_parts(scheme_id, first, last)]:
            line = json.dumps(said, default=str, ensure_ascii=False) + "\n"
            whole.update(line.encode())
            count += 1
            yield line
    yield json.dumps({"end": whole.hexdigest(), "lines": count}) + "\n"


def _parts(scheme_id: UUID, first: date, last: date) -> Iterator[dict[str, Any]]:
    begins, past = _moment(first), _moment(last + timedelta(days=1))
    for part in sealed_parts(scheme_id, begins, past):
        yield {"seal": part.header, "digest": part.digest}
        for _, source, opened, closed in part.lines:
            yield _row(source, opened, closed, begins, past)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _row(source: str, opened: str, closed: str, begins: datetime, past: datetime) -> dict[str, Any]:
    """One row: whole, without what is said of a person, or, when it is of another day, as its digest alone."""
    facts = json.loads(opened)
    rest = chain.text_digest(closed)
    if not begins <= datetime.fromisoformat(facts["at"]) < past:
        return {"digest": chain.row_digest(source, opened, rest).hex()}
    shown = {"closed": closed} if _names_nobody(source, facts) else {"closed_digest": rest.hex()}
    return {"row": source, "open": opened, **shown}


def _names_nobody(source: str, facts: dict[str, Any]) -> bool:
    """Deeds that concern no person, and changes of accounts; a row beneath a plan names no person and is about one."""
    if facts.get("patient_id"):
        return False
    return source == "audit_event" or facts.get("kind_of_record") == "identity"
