"""The app's configuration."""

from django.apps import AppConfig

from oes.lib import stages, waiting


class AppealsConfig(AppConfig):
    name = "oes.appeals"

    def ready(self) -> None:
        from oes.appeals import deciding_documents, deciding_tasks

        stages.register("appeal_votes", "oes.appeals.deciding_stage.end_next", every_seconds=30)
        deciding_documents.register()
        waiting.register("appeal_tasks", deciding_tasks.waiting)
