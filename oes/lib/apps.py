"""The app's configuration."""

from django.apps import AppConfig


class LibConfig(AppConfig):
    name = "oes.lib"
