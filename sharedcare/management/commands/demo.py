"""Make a fresh demo locality, or one only when there is none yet."""

import json
import time
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from schemes.models import Scheme


class Command(BaseCommand):
    help = "Make the synthetic demo locality: the same from the same seed, dated relative to today."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same locality")
        parser.add_argument("--schemes", type=int, choices=[1, 2, 3], default=1)
        parser.add_argument("--people", type=int, default=1200, help="people on each scheme's register")
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there is a scheme already")
        parser.add_argument("--json", action="store_true", help="print the sign-ins as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEVELOPMENT:
            raise CommandError("The demo is for development only: its passwords are published.")
        if Scheme.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("There is a scheme here already. The demo is made in an empty database: ./dev reset")
        if not 40 <= options["people"] <= 20_000:
            raise CommandError("--people takes a number from 40 to 20,000.")
        from sharedcare.demo import locality  # its clock is not installed in production

        started = time.perf_counter()
        today = timezone.localdate()
        say = self.stderr.write if options["json"] else self.stdout.write
        casts = [
            locality.build(seed=options["seed"], index=index, people=options["people"], today=today, say=say)
            for index in range(options["schemes"])
        ]
        sign_ins = [asdict(sign_in) for cast in casts for sign_in in cast.sign_ins]
        if options["json"]:
            self.stdout.write(json.dumps({"seed": options["seed"], "sign_ins": sign_ins}, indent=2))
        else:
            self.stdout.write(f"The demo locality was made in {time.perf_counter() - started:.0f} seconds.")
