"""Imports the national practice file as the page does: shows what it would do, and does it when told to confirm."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.commands import acting_as, add_person
from practices import actions, queries
from practices.models import PracticeImport


class Command(BaseCommand):
    help = "Preview epraccur.csv for some commissioners; with --confirm, import it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, required=True, help="epraccur.csv as published")
        parser.add_argument(
            "--commissioner", action="append", required=True, help="a code such as 00K; may be repeated"
        )
        add_person(parser)
        parser.add_argument("--confirm", action="store_true", help="write it; without this it is only looked at")

    def handle(self, *args: Any, **options: Any) -> None:
        with acting_as(options["email"]) as user:
            staged = actions.preview_practice_import(
                content=options["file"].read_bytes(),
                filename=options["file"].name,
                commissioner_codes=options["commissioner"],
                by=user,
            )
            self.tell(staged)
            if options["confirm"]:
                actions.confirm_practice_import(practice_import=staged, by=user)
        self.stdout.write("Imported." if options["confirm"] else "Nothing was written; confirm it with --confirm.")

    def tell(self, staged: PracticeImport) -> None:
        """The counts of the preview, each with its reasons, and every row that was rejected."""
        preview = queries.preview(staged)
        for found in preview.verdicts:
            self.stdout.write(f"{found.verdict.label}: {found.count:,}")
            for reason, count in found.reasons:
                self.stdout.write(f"  {count:,}  {reason.label}")
        for row in staged.rows.exclude(rejection=""):
            self.stdout.write(f"  line {row.line:,}: {row.rejection}")
