"""The app's configuration."""

from django.apps import AppConfig


class RecorderConfig(AppConfig):
    name = "oes.recorder"
