"""The figures of a quarter as CSV on standard output: the numbers that this person sees on the page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from audit import wall
from indicators import periods, permissions, queries, table
from ui import csv


class Command(BaseCommand):
    help = "Write the figures of a quarter as CSV: export_figures --as casey@example.org --period 2026-Q1"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as", dest="email", required=True, help="the e-mail address of whoever asks")
        parser.add_argument("--period", required=True, help="a quarter, for example 2026-Q1")

    def handle(self, *args: Any, email: str, period: str, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None or user.acting is None or not permissions.can_view_figures(user):
            raise CommandError("Nobody with this e-mail address may read figures.")
        try:
            days = periods.parse(period, timezone.localdate()).seen_on(timezone.localdate())
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        with wall.within(user.acting.scheme_id, user.pk):
            figures = queries.figures(user, queries.results(days.starts_on, days.ends_on))
        self.stdout.write("".join(csv.write_csv(table.rows(figures), table.HEADERS)), ending="")
