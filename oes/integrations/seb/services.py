"""Writes of an exam's Safe Exam Browser settings, and the settings as the browser takes them."""

from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from oes.accounts.models import User
from oes.domain.safe_exam_browser import Settings, exam_settings
from oes.exams.models import Exam
from oes.exams.services import policy_of
from oes.integrations.seb.models import SafeBrowserSettings
from oes.journal import services as journal


@transaction.atomic
def save_settings(*, exam: Exam, use: str, row: SafeBrowserSettings, by: User) -> None:
    """Keep what an administrator chose for an exam."""
    row.exam, row.changed_by = exam, by
    row.save()
    Exam.objects.filter(pk=exam.pk).update(safe_exam_browser=use)
    journal.append(
        subject=exam.organisation.uuid, action="safe_browser_set", actor=by.uuid, exam=str(exam.uuid), use=use
    )


def settings_of(exam: Exam) -> SafeBrowserSettings:
    """Return an exam's row, or an unsaved one with the defaults."""
    return SafeBrowserSettings.objects.filter(exam=exam).first() or SafeBrowserSettings(exam=exam)


def start_path(exam: UUID) -> str:
    return reverse("recorder:consent", args=[exam])


def file_settings(exam: Exam, *, root: str) -> Settings:
    """Return the settings that the file holds. `root`: our own address as the reader of the file knows it."""
    policy = policy_of(exam).value()
    return exam_settings(
        settings_of(exam).choices(),
        start_url=root.rstrip("/") + start_path(exam.uuid),
        hosts=[urlsplit(root).netloc, *exam.hosts],
        microphone=policy.sound_kbps > 0,
    )
