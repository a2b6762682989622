"""The staff of the institution: who has a second factor, resetting one, ending sign-ins."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oes.accounts import queries, second_factor
from oes.accounts.access import role_required
from oes.accounts.exports import exported
from oes.accounts.forms import SecondFactorForm
from oes.accounts.models import Role, User

administration = role_required(Role.ADMINISTRATION)


@require_safe
@administration
def staff(request: Any) -> HttpResponse:
    rows = queries.staff_of(request.organisation)
    if file := exported(request, **_table(rows)):
        return file
    form = SecondFactorForm(initial={"use": request.organisation.second_factor})
    return render(request, "accounts/staff.html", {"rows": rows, "form": form})


def _table(rows: list[queries.Employee]) -> dict[str, Any]:
    header = [_("Login"), _("E-mail"), _("Roles"), _("Second factor"), _("Last sign-in")]
    lines = [(r.user.username, r.user.email, ", ".join(r.roles), r.since, r.user.last_login) for r in rows]
    return {"name": "staff", "header": header, "rows": lambda: lines}


@require_POST
@administration
def choose(request: Any) -> HttpResponse:
    """Say whether the staff need a second factor."""
    form = SecondFactorForm(request.POST)
    if form.is_valid():
        second_factor.choose(organisation=request.organisation, use=form.cleaned_data["use"], by=request.user)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Choose one of the three."))
    return redirect("accounts:staff")


@require_POST
@administration
def reset(request: Any, user: UUID) -> HttpResponse:
    """Take somebody else's second factor away: the telephone is lost, and the paper, too."""
    person = _other(request, user)
    second_factor.remove(user=person, by=request.user)
    messages.success(request, _("The second factor of %(login)s is reset.") % {"login": person.username})
    return redirect("accounts:staff")


@require_POST
@administration
def end_sign_ins(request: Any, user: UUID) -> HttpResponse:
    person = _other(request, user)
    second_factor.end_sign_ins(user=person, by=request.user)
    messages.success(request, _("All sign-ins of %(login)s have ended.") % {"login": person.username})
    return redirect("accounts:staff")


def _other(request: Any, uuid: UUID) -> User:
    """Return somebody else on the staff: nobody does it to themselves."""
    person = get_object_or_404(User, organisation=request.organisation, uuid=uuid)
    if not person.is_employee:
        raise Http404
    if person.pk == request.user.pk:
        raise PermissionDenied
    return person
