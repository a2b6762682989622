"""Technical problems that students report (W16)."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oes.attempts.models import Attempt
from oes.domain.problem_state import OPEN, OWNER, Owner, ProblemState
from oes.exams.models import Exam, Student


class ProblemKind(models.TextChoices):
    """What does not work. Keys are stored: they never change."""

    CAMERA = "camera", _("the camera or the microphone")
    SCREEN = "screen", _("sharing the screen")
    CONNECTION = "connection", _("the connection to the internet")
    RECORDER = "recorder", _("this page, or the recording")
    TESTING_SYSTEM = "testing_system", _("the testing system or the tasks")
    SIGN_IN = "sign_in", _("signing in")
    DEVICE = "device", _("the computer, the power, the sound")
    OTHER = "other", _("something else")


STATES = {
    ProblemState.NEW: _("new"),
    ProblemState.TAKEN: _("in work"),
    ProblemState.WAITING: _("a question to the student"),
    ProblemState.ANSWERED: _("answered"),
}


class Problem(models.Model):
    """A technical problem, with what the server knew of the recording at that moment.

    Personal data: what a student says does not work, and with which browser. Kept: with the attempt; without one, 365
    days.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="problems")
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, null=True, related_name="problems")
    exam = models.ForeignKey(Exam, on_delete=models.SET_NULL, null=True, related_name="problems")
    kind = models.CharField(_("what does not work"), max_length=20, choices=ProblemKind)
    sentence = models.CharField(max_length=40, blank=True)
    """The key of the sentence that the recorder showed, where the report was made from one."""
    user_agent = models.CharField(max_length=300, blank=True)
    account = models.JSONField(default=dict)
    """`portal.accounts.snapshot` of the attempt; empty where there is none."""
    state = models.CharField(max_length=12, choices=STATES.items(), default=ProblemState.NEW)
    is_urgent = models.BooleanField(default=False)
    """The student sat the exam, or was about to."""
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField(null=True)
    """Until when the owner of the state has to act; None where nobody has."""
    reported_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(due_at__isnull=False) | ~Q(state__in=sorted(OPEN)), name="open_problem_has_deadline"
            ),
            models.CheckConstraint(
                condition=Q(taken_by__isnull=False) | ~Q(state=ProblemState.TAKEN), name="taken_problem_has_owner"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="problem_queue")]
        ordering = ["-reported_at"]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def owner(self) -> Owner:
        """Return who has to act now."""
        return OWNER[ProblemState(self.state)]

    def is_late(self, now: datetime) -> bool:
        return self.due_at is not None and self.due_at <= now


class ProblemMessage(models.Model):
    """One message about a problem, by the student or the helpdesk.

    Personal data: what was written, and by whom. Kept: with the problem.
    """

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_student = models.BooleanField()
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
