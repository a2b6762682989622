"""The app's configuration."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "oes.portal"

    def ready(self) -> None:
        from oes.lib import waiting
        from oes.portal.waiting import SOURCES

        for name, source in SOURCES.items():
            waiting.register(name, source)
