"""The app's configuration: its stages of the worker."""

from django.apps import AppConfig

from oes.lib import stages


class ViolationsConfig(AppConfig):
    name = "oes.violations"

    def ready(self) -> None:
        from oes.exams.merging import register_derived

        register_derived("summary", "oes.violations.summaries.rebuild_summary")
        stages.register("trust", "oes.violations.services.rebuild_next")
