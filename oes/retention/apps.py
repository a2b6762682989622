"""The app's configuration."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "oes.retention"
