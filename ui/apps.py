"""Registers ui with Django, and its system checks."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "ui"
    verbose_name = "Interface"

    def ready(self) -> None:
        from ui import checks  # noqa: F401  (registers itself)
