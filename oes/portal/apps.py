"""The app's configuration."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "oes.portal"
