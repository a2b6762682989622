"""The app's configuration."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "oes.notices"
