"""An appeal, the lines it contests, what came with it, and what happened to it (W14, W15)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation
from oes.appeals.models.commission import Commission
from oes.appeals.models.release import Release
from oes.attempts.models import Attempt
from oes.domain.appeal_state import OPEN, OWNER, AppealState, Owner
from oes.exams.models import Exam, ExamPeriod, Faculty, Student
from oes.written.models import Work

STATES = {
    AppealState.FILED: _("filed"),
    AppealState.RETURNED: _("returned to the student"),
    AppealState.ACCEPTED: _("accepted"),
    AppealState.VOTING: _("before the commission"),
    AppealState.VOTED: _("voted: the chair writes the decision"),
    AppealState.TIED: _("a tie: the chair decides"),
    AppealState.DECIDED: _("decided"),
    AppealState.CLOSED: _("closed"),
    AppealState.REFUSED: _("not accepted"),
    AppealState.WITHDRAWN: _("withdrawn"),
}


class Topic(models.TextChoices):
    """What an appeal is about (W15). Keys are stored: they never change. An appeal may have several."""

    CONTENT = "content", _("content of the exam")
    TECHNICAL = "technical", _("technical reasons")
    PROCEDURE = "procedure", _("procedure of the exam")
    VIOLATION = "violation", _("violation found by proctoring")


class Appeal(models.Model):
    """A student asks the commission to consider the results of an exam again.

    Personal data: what a student contests and why, IIN, contacts. Kept: with the results.
    """

    class Via(models.TextChoices):
        ONLINE = "online", _("online")
        MAIL = "mail", _("by mail, entered by the secretary")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField()
    """Counted in the institution from 1: on the receipt and all papers."""
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="appeals")
    period = models.ForeignKey(ExamPeriod, on_delete=models.PROTECT, null=True, related_name="appeals")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="appeals")
    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="appeals")
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, null=True, related_name="appeals")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="appeals")
    """The verdict that is contested, as it was told; None: it is about a mark or the procedure alone."""
    work = models.ForeignKey(Work, on_delete=models.SET_NULL, null=True, related_name="appeals")
    faculty = models.ForeignKey(Faculty, on_delete=models.PROTECT, null=True, related_name="appeals")
    """That of the student's group when it was filed."""
    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, null=True, related_name="appeals")
    via = models.CharField(max_length=8, choices=Via, default=Via.ONLINE)
    course = models.PositiveSmallIntegerField(_("course"))
    programme = models.CharField(_("speciality or programme"), max_length=200, blank=True)
    iin = models.CharField(_("IIN"), max_length=12, blank=True)
    contacts = models.CharField(_("contacts"), max_length=200)
    topics = models.JSONField()
    """Keys of `Topic`, at least one."""
    text = models.TextField(_("statement"))
    faces_agreed = models.BooleanField(_("student members may see faces and rooms"), default=False)
    filed_at = models.DateTimeField()
    """When it was sent; of a mail: when the mail came."""
    entered_at = models.DateTimeField(auto_now_add=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=STATES.items(), default=AppealState.FILED)
    due_at = models.DateTimeField(null=True)
    """Until when the owner of the state has to act; None where nobody has."""
    changed_at = models.DateTimeField()
    votes_secret = models.BooleanField(default=True)
    """By the rules of the moment when the vote was opened: later ones lay no vote open."""
    escalated_to = models.CharField(max_length=12, blank=True)
    """Whom lateness was last told: a key of `Owner`, empty while nobody was."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="appeal_number_once"),
            models.UniqueConstraint(
                fields=["student", "exam"], condition=Q(state__in=sorted(OPEN)), name="one_open_appeal_per_exam"
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=False) | ~Q(state__in=sorted(OPEN)), name="open_appeal_has_deadline"
            ),
        ]
        indexes = [models.Index(fields=["period", "state", "due_at"], name="appeal_queue")]
        ordering = ["-filed_at", "-pk"]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def owner(self) -> Owner:
        """Return who has to act now."""
        return OWNER[AppealState(self.state)]


class LineKind(models.TextChoices):
    """What a contested line is. Keys are stored: they never change."""

    EVENT = "event", _("violation")
    VERDICT = "verdict", _("verdict")
    MARK = "mark", _("mark")
    CONDUCT = "conduct", _("conduct of the exam")


class AppealLine(models.Model):
    """One thing that is contested. An event is named as `oes.review.models.WordOnEvent` does, never by a row's key.

    Personal data: what a student contests and why. Kept: with the appeal.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=LineKind)
    event_kind = models.CharField(max_length=30, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    start_seconds = models.FloatField(null=True)
    end_seconds = models.FloatField(null=True)
    deduction = models.FloatField(null=True)
    """What the ledger took off for it when the appeal was filed."""
    text = models.TextField(_("why"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appeal", "position"], name="appeal_line_once")]
        ordering = ["position"]


class Attachment(models.Model):
    """A file of an appeal. Personal data: what the student or the secretary added. Kept: with the appeal."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="attachments")
    is_scan = models.BooleanField(default=False)
    """The mail or signed paper itself, entered by the secretary."""
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    blob_key = models.CharField(max_length=200)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]


class AppealStep(models.Model):
    """What happened to an appeal: never changed, the newest stands.

    Personal data: who did what, why and when. Kept: with the appeal.
    """

    appeal = models.ForeignKey(Appeal, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=STATES.items())
    """The state that it led to."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    """None: the clock, at a deadline."""
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
