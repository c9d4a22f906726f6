"""`./dev routes`: every address of the site, for a person or (--json) for a program."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sharedcare.routes import routes


class Command(BaseCommand):
    help = "List every address: its name, its path, what answers, and whether it asks for sign-in."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        found = routes()
        if options["json"]:
            facts = [
                {"name": each.name, "path": f"/{each.path}", "view": each.view, "sign_in": each.sign_in}
                for each in found
            ]
            self.stdout.write(json.dumps(facts, indent=2))
            return
        for each in found:
            who = "signed in" if each.sign_in else "anybody"
            self.stdout.write(f"{who:<10} /{each.path:<60} {each.name}")
