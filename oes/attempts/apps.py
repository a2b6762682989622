"""The app's configuration."""

from django.apps import AppConfig


class AttemptsConfig(AppConfig):
    name = "oes.attempts"
