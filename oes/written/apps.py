"""The app's configuration: its stage of the worker."""

from django.apps import AppConfig

from oes.lib import stages


class WrittenConfig(AppConfig):
    name = "oes.written"

    def ready(self) -> None:
        stages.register("works", "oes.written.closing.close_next", every_seconds=3)
