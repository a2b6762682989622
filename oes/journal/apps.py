"""The app's configuration."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "oes.journal"
