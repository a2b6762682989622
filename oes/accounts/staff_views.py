"""The staff of the institution: who has a second factor, resetting one, ending sign-ins; mails that were refused."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oes.accounts import queries, second_factor
from oes.accounts.access import keeps, role_required
from oes.accounts.exports import exported
from oes.accounts.forms import SecondFactorForm
from oes.accounts.models import Role, User
from oes.accounts.staffing import send_again
from oes.notices.models import Notice

administration = role_required(Role.ADMINISTRATION)
office = role_required(Role.ADMINISTRATION, Role.REGISTRAR)
PER_PAGE = 50
STAFF_ROLES = tuple(role for role in Role if role is not Role.STUDENT)


@require_safe
@office
def staff(request: Any) -> HttpResponse:
    text, role = request.GET.get("q", ""), request.GET.get("role", "")
    role = role if role in STAFF_ROLES else ""
    users = queries.staff_users(request.organisation, text=text, role=role)
    if file := exported(request, **_table(users)):
        return file
    page = Paginator(users, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = queries.employees(page.object_list)
    context = {
        "page": page,
        "q": text,
        "role": role,
        "roles": [(str(one), one.label) for one in STAFF_ROLES],
        "form": SecondFactorForm(initial={"use": request.organisation.second_factor}),
        "is_administration": request.user.has_role(Role.ADMINISTRATION),
        "refused": queries.refused_mails(request.organisation).count(),
    }
    return render(request, "accounts/staff.html", context)


@require_safe
@office
def mails(request: Any) -> HttpResponse:
    """The mails that no server took, with what it said."""
    rows = queries.refused_mails(request.organisation)
    if file := exported(request, **_mails_table(rows)):
        return file
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/mails.html", {"page": page})


@require_POST
@office
def mail_again(request: Any, notice: UUID) -> HttpResponse:
    """Let a refused mail leave once more, to the address that the account has now."""
    row = get_object_or_404(Notice, user__organisation=request.organisation, uuid=notice)
    if send_again(notice=row, by=request.user):
        messages.success(request, _("The mail is sent again."))
    else:
        messages.info(request, _("This mail was not refused, or it is on its way again already."))
    return redirect("accounts:mails")


def _mails_table(rows: QuerySet[Notice]) -> dict[str, Any]:
    header = [
        _("Addressee"), _("E-mail"), _("Subject of the mail"), _("Answer of the mail server"), _("Refused at"),
    ]  # fmt: skip
    lines = ((row.user.shown_name, row.user.email, row.title, row.mail_error, row.mail_refused_at) for row in rows)
    return {"name": "refused-mails", "header": header, "rows": lambda: lines}


def _table(users: QuerySet[User]) -> dict[str, Any]:
    header = [_("Full name"), _("Login"), _("E-mail"), _("Roles"), _("Second factor"), _("Last sign-in")]
    return {"name": "staff", "header": header, "rows": lambda: [_line(row) for row in queries.employees(users)]}


def _line(row: queries.Employee) -> tuple[Any, ...]:
    user = row.user
    return (user.get_full_name(), user.username, user.email, ", ".join(row.roles), row.since, user.last_login)


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
@office
def end_sign_ins(request: Any, user: UUID) -> HttpResponse:
    person = _other(request, user)
    if not keeps(request.user, person):
        raise PermissionDenied
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
