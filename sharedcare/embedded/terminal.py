"""What the person at the terminal reads: stages with their seconds, troubles in a sentence, one log."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

COLOURS = {"web": "36", "worker": "32", "beat": "33", "database": "34", "broker": "35", "dev": "1"}


class Trouble(Exception):
    """Something the person at the terminal can put right; the message says how."""


_stream: TextIO = sys.stderr


def speak_on(stream: TextIO) -> None:
    """Choose where `say` writes: a command whose output a program may read keeps standard output for that."""
    global _stream
    _stream = stream


def say(sentence: str = "") -> None:
    """One line for the person."""
    print(sentence, file=_stream, flush=True)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Time one stage of the work and say how long it took, in the order the stages end."""
    began = time.monotonic()
    yield
    say(f"  {name:<34}{time.monotonic() - began:6.1f} s")


class Log:
    """The one log of `./dev up`: every line carries the name of the process it came from."""

    def __init__(self, kept_in: Path, keep_bytes: int = 5_000_000) -> None:
        if kept_in.exists() and kept_in.stat().st_size > keep_bytes:
            kept_in.replace(kept_in.with_suffix(".old.log"))
        self._file = kept_in.open("a", encoding="utf-8")
        self._lock = threading.Lock()
        self._colour = sys.stdout.isatty()
        self.reader_gone = threading.Event()

    def write(self, name: str, line: str) -> None:
        """Write the line to the terminal and to the kept log; never let half a line through."""
        label = f"{name:<8} |"
        shown = f"\033[{COLOURS.get(name, '0')}m{label}\033[0m" if self._colour else label
        with self._lock:
            self._file.write(f"{label} {line}\n")
            self._file.flush()
            if self.reader_gone.is_set():
                return
            try:
                print(f"{shown} {line}", flush=True)
            except OSError:
                self.reader_gone.set()
