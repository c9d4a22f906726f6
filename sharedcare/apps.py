"""The site as an app, so that its pages and commands are found."""

from django.apps import AppConfig


class SharedCareConfig(AppConfig):
    name = "sharedcare"
