"""`./dev faults`: kill the sender of invitations, or what passes alerts on, and count what was lost or came twice."""

import json
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sharedcare.bench import alert_faults, faults


class Command(BaseCommand):
    help = "Break the delivery of invitations or alerts on purpose, in a scheme of its own that stays in the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", nargs="?", default="invitations", choices=["invitations", "alerts"])
        parser.add_argument(
            "--kills", type=int, default=20, help="ends of a worker or the database in a trial of alerts"
        )
        parser.add_argument(
            "--escalator", type=UUID, metavar="SCHEME", help="pass alerts on (used by the command itself)"
        )
        parser.add_argument("--messages", type=int, default=30, help="messages in each trial")
        parser.add_argument("--only", default="", help="only the trials with this in their name, such as F3")
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures for a program")
        parser.add_argument("--sender", type=UUID, metavar="SCHEME", help="be the sender (used by the command itself)")
        parser.add_argument("--file", type=Path, help="where the sender's provider keeps what it takes")
        parser.add_argument("--faulty", action="store_true", help="the sender's provider has faults")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEVELOPMENT:
            raise CommandError("Faults are made in development only.")
        if options["sender"]:
            faults.send_once(options["sender"], options["file"], faulty=options["faulty"])
            return
        if options["escalator"]:
            alert_faults.escalate_once(options["escalator"])
            return
        if options["what"] == "alerts":
            results = self.told(alert_faults.results(options["messages"], options["kills"], options["only"]))
        else:
            results = self.results(options["messages"], options["only"])
        if options["json"]:
            options["json"].write_text(json.dumps([asdict(r) for r in results], indent=2) + "\n", encoding="utf-8")
        broken = [result.name for result in results if not result.whole]
        if broken:
            raise CommandError("Not whole: " + "; ".join(broken))

    def results(self, messages: int, only: str) -> list[faults.Result]:
        """Every trial of invitations, told as it ends."""
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
