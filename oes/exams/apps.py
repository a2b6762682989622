"""The app's configuration."""

from typing import Any

from django.apps import AppConfig

from oes.lib import stages


class ExamsConfig(AppConfig):
    name = "oes.exams"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        stages.register("imports", "oes.exams.importing.stage.import_next", every_seconds=0.5)
        stages.register("old_imports", "oes.exams.importing.services.forget_old", every_seconds=3600)
        user_logged_in.connect(_note_sign_in, dispatch_uid="oes.exams.note_sign_in")


def _note_sign_in(sender: Any, user: Any, **kwargs: Any) -> None:
    """Accounts knows no students, so the first sign-in is noted from here (G5)."""
    from oes.exams.models import Student
    from oes.exams.services import note_sign_in

    if student := Student.objects.filter(user=user).first():
        note_sign_in(student=student)
