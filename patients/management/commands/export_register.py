"""Writes the register as CSV, in the columns that an import reads; safe to open in a spreadsheet."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from audit import actions as audit
from audit import wall
from patients import queries
from patients.register_columns import EXPORTED, HEADINGS
from ui.csv import write_csv


class Command(BaseCommand):
    help = "Write everybody on the register whom somebody may see; every person in it counts as looked at."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as", dest="email", required=True, help="the e-mail address of whoever asks")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None or user.acting is None:
            raise CommandError(f"Nobody with a role today signs in as {options['email']}.")
        with wall.within(user.acting.scheme_id, user.pk):
            found = list(queries.export_rows(user))
            audit.record_view(by=user, patient_ids=[key for key, _ in found], page="Register, exported")
            for line in write_csv((row for _, row in found), [HEADINGS[name][0] for name in EXPORTED]):
                self.stdout.write(line, ending="")
