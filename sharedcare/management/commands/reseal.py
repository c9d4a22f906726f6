"""Seal every factor's secret with the first key, after a new one was put in front."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts import actions


class Command(BaseCommand):
    help = "Seal the secrets of all second factors with the first of SEALING_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{actions.reseal_factors()} sealed again. Sessions and typed text pass within a day.")
