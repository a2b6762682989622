"""The app's configuration."""

from django.apps import AppConfig


class ViolationsConfig(AppConfig):
    name = "oes.violations"
