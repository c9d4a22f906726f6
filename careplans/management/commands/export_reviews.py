"""Writes the list of reviews as CSV, as the worklist shows it to whoever asks; safe to open in a spreadsheet."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from accounts.commands import acting_as, add_person
from audit import actions as audit
from audit.looks import How
from careplans import queries
from patients import queries as patients
from ui import csv

HEADERS = ["Name", "NHS number", "Practice", "Review due", "Days overdue", "Last review", "Care co-ordinator"]


class Command(BaseCommand):
    help = "Write the reviews on somebody's list as CSV to standard output; every person in it counts as looked at."

    def add_arguments(self, parser: CommandParser) -> None:
        add_person(parser)
        parser.add_argument("--show", choices=queries.Show.values, default=queries.Show.OVERDUE.value)

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        with acting_as(options["email"]) as user:
            everybody = list(queries.worklist(user, today, show=options["show"]))
            left_out = patients.not_given_out(plan.patient_id for plan in everybody)
            plans = [plan for plan in everybody if plan.patient_id not in left_out]
            shown = [plan.patient_id for plan in plans]
            audit.record_view(by=user, patient_ids=shown, page="Reviews as a file", how=How.EXPORT)
            for line in csv.write_csv((_row(plan, today) for plan in plans), HEADERS):
                self.stdout.write(line, ending="")
            if left_out:
                self.stderr.write(f"{len(left_out)} left out: the use of their record is restricted.")


def _row(plan: Any, today: Any) -> list[object]:
    return [
        plan.patient.name,
        plan.patient.nhs_number,
        plan.patient.practice.name,
        plan.next_review_on,
        max((today - plan.next_review_on).days, 0),
        plan.last_reviewed_on,
        plan.coordinator,
    ]
