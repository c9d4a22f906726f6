"""What `./dev up` writes down for `./dev status`, and the one lock that says whether it is running."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sharedcare.embedded.paths import Paths
from sharedcare.embedded.stopping import is_alive, kill_marked
from sharedcare.embedded.terminal import Trouble


@contextmanager
def only_one(paths: Paths) -> Iterator[None]:
    """Hold the checkout's `up` lock, which the kernel releases however we end; refuse if another `up` holds it."""
    with open(paths.locks / "up.lock", "a") as held:
        if not _take(held.fileno(), fcntl.LOCK_EX, patience=0.5):
            address = read(paths).get("address") or "starting"
            raise Trouble(f"SharedCare is already running from this checkout ({address}). `./dev status` says more.")
        _clear_up(paths)
        try:
            yield
        finally:
            paths.state.unlink(missing_ok=True)


def _clear_up(paths: Paths) -> None:
    """If a launcher and its watchdog were both killed outright, end what they left."""
    left = read(paths)
    paths.state.unlink(missing_ok=True)
    kill_marked(str(left.get("run", "")))


def _take(file: int, how: int, patience: float) -> bool:
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        else:
            return True


def write(paths: Paths, facts: dict[str, Any]) -> None:
    """Replace the state in one step, readable by its owner only: connection strings are in it."""
    unfinished = paths.state.with_suffix(".new")
    with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
        json.dump(facts, file, indent=2)
    unfinished.replace(paths.state)


def read(paths: Paths) -> dict[str, Any]:
    """What was last written; nothing if there is none."""
    try:
        facts = json.loads(paths.state.read_text())
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def current(paths: Paths) -> dict[str, Any]:
    """What the launcher that runs now has written; nothing if none runs, whatever a former one left."""
    facts = read(paths) if is_up(paths) else {}
    return facts if facts and is_alive(int(facts["launcher"])) else {}


def is_up(paths: Paths) -> bool:
    """Whether a launcher holds the `up` lock at this moment."""
    try:
        with open(paths.locks / "up.lock") as asked:
            return not _take(asked.fileno(), fcntl.LOCK_SH, patience=0)
    except OSError:
        return False
