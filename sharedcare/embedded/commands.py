"""The commands of `./dev` by name, what each does in a line, and everything else handed to `manage.py`."""

import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from sharedcare.embedded import environment, machine, state
from sharedcare.embedded.packages import ensure_packages
from sharedcare.embedded.paths import Paths
from sharedcare.embedded.quality import check, fix, test
from sharedcare.embedded.running import Interrupted, in_front, migrate, stop_on_signals
from sharedcare.embedded.services import private, throwaway
from sharedcare.embedded.terminal import Trouble, say, stage
from sharedcare.embedded.up import up
from sharedcare.embedded.watchdog import Watch

NOT_RUNNING = 3
AS_OWNER = {"migrate", "makemigrations", "sqlmigrate"}
# These say something about the code, or are about the migrations themselves; any other wants the tables to be there.
WITHOUT_TABLES = AS_OWNER | {"routes", "diagrams", "showmigrations", "check", "help", "dbshell"}
MEASURED = {"bench", "faults"}  # these make and break their own data, so they get a database of their own


def status(paths: Paths, arguments: list[str]) -> int:
    """Say where everything is, for a person or (--json) for a program; exit 3 when it is not running."""
    facts = state.current(paths)
    running = bool(facts.get("ready"))
    if "--json" in arguments:
        hidden = {"run", "ready", "launcher"}
        shown = {name: value for name, value in facts.items() if name not in hidden} if running else {}
        print(json.dumps({"running": running, "starting": bool(facts) and not running, **shown}, indent=2))
    elif not running:
        print("starting" if facts else "not running")
    else:
        for name in ("address", "database_url", "owner_database_url", "broker_url", "outbox"):
            print(f"{name:<20}{facts[name]}")
        for name, pid in facts["pids"].items():
            print(f"{name:<20}{f'process {pid}' if pid else 'not ours'}")
    return 0 if running else NOT_RUNNING


def manage(paths: Paths, arguments: list[str]) -> int:
    """Run a command of manage.py on the private services, which are started for it if nobody else has."""
    if arguments[0] in MEASURED:
        return measured(paths, arguments)
    paths.prepare()
    with Watch(paths.root) as watch:
        ensure_packages(paths, "run")
        given = environment.given(paths)
        quiet_up = state.is_up(paths)
        with private(paths, watch, given) as services:
            surroundings = environment.for_development(paths, services, given)
            fresh = services.database is not None and not services.database.migrated.exists()
            if not quiet_up and arguments[0] not in WITHOUT_TABLES and (fresh or arguments[0] == "demo"):
                with stage("migrations"):
                    migrate(paths, watch, services, surroundings)
            if arguments[0] in AS_OWNER:
                surroundings = environment.as_owner(surroundings)
            return in_front(paths, watch, [str(paths.python), "manage.py", *arguments], surroundings)


def measured(paths: Paths, arguments: list[str]) -> int:
    """Run a measuring command on a database of its own, as safe and so as slow as the real one, removed afterwards."""
    paths.prepare()
    with Watch(paths.root) as watch:
        ensure_packages(paths, "run")
        machine.ensure_pdf_libraries()
        with throwaway(paths, watch, durable=True) as services:
            assert services.folder is not None
            outbox = services.folder / "outbox"
            outbox.mkdir()
            surroundings = environment.for_tests(services, outbox)
            with stage("migrations"):
                migrate(paths, watch, services, surroundings)
            return in_front(paths, watch, [str(paths.python), "manage.py", *arguments], surroundings)


OURS: dict[str, tuple[Callable[[Paths, list[str]], int], str]] = {
    "up": (up, "set everything up and run it (--empty: without the demo; --port N); Ctrl-C stops it"),
    "test": (test, "run the tests on a throwaway database; arguments go to pytest"),
    "check": (check, "everything continuous integration does, in its order, with a summary"),
    "fix": (fix, "format the code and put right what can be put right by itself"),
    "status": (status, "addresses, processes and connection strings (--json); exit 3 when not running"),
}
DJANGO = {
    "demo": "make demo schemes: --seed N --schemes 1..3 --people N --json",
    "routes": "every page and who may open it (--json)",
    "diagrams": "draw the life cycles again from the code",
    "bench": "measure speed on a database of its own; arguments go to the command",
    "faults": "messages, recall, alerts or access: break things on purpose, on a database of its own, and count",
}


def helpful(paths: Paths) -> str:
    """What `./dev` alone prints."""
    lines = [f"  ./dev {name:<10}{line}" for name, (_, line) in OURS.items()]
    for name, line in DJANGO.items():
        if name != "faults" or any(paths.root.glob(f"*/management/commands/{name}.py")):
            lines.append(f"  ./dev {name:<10}{line}")
    return "\n".join(
        [
            "SharedCare: start it with `./dev up`, test it with `./dev test`.",
            "",
            *lines,
            "  ./dev ...       anything else goes to manage.py, with the private database and broker running",
            "",
            "Settings come from the environment or a .env file (.env.example says which); what this machine keeps is",
            "in .local. DATABASE_URL and REDIS_URL choose servers of your own; DEV_NO_SYSTEM=1 forbids apt-get.",
        ]
    )


def run(root: Path, arguments: list[str]) -> int:
    """Do what was asked; a trouble is a sentence on standard error and exit code 1."""
    paths = Paths(root)
    if arguments in ([], ["help"], ["-h"], ["--help"]):
        print(helpful(paths))
        return 0
    stop_on_signals()
    try:
        if arguments[0] in OURS:
            return OURS[arguments[0]][0](paths, arguments[1:])
        return manage(paths, arguments)
    except Trouble as trouble:
        sys.stdout.flush()
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except Interrupted as interrupted:
        say(f"Stopped ({signal.Signals(interrupted.number).name}).")
        return 128 + interrupted.number
