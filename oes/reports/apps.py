"""The app's configuration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "oes.reports"
