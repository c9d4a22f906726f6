"""One round of what the worker does, by hand: send and print what is due, and settle what is in doubt."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from recall import delivery


class Command(BaseCommand):
    help = "Send and print what is due in every scheme, then look up what is in doubt; prints the figures as JSON."

    def handle(self, *args: Any, **options: Any) -> None:
        drained, settled = delivery.drain(), delivery.reconcile()
        self.stdout.write(json.dumps({**asdict(drained), "found": settled.found, "released": settled.released}))
