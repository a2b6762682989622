"""The app's configuration."""

from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "oes.appeals"

    def ready(self) -> None:
        from oes.appeals.release_documents import told_in
        from oes.appeals.release_waiting import unreleased
        from oes.evidence import documents
        from oes.lib import waiting

        documents.register("verdict_released", told_in)
        waiting.register("verdicts", unreleased)
