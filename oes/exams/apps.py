"""The app's configuration."""

from django.apps import AppConfig


class ExamsConfig(AppConfig):
    name = "oes.exams"
