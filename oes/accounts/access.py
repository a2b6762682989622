"""Who may open a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from oes.accounts.models import Role
from oes.domain.staff_roles import may_keep

View = Callable[..., HttpResponse]
OFFICE = (Role.ADMINISTRATION, Role.REGISTRAR)


def is_office(user: Any) -> bool:
    """Return whether somebody keeps the exams of the own institution."""
    return any(user.has_role(role) for role in OFFICE)


def employees_only(view: View) -> View:
    """Let a view answer only people of this organisation with a role beside that of a student; others get 403."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        if user.organisation_id != request.organisation.pk or not user.is_employee:  # type: ignore[attr-defined]
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def role_required(*roles: str) -> Callable[[View], View]:
    """Let a view answer only people of this organisation who hold one of the roles; others get 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user: Any = request.user
            same = user.organisation_id == request.organisation.pk  # type: ignore[attr-defined]
            if not same or not any(user.has_role(role) for role in roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def keeps(by: Any, user: Any) -> bool:
    """Return whether somebody may change another's account. A query for each whose roles were not read yet."""
    return may_keep({grant.role for grant in by.roles.all()}, {grant.role for grant in user.roles.all()})
