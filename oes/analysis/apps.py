"""The app's configuration: its stages of the worker."""

from django.apps import AppConfig

from oes.lib import stages


class AnalysisConfig(AppConfig):
    name = "oes.analysis"

    def ready(self) -> None:
        from oes.analysis import services

        stages.register("segments", services.analyse_next)
        stages.register("photos", services.embed_next_photo)
