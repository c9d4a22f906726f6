"""The press as a process: takes markup and letters, answers with a PDF or a refusal, and ends when nobody needs it.

Started by `process`. What passes is length, then JSON; after an answer, length, then the PDF. Nothing that could run.
"""

import json
import os
import resource
import select
import struct
import sys
import tempfile
from pathlib import Path
from typing import Any

from ui.press import confined, layout, printing

LONGEST_REQUEST = 500_000_000
IDLE_SECONDS = 600
LARGEST = 700 * 1024  # kibibytes of memory after which a fresh process does better
SECONDS, SECONDS_EACH = 20, 0.5  # of the processor, for one document and for each more of a batch
WARMING = (
    "<html lang=en><title>Warm</title><body><h1>Warm</h1><table><tr><td>1</table>"
    "<p><span data-place=0></span></p></body></html>"
)


def main(descriptor: int) -> None:
    """Answer until the other end is closed, or nothing has been asked for ten minutes."""
    confined.leave_network()
    try:
        printing.print_file([WARMING], [(0, ["Warm"])] * printing.PAYS)  # so that whatever is imported late has been
    except layout.LibrariesMissing:
        return _answer(descriptor, {"missing": True})
    confined.limit_memory()
    confined.forbid([layout.STATIC_FOLDER, layout.STATIC_FOLDER.parent / "ui"], Path(tempfile.gettempdir()))
    _answer(descriptor, {"ready": True})
    while select.select([descriptor], [], [], IDLE_SECONDS)[0] and (asked := _read(descriptor)):
        _serve(descriptor, *json.loads(asked))
        if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > LARGEST and sys.platform == "linux":
            return None
    return None


def _serve(descriptor: int, markups: list[str], letters: list[layout.Letter]) -> None:
    confined.limit_time(int(SECONDS + SECONDS_EACH * (len(letters) - 1)))
    began = _processor_seconds()
    try:
        made = printing.print_file(markups, letters)
    except layout.Unprintable as refusal:
        return _answer(descriptor, {"refused": refusal.sentence, "code": refusal.code})
    except (MemoryError, RecursionError):
        return _answer(descriptor, {"heavy": True})
    spent = _processor_seconds() - began
    return _answer(descriptor, {"page_counts": made.page_counts, "seconds": spent}, made.content)


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _answer(descriptor: int, facts: dict[str, Any], content: bytes = b"") -> None:
    head = json.dumps(facts).encode()
    left = memoryview(struct.pack("!Q", len(head)) + head + struct.pack("!Q", len(content)) + content)
    while left:
        left = left[os.write(descriptor, left) :]


def _read(descriptor: int) -> bytes:
    """The next request; nothing when the other end is closed."""
    length = _exactly(descriptor, 8)
    if len(length) < 8:
        return b""
    (wanted,) = struct.unpack("!Q", length)
    return _exactly(descriptor, wanted) if wanted <= LONGEST_REQUEST else b""


def _exactly(descriptor: int, wanted: int) -> bytes:
    pieces, left = [], wanted
    while left and (piece := os.read(descriptor, min(left, 1 << 20))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


if __name__ == "__main__":
    main(int(sys.argv[1]))
