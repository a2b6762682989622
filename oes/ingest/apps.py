"""The app's configuration."""

from django.apps import AppConfig

from oes.lib import stages


class IngestConfig(AppConfig):
    name = "oes.ingest"

    def ready(self) -> None:
        stages.register("disk", "oes.ingest.disk_watch.watch_disk", every_seconds=30)
