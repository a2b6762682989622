"""Who prepares a written exam: administration and registrar any of the institution, a teacher those of own subjects."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from oes.accounts.access import is_office
from oes.accounts.models import Role
from oes.exams.models import Exam


def prepared_exams(request: Any) -> QuerySet[Exam]:
    """Return the exams that who asks may prepare. PermissionDenied for who has no such role here."""
    user = request.user
    if user.organisation_id != request.organisation.pk:
        raise PermissionDenied
    rows = Exam.objects.real().filter(organisation=request.organisation).select_related("written", "organisation")
    if is_office(user):
        return rows
    if user.has_role(Role.TEACHER):
        return rows.filter(subject__teachings__teacher=user).distinct()
    raise PermissionDenied


def prepared_exam(request: Any, uuid: Any) -> Exam:
    """Return one of them, or 404."""
    return get_object_or_404(prepared_exams(request), uuid=uuid)
