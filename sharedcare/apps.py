"""The site as an app, so that its pages and commands are found, and its checks run."""

from django.apps import AppConfig
from django.core.checks import Tags, register


class SharedCareConfig(AppConfig):
    name = "sharedcare"

    def ready(self) -> None:
        from sharedcare import checks  # the apps beneath are loaded only now

        register(checks.database_is_whole, Tags.database)
