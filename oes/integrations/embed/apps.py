"""The app's configuration."""

from django.apps import AppConfig


class EmbedConfig(AppConfig):
    name = "oes.integrations.embed"
    label = "embed"
