"""The app's configuration."""

from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    name = "oes.recordings"
