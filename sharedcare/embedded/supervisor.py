"""The web server, the worker and beat of `./dev up`: started, listened to, and started again when one ends."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sharedcare.embedded.server import Server
from sharedcare.embedded.stopping import send
from sharedcare.embedded.terminal import Log, Trouble
from sharedcare.embedded.watchdog import Watch

LONGEST_DELAY = 10.0  # seconds between attempts to start something that keeps ending
STEADY = 30.0  # seconds after which a process that ends is an accident, not a habit


@dataclass(frozen=True)
class Program:
    """One process of the application."""

    name: str
    command: list[str]


class Child:
    """A program while it runs: in a process group of its own, its output in the log."""

    def __init__(self, program: Program, root: Path, environment: Mapping[str, str], log: Log, watch: Watch) -> None:
        self.program = program
        self._root, self._environment, self._log, self._watch = root, environment, log, watch
        self._delay = 0.5
        self._due = 0.0
        self._began = 0.0
        self._process: subprocess.Popen[str] | None = None
        self.start()

    @property
    def pid(self) -> int | None:
        """Its process id, or None between two lives."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the program and read what it says."""
        self._began = time.monotonic()
        self._process = subprocess.Popen(
            self.program.command,
            cwd=self._root,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._watch.process(self._process.pid, leads_group=True)
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip():
                self._log.write(self.program.name, line.rstrip("\n"))

    def keep_alive(self) -> bool:
        """Start it again if it has ended, sooner the first time than the next; True if that changed anything."""
        if self._process is not None:
            ended = self._process.poll()
            if ended is None:
                return False
            self._bury(self._process, ended)
            return True
        if time.monotonic() < self._due:
            return False
        self.start()
        return True

    def _bury(self, process: subprocess.Popen[str], ended: int) -> None:
        """Its own children would keep the port or take work from the next one, so they go with it."""
        send(os.killpg, process.pid, signal.SIGKILL)
        self._watch.ended(process.pid)
        steady = time.monotonic() - self._began > STEADY
        self._delay = 0.5 if steady else min(self._delay * 2, LONGEST_DELAY)
        self._due = time.monotonic() + self._delay
        self._process = None
        how = f"was killed by signal {-ended}" if ended < 0 else f"ended with code {ended}"
        self._log.write("dev", f"{self.program.name} {how}; starting it again in {self._delay:.0f} s")


class ServerMinder:
    """A private server while the application runs: its log passed on, started again when it ends."""

    def __init__(self, server: Server, log: Log) -> None:
        self.server = server
        self._log = log
        self.pid = server.pid()
        self._read_to = server.log.stat().st_size
        self._due = 0.0

    def keep_alive(self) -> bool:
        """Start the server again if it has ended; True if that changed anything."""
        self._pass_on()
        if self.server.pid() == self.pid and self.pid is not None:
            return False
        if time.monotonic() < self._due:
            return False
        name = self.server.service.name
        self._log.write("dev", f"the {name} has ended; starting it again")
        try:
            self.server.revive()
        except Trouble:
            self._due = time.monotonic() + 1.0  # PostgreSQL waits for the last of its former processes to be gone.
        self.pid = self.server.pid()
        return True

    def _pass_on(self) -> None:
        """Copy the lines the server has written since the last look."""
        size = self.server.log.stat().st_size
        if size <= self._read_to:
            return
        with self.server.log.open("rb") as written:
            written.seek(self._read_to)
            fresh = written.read(size - self._read_to)
        whole = fresh[: fresh.rfind(b"\n") + 1]
        self._read_to += len(whole)
        for line in whole.decode(errors="replace").splitlines():
            self._log.write(self.server.service.name, line)
