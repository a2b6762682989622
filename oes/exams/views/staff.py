"""Somebody of the staff: inviting, roles, where the person works, leaving."""

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from oes.accounts import invitations
from oes.accounts import staffing as accounts
from oes.accounts.access import keeps
from oes.accounts.models import User
from oes.accounts.queries import employees
from oes.domain.staff_roles import Refusal
from oes.exams import staff_queries, staffing
from oes.exams.forms.staff import AccountForm, InviteForm, WorkForm
from oes.exams.views.common import office

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@office
def staff_new(request: Any) -> HttpResponse:
    told = request.POST or None
    initial = {"uuid": uuid.uuid4(), "language": get_language()}
    account = InviteForm(told, instance=User(), initial=initial, organisation=request.organisation)
    work = WorkForm(told, organisation=request.organisation, by=request.user, is_new=True)
    if told and all([account.is_valid(), work.is_valid()]) and _invited(request, account, work):
        return redirect("exams:person", account.cleaned_data["uuid"])
    return render(request, "exams/staff_new.html", {"account": account, "work": work})


def _invited(request: Any, account: InviteForm, work: WorkForm) -> bool:
    person, email = account.instance, account.cleaned_data["email"]
    person.uuid = account.cleaned_data["uuid"]
    if User.objects.filter(organisation=request.organisation, uuid=person.uuid).exists():
        return True  # the same form again
    try:
        with transaction.atomic():
            staffing.invite(person=person, **work.cleaned_data, by=request.user, origin=_origin(request))
    except IntegrityError:
        account.add_error("username", _("Somebody has got this login at this moment. Look at the list."))
        return False
    messages.success(request, _("An invitation to %(email)s is on its way.") % {"email": email})
    return True


@require_http_methods(METHODS)
@office
def person(request: Any, user: UUID) -> HttpResponse:
    """Everything about somebody; sent back, it stores name and address."""
    row = _person(request, user)
    form = AccountForm(request.POST or None, instance=_person(request, user))
    if request.method != "POST":
        return _page(request, row)
    if not form.is_valid():
        return _page(request, row, account=form)
    told = {name: form.cleaned_data[name] for name in AccountForm.Meta.fields}
    return _done(request, row, lambda: accounts.change_account(user=row, **told, by=request.user))


@require_POST
@office
def person_work(request: Any, user: UUID) -> HttpResponse:
    row = _person(request, user)
    form = WorkForm(request.POST, organisation=request.organisation, by=request.user)
    if not form.is_valid():
        return _page(request, row, work=form)
    return _done(request, row, lambda: staffing.set_work(user=row, **form.cleaned_data, by=request.user))


@require_POST
@office
def person_invite(request: Any, user: UUID) -> HttpResponse:
    """Mail another link: the last one is over, or went astray."""
    row = _person(request, user)
    if not keeps(request.user, row) or not row.is_active:
        raise PermissionDenied
    try:
        invitations.send(user=row, by=request.user, origin=_origin(request))
    except invitations.Accepted:
        messages.info(request, _("The password is set already: “Forgot the password?” helps."))
    else:
        messages.success(request, _("An invitation to %(email)s is on its way.") % {"email": row.email})
    return redirect("exams:person", row.uuid)


@require_POST
@office
def person_close(request: Any, user: UUID) -> HttpResponse:
    row = _person(request, user)
    return _done(request, row, lambda: _closed(request, row))


def _closed(request: Any, row: User) -> None:
    count, work = staffing.close_account(user=row, by=request.user)
    if count:
        text = ngettext("One exam lacks a proctor or observer now.", "%(count)d duties at exams are open now.", count)
        messages.warning(request, text % {"count": count})
    if work.on:
        text = ngettext("%(n)d open task went to others.", "%(n)d open tasks went to others.", work.on)
        messages.info(request, text % {"n": work.on})
    if work.left:
        text = ngettext(
            "%(n)d work still waits for this marker: choose another one on the exam’s page of progress.",
            "%(n)d works still wait for this marker: choose another one on the exams’ pages of progress.",
            work.left,
        )
        messages.warning(request, text % {"n": work.left})


@require_POST
@office
def person_open(request: Any, user: UUID) -> HttpResponse:
    row = _person(request, user)
    return _done(request, row, lambda: accounts.open_account(user=row, by=request.user))


def _done(request: Any, row: User, change: Any) -> HttpResponse:
    """Carry a change out and say so, or say why it may not be."""
    words = {
        Refusal.OWN: _("You cannot change your own roles or close your own account. Ask somebody else who may."),
        Refusal.LAST: _("This is the last account that administers. Give somebody else the role first."),
    }
    try:
        change()
    except accounts.Refused as refused:
        if refused.why not in words:
            raise PermissionDenied from refused
        messages.error(request, words[refused.why])
    else:
        messages.success(request, _("Saved."))
    return redirect("exams:person", row.uuid)


def _page(request: Any, row: User, *, account: AccountForm | None = None, work: WorkForm | None = None) -> HttpResponse:
    (employee,) = employees(User.objects.filter(pk=row.pk))
    is_own = row.pk == request.user.pk
    first = {"roles": [grant.role for grant in employee.user.roles.all()], **staff_queries.work_of(row)}
    context = {
        "person": employee.user,
        "employee": employee,
        "is_own": is_own,
        "mine_to_keep": keeps(request.user, employee.user) and not is_own,
        "student": getattr(employee.user, "student", None),
        "account": account or AccountForm(instance=employee.user),
        "work": work or WorkForm(initial=first, organisation=request.organisation, by=request.user),
        "duties": staff_queries.coming_duties(row),
    }
    return render(request, "exams/person.html", context)


def _person(request: Any, user: UUID) -> User:
    return get_object_or_404(User.objects.select_related("organisation"), organisation=request.organisation, uuid=user)


def _origin(request: Any) -> str:
    return f"{request.scheme}://{request.get_host()}"
