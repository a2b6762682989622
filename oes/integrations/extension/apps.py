"""The app's configuration."""

from django.apps import AppConfig


class ExtensionConfig(AppConfig):
    name = "oes.integrations.extension"
    label = "extension"
