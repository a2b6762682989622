"""The app's configuration."""

from django.apps import AppConfig


class IngestConfig(AppConfig):
    name = "oes.ingest"
