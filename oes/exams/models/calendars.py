"""Links by which students' calendar programs read their exams."""

import uuid

from django.db import models
from django.utils import timezone

from oes.exams.models.people import Student


class CalendarLink(models.Model):
    """A student's calendar may be read by who holds the link; another `key` is another link.

    Personal data: that the student has one, and since when. Kept: until the student ends it.
    """

    student = models.OneToOneField(Student, on_delete=models.CASCADE, related_name="calendar_link")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    """Half of the link: the other half is made of it with a secret that does not lie in the database."""
    made_at = models.DateTimeField(default=timezone.now)
