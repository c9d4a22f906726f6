"""Telling each seal outside the database, so that a database rewritten as a whole is found out: to a file, and the log.

The folder is `TRAIL_DIR`. It belongs where whoever keeps the database cannot rewrite it: another machine, or storage
that only takes additions.
"""

import json
import logging
from pathlib import Path

from django.conf import settings
from django.db import transaction

from audit import actions, queries
from audit.chain import Told

log = logging.getLogger(__name__)
FILE = "seals.jsonl"


def seal_and_tell() -> int:
    """Seal what has ended, then tell every seal that was not told yet; returns how many. Safe to run twice at once.

    Nothing is told before it is committed. Whoever died in between is made good by the next run.
    """
    with transaction.atomic():
        actions.seal()
    known = told()
    new = [line for line in queries.seal_lines() if (line.scheme, line.number) not in known]
    for line in new:
        facts = {"scheme": line.scheme, "number": line.number, "digest": line.digest, "rows": line.rows}
        log.info("trail_sealed", extra=facts)
        _tell({**facts, "sealed_at": line.sealed_at.isoformat()})
    return len(new)


def told() -> Told:
    """What was told before; the first telling of a seal counts, and a line cut off by a crash does not."""
    found: Told = {}
    if settings.TRAIL_DIR and _file().exists():
        for line in _file().read_text(encoding="utf-8").splitlines():
            try:
                said = json.loads(line)
                found.setdefault((said["scheme"], said["number"]), said["digest"])
            except (ValueError, KeyError, TypeError):
                log.warning("trail_line_unreadable")
    return found


def _file() -> Path:
    return Path(settings.TRAIL_DIR) / FILE


def _tell(facts: dict[str, object]) -> None:
    if not settings.TRAIL_DIR:
        return
    _file().parent.mkdir(parents=True, exist_ok=True)
    with _file().open("a", encoding="utf-8") as file:
        file.write(json.dumps(facts) + "\n")
