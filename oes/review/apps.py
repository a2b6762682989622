"""The app's configuration."""

from django.apps import AppConfig

from oes.lib import stages


class ReviewConfig(AppConfig):
    name = "oes.review"

    def ready(self) -> None:
        stages.register("viewings", "oes.review.services.tell_next", every_seconds=60)
        stages.register("what_if", "oes.review.what_if.compute_next", every_seconds=5)
        stages.register("what_if_old", "oes.review.what_if.forget_next", every_seconds=3600)
