"""The app's configuration."""

from django.apps import AppConfig


class SebConfig(AppConfig):
    name = "oes.integrations.seb"
    label = "seb"
