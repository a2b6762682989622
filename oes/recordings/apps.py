"""The app's configuration: its stage of the worker."""

from django.apps import AppConfig

from oes.lib import stages


class RecordingsConfig(AppConfig):
    name = "oes.recordings"

    def ready(self) -> None:
        stages.register("silence", "oes.recordings.expiry.close_next", every_seconds=5)
