"""The app's configuration."""

from django.apps import AppConfig


class OwnDataConfig(AppConfig):
    name = "oes.owndata"
