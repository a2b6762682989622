"""The app's configuration."""

from django.apps import AppConfig


class WrittenConfig(AppConfig):
    name = "oes.written"
