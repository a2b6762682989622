"""The app's configuration: its stages of the worker."""

from importlib import import_module

from django.apps import AppConfig

from oes.lib import leaving, stages


class WrittenConfig(AppConfig):
    name = "oes.written"

    def ready(self) -> None:
        import_module("oes.written.marking.models")
        from oes.written.marking.leaving import hand_on_markings

        leaving.register("markings", hand_on_markings)
        stages.register("marking", "oes.written.marking.distribution.give_out_next", every_seconds=30.0)
        stages.register("works", "oes.written.closing.close_next", every_seconds=3)
