"""Writes the register as CSV, in the columns that an import reads; safe to open in a spreadsheet."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.commands import acting_as, add_person
from audit import actions as audit
from audit.looks import How
from patients import queries
from patients.register_columns import EXPORTED, HEADINGS
from ui.csv import write_csv


class Command(BaseCommand):
    help = "Write everybody on the register whom somebody may see; every person in it counts as looked at."

    def add_arguments(self, parser: CommandParser) -> None:
        add_person(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        with acting_as(options["email"]) as user:
            everybody = list(queries.export_rows(user))
            left_out = queries.not_given_out(key for key, _ in everybody)
            found = [(key, row) for key, row in everybody if key not in left_out]
            shown = [key for key, _ in found]
            audit.record_view(by=user, patient_ids=shown, page="Register as a file", how=How.EXPORT)
            for line in write_csv((row for _, row in found), [HEADINGS[name][0] for name in EXPORTED]):
                self.stdout.write(line, ending="")
            if left_out:
                self.stderr.write(f"{len(left_out)} left out: the use of their record is restricted.")
