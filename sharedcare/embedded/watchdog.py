"""A small process that outlives the launcher by a few seconds and leaves nothing of it behind.

The launcher tells it, over a pipe, what it starts. When the pipe closes (the launcher finished, was interrupted or was
killed outright, all the same) the watchdog stops what it was told of and ends. There is no other way to stop.
"""

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from types import TracebackType

from sharedcare.embedded.stopping import RUN_VARIABLE, Charges, Service


class Watch:
    """The launcher's end of the pipe; leaving the `with` block stops everything, and waits until it has stopped."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._told: list[bytes] = []
        self._charges = Charges()
        self.run = secrets.token_hex(8)
        self._start()
        os.environ[RUN_VARIABLE] = self.run
        self._tell({"run": self.run})

    def _start(self) -> None:
        reading, self._writing = os.pipe()
        clean = {name: value for name, value in os.environ.items() if name != RUN_VARIABLE and "PYTHON" not in name}
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-m", "sharedcare.embedded.watchdog"],
            stdin=reading,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._root,
            env=clean,
            start_new_session=True,
        )
        os.close(reading)

    def keep_alive(self) -> None:
        """If somebody has killed the watchdog, start another and tell it everything again."""
        if self._process.poll() is not None:
            os.close(self._writing)
            self._start()
            os.write(self._writing, b"".join(self._told))

    def __enter__(self) -> "Watch":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.environ.pop(RUN_VARIABLE, None)
        os.close(self._writing)
        if self._process.wait() != 0:  # the watchdog itself was killed, so its work falls to us
            self._charges.end()

    def process(self, pid: int, *, leads_group: bool) -> None:
        """Look after a process; with its whole group if it leads one."""
        self._tell({"process": pid, "group": leads_group})

    def ended(self, pid: int) -> None:
        """The process is gone, and its number may come to belong to somebody else."""
        self._tell({"ended": pid})

    def service(self, service: Service) -> None:
        """Look after a database or broker, which others may be using too."""
        self._tell({"service": asdict(service)})

    def folder(self, folder: Path) -> None:
        """Remove the folder at the end."""
        self._tell({"folder": str(folder)})

    def _tell(self, message: dict[str, object]) -> None:
        self._charges.take(message)
        self._told.append(json.dumps(message).encode() + b"\n")
        with contextlib.suppress(BrokenPipeError):  # It was killed; keep_alive or __exit__ notices.
            os.write(self._writing, self._told[-1])


def main() -> None:
    """Listen until the pipe closes, then stop everything; a terminal's signals are not for us."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
    os.chdir("/")
    charges = Charges()
    for line in sys.stdin.buffer:
        try:
            charges.take(json.loads(line))
        except ValueError:
            continue  # The launcher was killed in the middle of a line.
    charges.end()


if __name__ == "__main__":
    main()
