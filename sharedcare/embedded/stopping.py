"""How everything a launcher started is brought to an end; used by the watchdog, whichever way the launcher went."""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

GRACE = 3.0  # seconds a web server, worker or command has to finish what it is doing
RUN_VARIABLE = "SHAREDCARE_RUN"  # marks whatever a launcher starts, so that no descendant can slip away


@dataclass(frozen=True)
class Service:
    """A database or broker as the stopper knows it: how to find it, how to ask it to stop, who else is using it."""

    name: str
    pid_file: str
    mark: str  # words of its command line that no other process has
    signals: tuple[int, ...]
    lock: str  # held while starting or stopping it
    users: str  # held, shared, by every launcher that is using it

    def pid(self) -> int | None:
        """Its process id while it runs; a stale file or a recycled number does not count."""
        try:
            pid = int(Path(self.pid_file).read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            pid = 0
        if pid and is_alive(pid) and self.mark in command_line(pid):
            return pid
        return next((other for other in all_processes() if self.mark in command_line(other)), None)

    def stop_if_unused(self) -> bool:
        """The last one out switches off the light; True if it is off."""
        with locked(self.lock), open(self.users, "a") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return False
            for number in (*self.signals, signal.SIGKILL):
                pid = self.pid()
                if pid is None or send_and_wait(pid, number, 4.0):
                    return True
        return False


@dataclass
class Charges:
    """Everything one launcher has started, as told to the watchdog line by line."""

    run: str = ""
    processes: dict[int, bool] = field(default_factory=dict)  # pid: whether it leads a process group of its own
    services: dict[str, Service] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)

    def take(self, message: dict[str, Any]) -> None:
        """Note one thing more to look after, or one that is over."""
        match message:
            case {"run": str(run)}:
                self.run = run
            case {"process": int(pid), "group": bool(group)}:
                self.processes[pid] = group
            case {"ended": int(pid)}:
                self.processes.pop(pid, None)
            case {"service": dict(service)}:
                known = Service(**{**service, "signals": tuple(service["signals"])})
                self.services[known.name] = known
            case {"folder": str(folder)}:
                self.folders.append(folder)

    def end(self) -> None:
        """Stop the processes, then the services nobody else uses, then remove what was only lent."""
        stop_processes(self.processes)
        kill_marked(self.run)
        for service in self.services.values():
            service.stop_if_unused()
        for folder in self.folders:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(path: str | Path) -> Iterator[None]:
    """Hold the lock file alone; the kernel lets go of it for us if we are killed."""
    with open(path, "a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def stop_processes(processes: dict[int, bool]) -> None:
    """Ask the leaders to finish, wait a little, then kill them with everything in their groups."""
    for pid in processes:
        send(os.kill, pid, signal.SIGTERM)
    wait_for(lambda: not any(is_alive(pid) for pid in processes), GRACE)
    for pid, group in processes.items():
        send(os.killpg if group else os.kill, pid, signal.SIGKILL)


def kill_marked(run: str) -> None:
    """Kill whatever still carries the launcher's mark in its environment (Linux only; elsewhere groups must do)."""
    mark = f"{RUN_VARIABLE}={run}".encode()
    for _ in range(5):
        marked = [pid for pid in all_processes() if run and pid != os.getpid() and mark in environment(pid)]
        if not marked:
            return
        for pid in marked:
            send(os.kill, pid, signal.SIGKILL)
        time.sleep(0.05)


def send(how: Callable[[int, int], None], pid: int, number: int) -> None:
    """Send a signal to something that may have gone already."""
    with suppress(ProcessLookupError, PermissionError):
        how(pid, number)


def send_and_wait(pid: int, number: int, seconds: float) -> bool:
    """Send the signal; True if the process ended in time."""
    send(os.kill, pid, number)
    return wait_for(lambda: not is_alive(pid), seconds)


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    """Look every 30 ms until the condition holds; False if it never did."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.03)
    return True


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and only waits for its parent to notice does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (OSError, IndexError):
        return not Path("/proc/self").exists() and "Z" not in ps("stat=", pid)


def command_line(pid: int) -> str:
    """The process's command line, its words separated by spaces; empty when it cannot be read."""
    if Path("/proc/self").exists():
        return read_process(pid, "cmdline").replace(b"\0", b" ").decode(errors="replace")
    return ps("command=", pid)


def environment(pid: int) -> bytes:
    """The environment the process was started with, as far as we may read it."""
    return read_process(pid, "environ")


def read_process(pid: int, what: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{what}").read_bytes()
    except OSError:
        return b""


def all_processes() -> Iterable[int]:
    """Every process id there is (Linux only)."""
    if not Path("/proc/self").exists():
        return []
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def ps(column: str, pid: int) -> str:
    """One column of `ps` for the process, where there is no /proc to read."""
    asked = subprocess.run(["ps", "-o", column, "-p", str(pid)], capture_output=True, text=True, check=False)
    return asked.stdout.strip()
