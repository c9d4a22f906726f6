"""`./dev test`, `./dev check` and `./dev fix`: whether the code is good, on services thrown away afterwards."""

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sharedcare.embedded import environment, machine
from sharedcare.embedded.packages import ensure_packages
from sharedcare.embedded.paths import Paths
from sharedcare.embedded.running import in_front
from sharedcare.embedded.services import throwaway
from sharedcare.embedded.terminal import say, speak_on
from sharedcare.embedded.watchdog import Watch

ONE_PROCESS = {"--pdb", "--trace", "--pdbcls", "--collect-only", "--co"}  # a debugger needs the tests where it is
TWO_PROCESSES = ["-n", "2", "--dist", "loadgroup"]
# The journeys run by themselves: the browser's event loop and Django's database calls do not share a process.
TESTS = {
    "journeys": ["pytest", "tests/journeys"],
    "tests": ["pytest", *TWO_PROCESSES, "--ignore=tests/journeys", "--cov", "--cov-report=term:skip-covered"],
}
STEPS = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "templates": ["djlint", "--lint", "templates"],
    "architecture": ["importlinter"],
    "types": ["mypy", "."],
    "migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
    # Short; the whole of it is `./dev faults recall`. It crashes its database, so it has one to itself.
    "faults": ["dev", "faults", "recall", "--invitations", "200", "--kills", "5"],
    **TESTS,
}


def test(paths: Paths, arguments: list[str]) -> int:
    """Run all tests, or pytest with these arguments, in two processes unless told otherwise."""
    speak_on(sys.stdout)
    with _set_up(paths) as (watch, surroundings):
        if not arguments:
            return max(in_front(paths, watch, _command(paths, words), surroundings) for words in TESTS.values())
        processes = [] if ONE_PROCESS & set(arguments) else TWO_PROCESSES
        return in_front(paths, watch, [str(paths.python), "-m", "pytest", *processes, *arguments], surroundings)


def check(paths: Paths, arguments: list[str]) -> int:
    """Everything continuous integration does, in its order; all steps run, and any that fails fails the whole."""
    speak_on(sys.stdout)
    in_ci = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
    if in_ci:
        machine.ensure_browser()
    results = {}
    with _set_up(paths) as (watch, surroundings):
        if in_ci:
            surroundings = {**surroundings, "REQUIRE_BROWSER": "1"}
        for name, words in STEPS.items():
            say(f"\n== {name}: {' '.join(words)}")
            began = time.monotonic()
            ours = os.environ if words[0] == "dev" else surroundings
            code = in_front(paths, watch, _command(paths, words), ours)
            results[name] = (code, time.monotonic() - began)
    return _sum_up(results)


def fix(paths: Paths, arguments: list[str]) -> int:
    """Format the code and put right what ruff can put right by itself."""
    speak_on(sys.stdout)
    paths.prepare()
    with Watch(paths.root) as watch:
        ensure_packages(paths, "dev")
        steps = (["ruff", "format", "."], ["ruff", "check", "--fix", "."])
        return max(in_front(paths, watch, _command(paths, words), os.environ) for words in steps)


@contextmanager
def _set_up(paths: Paths) -> Iterator[tuple[Watch, Mapping[str, str]]]:
    """The development packages, and services of this run alone."""
    paths.prepare()
    with Watch(paths.root) as watch:
        ensure_packages(paths, "dev")
        machine.ensure_pdf_libraries()
        with throwaway(paths, watch) as services:
            assert services.folder is not None
            outbox = services.folder / "outbox"
            outbox.mkdir()
            yield watch, environment.for_tests(services, outbox)


def _command(paths: Paths, words: list[str]) -> list[str]:
    """The step's command, run with the checkout's own Python."""
    if words[0] == "dev":
        return [sys.executable, str(paths.root / "dev"), *words[1:]]
    if words[0] == "importlinter":  # It has no module to run by name.
        return [str(paths.python), "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    return [str(paths.python), *([] if words[0].endswith(".py") else ["-m"]), *words]


def _sum_up(results: dict[str, tuple[int, float]]) -> int:
    say("\n== Summary")
    for name, (code, seconds) in results.items():
        say(f"  {'passed' if code == 0 else 'FAILED'}  {name:<14}{seconds:7.1f} s")
    failed = [name for name, (code, _) in results.items() if code]
    say(f"\n{len(failed)} of {len(results)} steps failed: {', '.join(failed)}." if failed else "\nEverything passed.")
    return 1 if failed else 0
