"""Applications for cumulative assessment (W3): no exam, on the student's word and the dean's office's decision."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oes.domain.application_state import OPEN, OWNER, ApplicationState, Owner
from oes.exams.models import Faculty, Student, Subject
from oes.notices.outbox import WaitingMail

STATES = {
    ApplicationState.SUBMITTED: _("with the dean’s office"),
    ApplicationState.RETURNED: _("returned to the student"),
    ApplicationState.GRANTED: _("granted"),
    ApplicationState.REFUSED: _("refused"),
    ApplicationState.WITHDRAWN: _("withdrawn"),
}


KEPT_DAYS = 365
"""So long after the end of its exam session an application is deleted, with its steps and mails."""


class Application(models.Model):
    """A student asks for cumulative assessment in one subject.

    Personal data: the wish, its reason, a telephone number. Kept: 365 days after the session's end, at most with the
    student.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField()
    """Counted in the institution from 1: printed on the form."""
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="applications")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="applications")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="applications")
    faculty = models.ForeignKey(Faculty, on_delete=models.PROTECT, related_name="applications")
    """Whose dean's office decides: that of the student's group when it was sent."""
    course = models.PositiveSmallIntegerField(_("course"))
    contact = models.CharField(_("telephone or mail"), max_length=100)
    reason = models.TextField(_("reason"))
    state = models.CharField(max_length=12, choices=STATES.items(), default=ApplicationState.SUBMITTED)
    due_on = models.DateField(null=True)
    """The last day on which the owner of the state should act; None where nobody has to."""
    submitted_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="application_number_once"),
            models.UniqueConstraint(
                fields=["student", "subject"],
                condition=~Q(state=ApplicationState.WITHDRAWN),
                name="one_application_per_subject",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | ~Q(state__in=sorted(OPEN)), name="open_application_has_deadline"
            ),
        ]
        indexes = [models.Index(fields=["faculty", "state", "due_on"], name="application_queue")]
        ordering = ["-submitted_at"]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def owner(self) -> Owner:
        """Return who has to act now."""
        return OWNER[ApplicationState(self.state)]

    @property
    def kept_until(self) -> date:
        """Return the last day on which it is still there."""
        return self.subject.period.ends_on + timedelta(days=KEPT_DAYS)

    def is_late(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today


class ApplicationStep(models.Model):
    """What happened to an application: never changed, the newest stands.

    Personal data: who decided what, why and when. Kept: with the application.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=STATES.items())
    """The state that it led to."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]


class OfficeMail(WaitingMail):
    """A mail to the official address of a faculty, which waits for the worker. Written with the application's own rows.

    Personal data: which student asked for what. Kept: with the application.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="mails")

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(mailed_at=None, refused_at=None), name="office_mail_waits")
        ]
