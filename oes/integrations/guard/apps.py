"""The app's configuration."""

from django.apps import AppConfig


class GuardConfig(AppConfig):
    name = "oes.integrations.guard"
    label = "guard"
