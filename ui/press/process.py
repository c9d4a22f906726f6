"""Starts the press when it is first needed, gives it work, and ends it when it takes too long.

One press for each process of the site, kept warm. Threads take turns; a process that was forked starts its own.
"""

import atexit
import contextlib
import json
import logging
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ui.press.layout import Letter, LibrariesMissing, PrintFile, Unprintable

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_STARTING = 60.0  # seconds by the clock; a busy machine may take long over it
PATIENCE, PATIENCE_EACH = 45.0, 1.5  # for one document, and for each more of a batch
LONGEST_HEAD, LONGEST_PDF = 1_000_000, 1_000_000_000
# All that the press is told of the site: where programs and libraries are, and nothing that is secret.
HANDED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "FONTCONFIG_PATH",
             "FONTCONFIG_FILE", "WEASYPRINT_DLL_DIRECTORIES")  # fmt: skip
TOO_HEAVY = (
    "This took more time or memory to print than one document may. Print less at once, or shorten the longest entries."
)

log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()


class Press:
    """One running process, and our end of the line to it."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.spent = 0.0  # seconds of the processor that it has used for us
        self._scratch = tempfile.TemporaryDirectory(prefix="press-", ignore_cleanup_errors=True)
        self._line, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "ui.press", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                cwd=ROOT,
                env={"TMPDIR": self._scratch.name, **{n: os.environ[n] for n in HANDED_ON if n in os.environ}},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # what it says may quote what it prints
                start_new_session=True,
            )
        try:
            said, _ = self._hear(time.monotonic() + PATIENCE_STARTING)
        except OSError:
            self.close()
            raise
        if said.get("missing"):
            self.close()
            raise LibrariesMissing

    @property
    def is_usable(self) -> bool:
        """Whether it is ours and alive: a forked process must not talk on its parent's line."""
        return self.owner == os.getpid() and self._process.poll() is None

    def print(self, markups: Sequence[str], letters: Sequence[Letter]) -> PrintFile:
        """The letters as one file; raises Unprintable, and OSError when the process ended or took too long."""
        until = time.monotonic() + PATIENCE + PATIENCE_EACH * (len(letters) - 1)
        body = json.dumps([markups, letters]).encode()
        self._line.settimeout(until - time.monotonic())
        self._line.sendall(struct.pack("!Q", len(body)) + body)
        said, content = self._hear(until)
        if "refused" in said:
            raise Unprintable(str(said["refused"]), code=str(said["code"]))
        if "heavy" in said:
            raise Unprintable(TOO_HEAVY, code="too_heavy")
        self.spent += float(said["seconds"])
        return PrintFile(content, [int(count) for count in said["page_counts"]])

    def _hear(self, until: float) -> tuple[dict[str, Any], bytes]:
        said = json.loads(self._exactly(self._length(until, LONGEST_HEAD), until))
        return said, self._exactly(self._length(until, LONGEST_PDF), until)

    def _length(self, until: float, longest: int) -> int:
        (length,) = struct.unpack("!Q", self._exactly(8, until))
        if length > longest:
            raise OSError("The press answered with more than it can have made.")
        return int(length)

    def _exactly(self, wanted: int, until: float) -> bytes:
        pieces, left = [], wanted
        while left:
            self._line.settimeout(max(until - time.monotonic(), 0.001))
            piece = self._line.recv(min(left, 1 << 20))
            if not piece:
                raise OSError("The press ended.")
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)

    def close(self) -> None:
        """Hang up, and end the process if it is ours."""
        self._line.close()
        if self.owner == os.getpid():
            self._process.kill()
            self._process.wait()
            self._scratch.cleanup()
        else:
            # The process and its folder are our parent's, who sees to them.
            self._process.returncode = 0
            self._scratch._finalizer.detach()  # type: ignore[attr-defined]

    @property
    def ended_with(self) -> int | None:
        """What the process ended with, a moment after its line went dead; None when it had to be killed."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout=1)
        return None


_press: Press | None = None


def print_file(markups: Sequence[str], letters: Sequence[Letter] | None = None) -> PrintFile:
    """The letters as one file, made by the press; raises Unprintable in words, or LibrariesMissing.

    Each letter is the number of its markup and the words for the markup's places; without letters, each markup is one.

    A press that crashes or takes too long is ended and counts as a refusal; the next call starts another.
    """
    letters = [(number, ()) for number in range(len(markups))] if letters is None else letters
    with _one_at_a_time:
        try:
            return _usable().print(markups, letters)
        except (OSError, ValueError, KeyError):
            ended = _press.ended_with if _press else None
            log.warning("press ended, with %s, over %d documents", ended, len(letters))
            _close()
            raise Unprintable(TOO_HEAVY, code="too_heavy") from None


def _usable() -> Press:
    global _press
    if _press is None or not _press.is_usable:
        _close()
        _press = Press()
    return _press


def _close() -> None:
    global _press
    if _press is not None:
        _press.close()
        _press = None


def spent() -> float:
    """Seconds of the processor that the present press has used for us; for the benchmark."""
    return _press.spent if _press else 0.0


def _after_fork() -> None:
    global _one_at_a_time
    _one_at_a_time = threading.Lock()  # another thread of the parent may have held it


atexit.register(_close)
os.register_at_fork(after_in_child=_after_fork)
