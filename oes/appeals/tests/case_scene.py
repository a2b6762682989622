"""An appeal before its panel, with a recording that plays."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from conftest import make_student
from oes.accounts.links import links_of
from oes.accounts.models import Organisation, User
from oes.analysis.tests.drawing import drawn_clip
from oes.appeals.case_shown import thing_of
from oes.appeals.models import Appeal, CommissionMember
from oes.appeals.moving import move
from oes.appeals.panel import open_panel
from oes.appeals.tests.scenes import WORDS, commission_with, filed_appeal
from oes.attempts.models import Attempt
from oes.domain.appeal_state import AppealState
from oes.exams.models import Exam, Student
from oes.journal import services as journal
from oes.lib import blobs
from oes.recordings.models import JoinedFile, Segment, Track


@dataclass(frozen=True, slots=True)
class Case:
    """An accepted appeal whose panel is open. Members by login: chair1, secretary1, teacher1, student1, ..."""

    appeal: Appeal
    attempt: Attempt
    film: JoinedFile

    def user(self, login: str) -> User:
        return User.objects.get(username=login)

    def member(self, login: str) -> CommissionMember:
        return CommissionMember.objects.get(user__username=login)


def make_case(student: Student, exam: Exam, by: User, *, words=WORDS, files=()) -> Case:
    """Return a case whose contested lines are the verdict and three events."""
    exam.closes_at = timezone.now()
    exam.save(update_fields=["closes_at"])
    appeal = filed_appeal(student, exam, by, words=words, files=files)
    commission_with(exam.organisation, exam.period, by=by)
    move(appeal, AppealState.ACCEPTED, by=by)
    open_panel(appeal=appeal, by=by)
    return Case(appeal, appeal.attempt, add_film(appeal.attempt))


def add_film(attempt: Attempt) -> JoinedFile:
    """Give the attempt a joined file of the camera, and real bytes to the segments of its evidence."""
    body = drawn_clip()
    for segment in Segment.objects.filter(track__attempt=attempt):
        key = f"attempts/{attempt.uuid}/camera/{segment.run.number}-{segment.sequence}.webm"
        blobs.put(key, body)
        Segment.objects.filter(pk=segment.pk).update(blob_key=key)
    track, _ = Track.objects.get_or_create(attempt=attempt, kind="camera")
    Track.objects.filter(pk=track.pk).update(joined_at=attempt.ended_at)
    key = f"attempts/{attempt.uuid}/joined/camera-0.webm"
    blobs.put(key, body)
    return JoinedFile.objects.create(track=track, start_seconds=0, end_seconds=3600, blob_key=key, container="webm")


def token_for(client: Client, user: User, appeal: Appeal, kind: str, key: object) -> str:
    """Return what would open a thing of a case to somebody, had the page given it."""
    request = HttpRequest()
    request.user, request.session = user, client.session
    noted = journal.append(subject=user.uuid, action="appeal_case_viewed", actor=user.uuid)
    return links_of(request, noted=noted).token(thing_of(appeal.uuid, kind, key))


def somebody(organisation: Organisation) -> Student:
    return make_student(organisation, "other", "Other Student", "OT-1")
