"""Reads about what the staff do at exams, and where they work."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from oes.accounts.models import User
from oes.exams.duty_services import able
from oes.exams.models import Exam, ExamDuty, FacultyOffice, TeacherProfile


def work_of(user: User) -> dict[str, Any]:
    """Return faculties (uuid) and department (key) of somebody of the staff, as its form has them. Two queries."""
    faculties = FacultyOffice.objects.filter(user=user).values_list("faculty__uuid", flat=True)
    department = TeacherProfile.objects.filter(user=user).values_list("department", flat=True).first()
    return {"faculties": list(faculties), "department": department}


def coming_duties(user: User) -> QuerySet[ExamDuty]:
    """Return what somebody has to proctor or observe, the next first."""
    rows = ExamDuty.objects.filter(user=user, exam__closes_at__gt=timezone.now())
    return rows.select_related("exam").order_by("exam__opens_at", "pk")


def duties_at(exam: Exam) -> dict[str, Any]:
    """Return who proctors and observes an exam, and who else could. Three queries."""
    rows = list(ExamDuty.objects.filter(exam=exam).select_related("user").order_by("duty", "user__last_name", "pk"))
    there = {(row.duty, row.user_id) for row in rows}
    free = [
        (duty, [user for user in able(exam.organisation, duty).values() if (duty, user.pk) not in there])
        for duty in ExamDuty.Duty
    ]
    return {"duties": rows, "free": free}
