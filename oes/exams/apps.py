"""The app's configuration."""

from typing import Any

from django.apps import AppConfig


class ExamsConfig(AppConfig):
    name = "oes.exams"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        user_logged_in.connect(_note_sign_in, dispatch_uid="oes.exams.note_sign_in")


def _note_sign_in(sender: Any, user: Any, **kwargs: Any) -> None:
    """Accounts knows no students, so the first sign-in is noted from here (G5)."""
    from oes.exams.models import Student
    from oes.exams.services import note_sign_in

    if student := Student.objects.filter(user=user).first():
        note_sign_in(student=student)
