"""What the private database and the private broker have in common: shared by launchers, started once, stopped last."""

import fcntl
import os
import subprocess
from pathlib import Path
from typing import IO

from sharedcare.embedded.accounts import Account
from sharedcare.embedded.stopping import RUN_VARIABLE, Service, locked, wait_for
from sharedcare.embedded.terminal import Trouble
from sharedcare.embedded.watchdog import Watch


class Server:
    """A server process of this checkout; several commands may use it at once, and the last to leave stops it."""

    def __init__(self, service: Service, account: Account, log: Path, start_seconds: float) -> None:
        self.service = service
        self.log = log
        self._account = account
        self._start_seconds = start_seconds
        self._users: IO[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def join(self, watch: Watch) -> None:
        """Use the server, starting it if nobody has; the watch sees to it when we are gone."""
        watch.service(self.service)
        with locked(self.service.lock):
            self._users = open(self.service.users, "a")  # noqa: SIM115 -- held until we leave
            fcntl.flock(self._users, fcntl.LOCK_SH)
            self._start_unless_running()

    def leave(self) -> None:
        """Stop using it. The watchdog stops it if nobody else does."""
        if self._users is not None:
            self._users.close()
            self._users = None

    def pid(self) -> int | None:
        """Its process id, or None when it is not running."""
        if self._process is not None:
            self._process.poll()
        return self.service.pid()

    def revive(self) -> None:
        """Start it again if it has ended; the data are as the last commit left them."""
        with locked(self.service.lock):
            self._start_unless_running()

    def _start_unless_running(self) -> None:
        if self.pid() is None:
            self.prepare()
            self._spawn()
        if not wait_for(lambda: self.is_ready() or self._has_failed(), self._start_seconds) or self._has_failed():
            raise Trouble(f"The {self.service.name} did not start. The end of {self.log}:\n{self.last_words()}")
        self.started()

    def _spawn(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=plain_environment(),
                start_new_session=True,
                **self._account.popen_options(),
            )

    def _has_failed(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def last_words(self, lines: int = 8) -> str:
        """The end of its log, for a message that says what went wrong."""
        return "\n".join("    " + line for line in self.log.read_text(errors="replace").splitlines()[-lines:])

    def prepare(self) -> None:
        """Make what the server needs before it can start."""

    def command(self) -> list[str]:
        """The command that runs the server in the foreground."""
        raise NotImplementedError

    def is_ready(self) -> bool:
        """Whether it takes connections."""
        raise NotImplementedError

    def started(self) -> None:
        """What there is to do each time it has come up."""


def plain_environment(*, marked: bool = False) -> dict[str, str]:
    """An environment in which nothing of ours, and no PG* variable of the person's, changes what a program does.

    A program that only prepares a server is marked, to be killed with its launcher. A server is not: others may be
    using it by then.
    """
    mark = {RUN_VARIABLE: os.environ[RUN_VARIABLE]} if marked and RUN_VARIABLE in os.environ else {}
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", **mark}
