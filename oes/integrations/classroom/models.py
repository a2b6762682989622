"""An institution's connection to Google Classroom, the course work of an exam, and what became of each mark."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from oes.accounts.models import Organisation
from oes.exams.models import Exam
from oes.written.models import Work


class Connection(models.Model):
    """The account of Google through which an institution's courses are reached.

    Personal data: the account's address, its token, who connected it. Kept: until it is removed.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="classroom")
    account = models.CharField(max_length=254, blank=True)
    sealed = models.BinaryField()
    """The refresh token; its key lies with the others, in the folder of keys."""
    connected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    connected_at = models.DateTimeField()


class CourseLink(models.Model):
    """The course work that an exam's marks go to. Personal data: who chose it. Kept: with the exam."""

    exam = models.OneToOneField(Exam, on_delete=models.CASCADE, related_name="classroom_link")
    course_id = models.CharField(max_length=40)
    course_name = models.CharField(max_length=750)
    work_id = models.CharField(max_length=40, blank=True)
    """Empty until the worker has made it."""
    work_title = models.CharField(max_length=3000)
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True, db_index=True)
    """When the worker is to look at it; None: there is nothing to do. Moved on when one takes it."""
    tries = models.PositiveSmallIntegerField(default=0)
    """Since the last answer of Google."""
    problem = models.CharField(max_length=500, blank=True)
    """What Google said last, where it said no to all."""


class SentMark(models.Model):
    """What became of one student's mark. Personal data: the mark and Google's answer. Kept: with the work."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("mark", "waits")
        SENT = "sent", pgettext_lazy("mark", "sent")
        ABSENT = "absent", _("not in the course")
        UNASSIGNED = "unassigned", _("not given this course work")
        SHARED = "shared", _("several students here have this address")
        REFUSED = "refused", pgettext_lazy("mark", "refused by Google")

    link = models.ForeignKey(CourseLink, on_delete=models.CASCADE, related_name="marks")
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    grade = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    """As it was sent: points of the course work."""
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "work"], name="classroom_mark_once")]
