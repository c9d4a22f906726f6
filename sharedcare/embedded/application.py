"""The application itself while `./dev up` runs: its three processes, the servers under them, what status is told."""

import http.client
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from sharedcare.embedded import state
from sharedcare.embedded.paths import Paths
from sharedcare.embedded.services import Services
from sharedcare.embedded.supervisor import Child, Program, ServerMinder
from sharedcare.embedded.terminal import Log, Trouble
from sharedcare.embedded.watchdog import Watch

HOST = "127.0.0.1"
PATIENCE = 60.0  # seconds for the web server to answer for the first time


@dataclass
class Application:
    """Web server, worker and beat, kept alive together with the private servers they use."""

    paths: Paths
    watch: Watch
    services: Services
    surroundings: Mapping[str, str]
    port: int
    _servers: list[ServerMinder] = field(default_factory=list)
    _children: list[Child] = field(default_factory=list)
    _ready: bool = False

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}/"

    def start(self, log: Log) -> None:
        """Start the processes; they are not ready yet."""
        self._servers = [ServerMinder(server, log) for server in self.services.servers]
        for program in programs(self.paths, self.port):
            self._children.append(Child(program, self.paths.root, self.surroundings, log, self.watch))
        self._note()

    def keep_alive(self) -> None:
        """Start again whatever has ended, the watchdog included."""
        self.watch.keep_alive()
        minded: list[ServerMinder | Child] = [*self._servers, *self._children]
        changed = [each for each in minded if each.keep_alive()]
        if changed:
            self._note()

    def wait_for_answer(self) -> None:
        """Wait until the web server answers anything at all; what it answers is for the reader to judge."""
        until = time.monotonic() + PATIENCE
        while not self._answers():
            if time.monotonic() > until:
                raise Trouble(f"The web server did not answer within {PATIENCE:.0f} seconds; its log is above.")
            self.keep_alive()
            time.sleep(0.1)
        self._ready = True
        self._note()

    def _answers(self) -> bool:
        asking = http.client.HTTPConnection(HOST, self.port, timeout=10)
        try:
            asking.request("GET", "/healthz")
            asking.getresponse()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asking.close()
        return True

    def _note(self) -> None:
        """Write down, for `./dev status`, where everything is at this moment."""
        pids: dict[str, int | None] = {"launcher": os.getpid(), "database": None, "broker": None}
        pids |= {child.program.name: child.pid for child in self._children}
        pids |= {minder.server.service.name: minder.pid for minder in self._servers}
        facts = {
            "run": self.watch.run,
            "launcher": os.getpid(),
            "ready": self._ready,
            "address": self.address,
            "pids": pids,
            "database_url": self.services.database_url,
            "owner_database_url": self.services.owner_database_url,
            "broker_url": self.services.broker_url,
            "outbox": self.surroundings["OUTBOX_DIR"],
        }
        state.write(self.paths, facts)


def programs(paths: Paths, port: int) -> list[Program]:
    """The three processes of the application, run by module so that a moved checkout still starts."""
    celery = ["celery", "-q", "-A", "sharedcare.celery"]
    commands = {
        "web": (
            f"gunicorn sharedcare.wsgi:application --config sharedcare/gunicorn.py --bind {HOST}:{port}"
            " --workers 2 --threads 4 --graceful-timeout 2"
        ).split(),
        "worker": [
            *celery,
            *"worker -P prefork -c 2 -Q default,outbound,reports -l INFO --without-gossip --without-mingle".split(),
        ],
        "beat": [*celery, "beat", "-l", "WARNING", "-s", str(paths.beat / "schedule"), "--pidfile="],
    }
    # Celery warns, at each start, against running as root; on one's own machine that is not news.
    python = [str(paths.python), "-W", "ignore:::celery.platforms", "-m"]
    return [Program(name, [*python, *words]) for name, words in commands.items()]
