"""The app's configuration: its stage of the worker."""

from django.apps import AppConfig

from oes.lib import stages


class ClassroomConfig(AppConfig):
    name = "oes.integrations.classroom"
    label = "classroom"

    def ready(self) -> None:
        stages.register("classroom", "oes.integrations.classroom.sending.send_next", every_seconds=5)
