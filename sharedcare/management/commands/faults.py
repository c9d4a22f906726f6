"""`./dev faults`: kill the sender of messages or what passes alerts on, or send bad input to every form and query."""

import json
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sharedcare.bench import alert_faults, faults, recall_faults


class Command(BaseCommand):
    help = "Break things on purpose, in a database that is for nothing else: the delivery of messages, or the pages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "subject", nargs="?", choices=["messages", "recall", "access", "alerts"], default="messages"
        )
        messages = parser.add_argument_group("messages", "kill the sender and count what was lost and what left twice")
        messages.add_argument("--messages", type=int, default=30, help="messages in each trial")
        messages.add_argument("--only", default="", help="only the trials with this in their name, such as F3")
        messages.add_argument(
            "--sender", type=UUID, metavar="SCHEME", help="be the sender (used by the command itself)"
        )
        messages.add_argument("--file", type=Path, help="where the sender's provider keeps what it takes")
        messages.add_argument("--faulty", action="store_true", help="the sender's provider has faults")
        recall = parser.add_argument_group("recall", "kill senders and database at random while the provider lies")
        recall.add_argument("--invitations", type=int, default=10_000, help="how many are sent")
        recall.add_argument("--worker", type=UUID, metavar="SCHEME", help="be a sender (used by the command itself)")
        alerts = parser.add_argument_group("alerts", "kill worker and database between the steps of alerts, and count")
        alerts.add_argument("--alerts", type=int, default=12, help="alerts raised at a time")
        parser.add_argument(
            "--kills", type=int, help="how often something is killed: 50 in recall, 20 in each of alerts"
        )
        alerts.add_argument("--escalator", type=UUID, metavar="SCHEME", help="pass alerts on (used by the command)")
        access = parser.add_argument_group("access", "send bad input to every form and query as every role")
        access.add_argument("--inputs", type=int, default=100_000, help="how many bad inputs")
        access.add_argument("--seed", type=int, default=1, help="the same seed sends the same inputs")
        access.add_argument(
            "--people", type=int, default=60, help="people on the register of the scheme they are sent to"
        )
        access.add_argument("--processes", type=int, default=2, help="how many send at once")
        access.add_argument("--part", type=int, help="be one of the processes (used by the command itself)")
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEVELOPMENT:
            raise CommandError("Faults are made in development only.")
        if options["subject"] == "access":
            self.access(options)
        elif options["worker"]:
            recall_faults.work(options["worker"])
        elif options["escalator"]:
            alert_faults.escalate_once(options["escalator"])
        elif options["sender"]:
            faults.send_once(options["sender"], options["file"], faulty=options["faulty"])
        else:
            self.messages(options)

    def access(self, options: dict[str, Any]) -> None:
        """Every form and query; what failed is kept in a file with what reproduces it."""
        from sharedcare.bench.access import run  # the demo's clock is not installed in production

        if options["part"] is not None:
            run.do_part(options["part"], options["inputs"], options["seed"], options["json"], self.stdout.write)
            return
        folder = settings.BASE_DIR / ".local" / "faults"
        plan = run.Plan(options["inputs"], options["seed"], options["people"], options["processes"], folder)
        tally = run.run(plan, self.stdout.write)
        for line in run.report(tally):
            self.stdout.write(line)
        if options["json"]:
            options["json"].write_text(json.dumps(tally.as_json(), indent=2) + "\n", encoding="utf-8")
        if tally.failures:
            raise CommandError(f"{len(tally.failures):,} answers were wrong; see {folder / 'access.jsonl'}")

    def messages(self, options: dict[str, Any]) -> None:
        """Every way of killing the sender, or what passes alerts on."""
        if options["subject"] == "alerts":
            results = self.told(alert_faults.results(options["alerts"], options["kills"] or 20, options["only"]))
        elif options["subject"] == "recall":
            result, met = recall_faults.run(options["invitations"], options["kills"] or 50, options["seed"])
            results = self.told([result])
            self.stdout.write("The provider: " + ", ".join(f"{what} {times:,}" for what, times in sorted(met.items())))
        else:
            results = self.results(options["messages"], options["only"])
        if options["json"]:
            options["json"].write_text(json.dumps([asdict(r) for r in results], indent=2) + "\n", encoding="utf-8")
        broken = [result.name for result in results if not result.whole]
        if broken:
            raise CommandError("Not whole: " + "; ".join(broken))

    def results(self, messages: int, only: str) -> list[faults.Result]:
        """Every trial of messages, told as it ends."""
        on = faults.ground()
        with tempfile.TemporaryDirectory() as folder:
            trials = (trial for trial in faults.TRIALS if only in trial.name)
            return self.told(faults.run(trial, on, Path(folder), messages) for trial in trials)

    def told(self, results: Iterable[faults.Result]) -> list[faults.Result]:
        """A line a trial, as it ends."""
        self.stdout.write(f"{'':52}{'messages':>9}{'killed':>8}{'lost':>6}{'twice':>7}{'in doubt':>10}{'seconds':>9}")
        found = []
        for result in results:
            found.append(result)
            self.stdout.write(
                f"{result.name:52}{result.messages:>9}{result.killed:>8}{result.lost:>6}{result.duplicated:>7}"
                f"{result.unexplained:>10}{result.seconds:>9.0f}"
            )
        return found
