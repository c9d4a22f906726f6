"""`./dev diagrams`: draw docs/lifecycles.md, and the README's diagram, again from the tables."""

from typing import Any

from django.core.management.base import BaseCommand

from sharedcare import diagrams


class Command(BaseCommand):
    help = "Draw the life cycles again from the code."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        diagrams.PATH.write_text(diagrams.page(), encoding="utf-8")
        diagrams.README.write_text(diagrams.drawn_into(diagrams.README.read_text("utf-8")), encoding="utf-8")
        self.stdout.write(
            f"Drew {len(diagrams.lifecycles())} life cycles in docs/lifecycles.md, and one in the README."
        )
