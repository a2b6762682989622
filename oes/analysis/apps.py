"""The app's configuration."""

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "oes.analysis"
