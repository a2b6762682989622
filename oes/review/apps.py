"""The app's configuration."""

from django.apps import AppConfig

from oes.lib import stages


class ReviewConfig(AppConfig):
    name = "oes.review"

    def ready(self) -> None:
        stages.register("viewings", "oes.review.services.tell_next", every_seconds=60)
