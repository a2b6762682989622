"""The app's configuration: its stages of the worker."""

from django.apps import AppConfig

from oes.lib import stages


class AnalysisConfig(AppConfig):
    name = "oes.analysis"

    def ready(self) -> None:
        stages.register_check("oes.analysis.networks_here.check_networks")
        stages.register("segments", "oes.analysis.services.analyse_next")
        stages.register("challenges", "oes.analysis.challenges.challenge_next", every_seconds=0.5)
        stages.register("photos", "oes.analysis.services.embed_next_photo", every_seconds=2)
        stages.register("photo_looks", "oes.analysis.photo_looks.look_next", every_seconds=2)
        stages.register("joined", "oes.analysis.join_stage.join_next", every_seconds=2)
