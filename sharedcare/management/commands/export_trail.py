"""Exports the audit trail of some days as a file that proves itself; `verify_trail --file` checks it."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.commands import acting_as, add_person
from sharedcare.pages import trail


class Command(BaseCommand):
    help = "Write the audit trail of one scheme, from day to day, as JSON lines with the seals that prove it unaltered."

    def add_arguments(self, parser: CommandParser) -> None:
        add_person(parser)
        parser.add_argument(
            "--from", dest="first", type=date.fromisoformat, required=True, help="first day: 2026-03-01"
        )
        parser.add_argument("--to", dest="last", type=date.fromisoformat, required=True, help="last day: 2026-03-31")
        parser.add_argument("--out", type=Path, help="the file to write; standard output by default")

    def handle(self, *args: Any, **options: Any) -> None:
        first, last = options["first"], options["last"]
        if first > last or last >= date.max:
            raise CommandError("The last day must not be before the first day, nor the last there is.")
        with acting_as(options["email"]) as user:
            lines = trail.export(by=user, first=first, last=last)
            if options["out"] is None:
                self.stdout.writelines(lines)
            else:
                with options["out"].open("w", encoding="utf-8", newline="\n") as file:
                    file.writelines(lines)
