"""The whole run: the ground once, a copy of the database for each process, and their figures together."""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

from sharedcare.bench.access import ground
from sharedcare.bench.access.part import Failure, Share, Tally
from sharedcare.bench.owner import connected

TOLD = 40  # kinds of failure that are printed; the file has them all

Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """How much, from which seed, in how many processes, and where the failures are kept."""

    inputs: int
    seed: int
    people: int
    parts: int
    folder: Path


def run(plan: Plan, say: Say) -> Tally:
    """Break into every form and query, and add up what the processes found."""
    ground.make(plan.people, say)
    names = [f"faults_{number}" for number in range(plan.parts)]
    copy_database(names)
    with tempfile.TemporaryDirectory() as folder:
        results = [Path(folder) / f"{name}.json" for name in names]
        started = [start(plan, number, names[number], results[number]) for number in range(plan.parts)]
        codes = [process.wait() for process in started]
        if any(codes):
            raise RuntimeError("A process of the run broke off; what it said is above.")
        tally = together([read(path) for path in results])
    keep(tally, plan.folder)
    return tally


def copy_database(names: list[str]) -> None:
    """The database as it stands, once for each process, so that none waits for another."""
    source = connection.settings_dict["NAME"]
    connection.close()
    with connected(autocommit=True, database="postgres") as raw:
        for name in names:
            raw.execute(f"CREATE DATABASE {name} TEMPLATE {source}")


def start(plan: Plan, number: int, database: str, result: Path) -> subprocess.Popen[bytes]:
    share = plan.inputs // plan.parts + (number < plan.inputs % plan.parts)
    command = [sys.executable, "manage.py", "faults", "access", "--inputs", str(share), "--seed", str(plan.seed)]
    command += ["--part", str(number), "--json", str(result)]
    surroundings = {
        name: urlunsplit(urlsplit(value)._replace(path=f"/{database}")) if name.endswith("DATABASE_URL") else value
        for name, value in os.environ.items()
    }
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=surroundings)


def do_part(number: int, inputs: int, seed: int, result: Path, say: Say) -> None:
    """One process of the run, as strict with the database as the web server."""
    connection.close()
    __import__("sharedcare.wsgi")
    share = Share(ground.found(), inputs, f"seed {seed}, part {number}", say=say)
    result.write_text(json.dumps(share.run().as_json()), encoding="utf-8")


def read(path: Path) -> Tally:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    found["failures"] = [Failure(**each) for each in found["failures"]]
    found["statuses"] = Counter({int(status): times for status, times in found["statuses"].items()})
    return Tally(**{**found, "recipes": Counter(found["recipes"]), "routes": Counter(found["routes"])})


def together(tallies: list[Tally]) -> Tally:
    """The figures of all: added up, but for what each had for itself."""
    slowest = max(tallies, key=lambda each: each.slowest)
    whole = Tally(slowest_at=slowest.slowest_at)
    for each in fields(Tally):
        found = [getattr(tally, each.name) for tally in tallies]
        if each.name in ("seconds", "slowest", "forms", "fields"):
            setattr(whole, each.name, max(found))
        elif each.name != "slowest_at":
            setattr(whole, each.name, sum(found[1:], found[0]))
    return whole


def keep(tally: Tally, folder: Path) -> None:
    """Every failure as a line of a file, with what reproduces it; an old file goes."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps({"kind": failure.kind, **vars(failure)}) for failure in tally.failures]
    (folder / "access.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def report(tally: Tally) -> list[str]:
    """The figures in words, and each kind of failure once."""
    classes = Counter(f"{status // 100}xx" for status in tally.statuses.elements())
    lines = [
        f"{tally.inputs:,} bad inputs in {tally.seconds:,.0f} seconds, {tally.inputs / tally.seconds:,.0f} a second;"
        f" {tally.kept:,} kept; {tally.walked:,} pages opened between them",
        f"{len(tally.routes):,} addresses, {tally.forms:,} forms, {tally.fields:,} fields and parameters",
        f"slowest {tally.slowest:.1f} s: {tally.slowest_at}",
        "  ".join(f"{name} {times:,}" for name, times in sorted(classes.items())),
        "  ".join(f"{status}: {times:,}" for status, times in sorted(tally.statuses.items())),
        "  ".join(f"{name} {times:,}" for name, times in tally.recipes.most_common()),
    ]
    kinds: dict[str, list[Failure]] = {}
    for failure in tally.failures:
        kinds.setdefault(failure.kind, []).append(failure)
    for kind, found in sorted(kinds.items(), key=lambda pair: -len(pair[1]))[:TOLD]:
        first = found[0]
        lines += [
            f"{len(found):>6} x {kind}",
            f"         {first.recipe} as {first.role}, {first.route}: {first.what[:160]}",
        ]
    return lines
