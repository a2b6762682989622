"""A published exam session with a subject, and a student's calendar."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from oes.accounts.models import Organisation
from oes.exams.calendar_links import make_link, token_of
from oes.exams.models import Department, ExamPeriod, Faculty, Student, Subject


def make_period(organisation: Organisation) -> dict[str, Any]:
    """Return what stands in the addresses of its pages."""
    today, faculty = timezone.localdate(), Faculty.objects.filter(organisation=organisation).first()
    period = ExamPeriod.objects.create(
        organisation=organisation,
        title="Қысқы сессия",
        starts_on=today,
        ends_on=today + timedelta(days=20),
        is_published=True,
    )
    department = Department.objects.create(organisation=organisation, faculty=faculty, name="Databases")
    subject = Subject.objects.create(
        organisation=organisation, period=period, department=department, code="DB-1", title="Дерекқор"
    )
    return {"period": period.uuid, "department": department.uuid, "subject": subject.uuid}


def make_calendar(student: Student) -> dict[str, Any]:
    """Return what stands in the address of the student's calendar."""
    return {"portal:calendar_feed:token": token_of(make_link(student=student))}
