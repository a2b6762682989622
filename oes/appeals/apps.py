"""The app's configuration."""

from django.apps import AppConfig

from oes.lib import stages, waiting


class AppealsConfig(AppConfig):
    name = "oes.appeals"

    def ready(self) -> None:
        from oes.appeals.deciding_documents import decision_in
        from oes.appeals.deciding_tasks import waiting as tasks
        from oes.appeals.release_documents import told_in
        from oes.appeals.release_waiting import unreleased
        from oes.evidence import documents

        stages.register("appeal_votes", "oes.appeals.deciding_stage.end_next", every_seconds=30)
        documents.register("verdict_released", told_in)
        documents.register("appeal_line_decided", decision_in)
        waiting.register("verdicts", unreleased)
        waiting.register("appeal_tasks", tasks)
