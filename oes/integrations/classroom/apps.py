"""The app's configuration: its stage of the worker, and what `oes check` says where its packages are missing."""

from typing import Any

from django.apps import AppConfig
from django.core import checks

from oes.lib import stages


class ClassroomConfig(AppConfig):
    name = "oes.integrations.classroom"
    label = "classroom"

    def ready(self) -> None:
        stages.register("classroom", "oes.integrations.classroom.sending.send_next", every_seconds=5)
        checks.register(packages)


def packages(**_asked: Any) -> list[checks.CheckMessage]:
    """Return a warning where Google Classroom is set up and cannot run."""
    from oes.integrations.classroom import google

    if google.HAS_PACKAGES or not google.is_wanted():
        return []
    told = "Google Classroom is set up, and its packages are not installed: its pages say so and nothing is sent."
    return [checks.Warning(told, hint=google.INSTALL, id="classroom.W001")]
