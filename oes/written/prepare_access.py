"""Who prepares a written exam: administration and registrar any of the institution, a teacher those of own subjects."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from oes.accounts.models import Role
from oes.exams.models import Exam

OFFICE = (Role.ADMINISTRATION, Role.REGISTRAR)


def is_office(request: Any) -> bool:
    """Return whether who asks keeps the exams of this institution."""
    same = request.user.organisation_id == request.organisation.pk
    return same and any(request.user.has_role(role) for role in OFFICE)


def prepared_exams(request: Any) -> QuerySet[Exam]:
    """Return the exams that who asks may prepare. PermissionDenied for who has no such role here."""
    user = request.user
    rows = Exam.objects.real().filter(organisation=request.organisation).select_related("written", "organisation")
    if is_office(request):
        return rows
    if user.organisation_id == request.organisation.pk and user.has_role(Role.TEACHER):
        return rows.filter(subject__teachings__teacher=user).distinct()
    raise PermissionDenied


def prepared_exam(request: Any, uuid: Any) -> Exam:
    """Return one of them, or 404."""
    return get_object_or_404(prepared_exams(request), uuid=uuid)
