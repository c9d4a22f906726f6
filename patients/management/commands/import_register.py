"""Brings a register in as the page does: shows what it would do, and does it when told to confirm."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.commands import acting_as, add_person
from patients import actions, queries
from patients.models import RegisterImport
from ui.csv import write_csv


class Command(BaseCommand):
    help = "Check a register; with --confirm, bring it in. Rows that cannot be taken are listed, or written to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, required=True, help="the register, a CSV file with headings")
        add_person(parser)
        parser.add_argument("--confirm", action="store_true", help="write it; without this it is only checked")
        parser.add_argument("--rejected", type=Path, help="where to write the rows that cannot be taken")

    def handle(self, *args: Any, **options: Any) -> None:
        with acting_as(options["email"]) as user:
            content = options["file"].read_bytes()
            staged = actions.stage_register(content=content, filename=options["file"].name, by=user)
            self.tell(staged, options["rejected"])
            if options["confirm"]:
                actions.confirm_register_import(register_import=staged, by=user)
        self.stdout.write(
            "Brought in." if options["confirm"] else "Checked; bring it in with --confirm or on its page."
        )

    def tell(self, staged: RegisterImport, rejected: Path | None) -> None:
        """The counts, and the rows that cannot be taken: here, or in a file of their own."""
        for each in queries.preview(staged).verdicts:
            self.stdout.write(f"{each.verdict.label}: {each.count:,}")
            for _, label, count in each.reasons:
                self.stdout.write(f"  {count:,}  {label}")
        headings, rows = queries.rejected_rows(staged)
        if rejected is not None:
            rejected.write_text("".join(write_csv(rows, headings)), encoding="utf-8", newline="")
            return
        for line, words, *_ in rows:
            self.stdout.write(f"  line {line}: {words}")
