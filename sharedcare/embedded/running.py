"""Running one program for a launcher: in the background of a stage, or in front with the person's terminal."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

from sharedcare.embedded.environment import as_owner
from sharedcare.embedded.paths import Paths
from sharedcare.embedded.services import Services
from sharedcare.embedded.terminal import Trouble
from sharedcare.embedded.watchdog import Watch

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(BaseException):
    """The person, or the machine, asked us to stop; not an Exception, so that nothing on the way out catches it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def stop_on_signals() -> None:
    """Turn the first request to stop into `Interrupted`; later ones change nothing, as stopping is under way."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        for each in STOP_SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise Interrupted(number)

    for each in STOP_SIGNALS:
        signal.signal(each, interrupt)


def in_stage(
    paths: Paths, watch: Watch, command: list[str], environment: Mapping[str, str], *, show: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, in a group of its own; show what it says as it says it, or keep it for the caller."""
    output = None if show else subprocess.PIPE
    with (
        subprocess.Popen(
            command,
            cwd=paths.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=None if show else subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        ) as child,
        _until_ended(child, watch, leads_group=True),
    ):
        said = child.communicate()[0]
    return subprocess.CompletedProcess(command, child.returncode, said or "")


def in_front(paths: Paths, watch: Watch, command: list[str], environment: Mapping[str, str]) -> int:
    """Run a program with the terminal to itself; its exit code, as a shell would give it."""
    child = subprocess.Popen(command, cwd=paths.root, env=environment)
    with _until_ended(child, watch, leads_group=False):
        before = signal.signal(signal.SIGINT, _leave_to(child))
        code = child.wait()
        signal.signal(signal.SIGINT, before)
    return code if code >= 0 else 128 - code


def _leave_to(child: subprocess.Popen[bytes]) -> Callable[[int, FrameType | None], None]:
    """At a terminal Ctrl-C reaches the child by itself; sent to us alone, it has to be handed on."""
    if sys.stdin is not None and sys.stdin.isatty():
        return lambda number, frame: None
    return lambda number, frame: child.send_signal(signal.SIGINT)


@contextmanager
def _until_ended(
    child: "subprocess.Popen[str] | subprocess.Popen[bytes]", watch: Watch, leads_group: bool
) -> Iterator[None]:
    watch.process(child.pid, leads_group=leads_group)
    yield
    watch.ended(child.pid)


def migrate(paths: Paths, watch: Watch, services: Services, environment: Mapping[str, str]) -> None:
    """Bring the database up to date, as its owner."""
    command = [str(paths.python), "manage.py", "migrate", "--no-input", "-v", "0"]
    ran = in_stage(paths, watch, command, as_owner(environment))
    if ran.returncode:
        raise Trouble(f"The migrations did not finish:\n{ran.stdout}")
    if services.database:
        services.database.migrated.touch()
