"""The app's configuration."""

from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "oes.appeals"
