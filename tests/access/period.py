"""A published exam session with a subject."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from oes.accounts.models import Organisation
from oes.exams.models import Department, ExamPeriod, Faculty, Subject


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
