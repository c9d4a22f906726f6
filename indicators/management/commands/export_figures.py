"""The figures of a quarter as CSV on standard output: the numbers that this person sees on the page."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from accounts.commands import acting_as, add_person
from indicators import periods, permissions, queries, table
from indicators.measures import MEASURES
from ui import csv


class Command(BaseCommand):
    help = "Write the figures of a quarter as CSV: export_figures --as casey@example.org --period 2026-Q1"

    def add_arguments(self, parser: CommandParser) -> None:
        add_person(parser)
        parser.add_argument("--period", required=True, help="a quarter, for example 2026-Q1")

    def handle(self, *args: Any, email: str, period: str, **options: Any) -> None:
        with acting_as(email) as user:
            if not permissions.can_view_figures(user):
                raise PermissionDenied("This person may not read figures.")
            days = periods.parse(period, timezone.localdate()).seen_on(timezone.localdate())
            figures = queries.figures(user, MEASURES, days)
        self.stdout.write("".join(csv.write_csv(table.rows(figures), table.HEADERS)), ending="")
