"""The app's configuration: its stage of the worker."""

from django.apps import AppConfig

from oes.lib import stages


class RehearsalsConfig(AppConfig):
    name = "oes.rehearsals"

    def ready(self) -> None:
        stages.register("rehearsals", "oes.rehearsals.expiry.delete_next", every_seconds=300)
