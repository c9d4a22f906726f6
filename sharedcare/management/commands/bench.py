"""`./dev bench`: our speed beside the limit, measured in the same run."""

import json
import logging
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from schemes.models import Scheme
from sharedcare.bench import table
from sharedcare.bench.timing import Outcome, load, measure


class Command(BaseCommand):
    help = "Measure imports, campaigns, letters and pages beside their limits. Wants an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "subject", nargs="?", choices=["all", "county"], default="all",
            help="county: call and recall alone, over the register of a county with three rounds behind it",
        )  # fmt: skip
        parser.add_argument("--people", type=int, default=5000, help="people on the register measured with")
        parser.add_argument("--practices", type=int, default=200, help="practices of a county")
        parser.add_argument(
            "--episodes", type=int, help="episodes in all schemes together; 20 times the people if left out"
        )
        parser.add_argument("--repeats", type=int, default=5, help="repeats of each case; the median counts")
        parser.add_argument("--letters", type=int, default=12, help="letters beside the naive way")
        parser.add_argument("--batch", type=int, default=2000, help="letters beside the floor")
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["people"] < 50 or options["repeats"] < 1 or options["letters"] < 1:
            raise CommandError("Measure with 50 people, 1 letter and 1 repeat at least.")
        if Scheme.objects.exists():
            raise CommandError("Measure in an empty database of its own: ./dev bench makes one.")
        logging.getLogger("django_structlog").setLevel(logging.WARNING)  # a line a request would drown the table
        before = load()
        if options["subject"] == "county":
            outcomes = self._of_a_county(options)
        else:
            asked = {name: options[name] for name in ("people", "repeats", "letters", "batch", "episodes")}
            outcomes = self._measured(**asked)
        after = load()
        for line in table.lines(outcomes):
            self.stdout.write(line)
        self.stdout.write(f"Load average {before:.2f} before, {after:.2f} after. Only the ratios hold elsewhere.")
        if options["json"]:
            facts = {
                "people": options["people"],
                "repeats": options["repeats"],
                "load_before": before,
                "load_after": after,
                "cases": [outcome.facts() for outcome in outcomes],
            }
            options["json"].write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")

    def _measured(self, *, people: int, repeats: int, letters: int, batch: int, episodes: int | None) -> list[Outcome]:
        # Imported here, because the demo's register needs tools that a server does not have.
        from sharedcare.bench import campaign, collections, matrix, pages, people_wall, register, scratch
        from sharedcare.bench import letters as print_file

        world = scratch.make(people, timezone.localdate())
        outcomes = [measure(register.case(world), repeats)]
        scratch.populate(world)
        printed = print_file.cases(world, letters, batch)
        cases = [campaign.case(world), *printed, *pages.cases(world), *people_wall.cases(world)]
        outcomes += [measure(case, repeats) for case in cases]
        matrix.fill(world, episodes or people * 20)
        outcomes += [measure(case, repeats) for case in matrix.cases(world)]
        return [*outcomes, measure(collections.case(world), repeats)]  # last, because it fills the scheme further

    def _of_a_county(self, options: dict[str, Any]) -> list[Outcome]:
        from sharedcare.bench import campaign, county, dispatch, scratch

        world = scratch.make(county.SEEDS, timezone.localdate(), options["practices"])
        scratch.populate(world)
        county.fill(world, options["people"])
        outcomes = [measure(campaign.case_of_copy(world), options["repeats"])]
        self.stdout.write(f"Memory of this process at its largest: {county.memory()} MB.")
        outcomes.append(measure(county.page(world), options["repeats"]))
        return [*outcomes, measure(dispatch.case(world), options["repeats"])]
