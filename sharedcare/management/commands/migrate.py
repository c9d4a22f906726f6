"""Django's own, and then what depends on which tables there are by now: the audit trail's net over all of them."""

from typing import Any

from django.core.management.commands import migrate

from audit import trail


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            trail.finish()
