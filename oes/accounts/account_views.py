"""The own account: password, second factor, sign-ins on other computers."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oes.accounts import second_factor, services
from oes.accounts.access import employees_only
from oes.accounts.forms import NewPasswordForm, OwnPasswordForm, SetUpForm
from oes.accounts.models import SecondFactorUse, User
from oes.accounts.views import wait
from oes.lib import keys
from oes.lib.qr import qr_svg


@require_safe
def account(request: Any) -> HttpResponse:
    user = request.user
    context = {
        "factor": second_factor.confirmed_of(user),
        "offered": user.is_employee and user.organisation.second_factor != SecondFactorUse.OFF,
        "removable": user.organisation.second_factor == SecondFactorUse.OPTIONAL,
        "due_at": second_factor.due_at(user),
        "papers": second_factor.papers_left([user]).get(user.pk, 0),
        "form": OwnPasswordForm(),
    }
    return render(request, "accounts/account.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: Any) -> HttpResponse:
    """A new password ends the sign-ins on all other computers."""
    form = NewPasswordForm(request, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/password.html", {"form": form})
    services.set_own_password(user=request.user, password=form.cleaned_data["new_password1"])
    update_session_auth_hash(request, request.user)
    messages.success(request, _("The new password is saved. Sign-ins on other computers have ended."))
    return redirect("accounts:account")


@employees_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: Any) -> HttpResponse:
    """The QR code, and the first code that proves that the telephone has it."""
    user = request.user
    if user.organisation.second_factor == SecondFactorUse.OFF:
        raise PermissionDenied
    if second_factor.confirmed_of(user):
        return redirect("accounts:account")
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_own(request, form):
        try:
            papers = second_factor.confirm(row=second_factor.begin(user=user), code=form.cleaned_data["code"])
        except second_factor.TooManyTries as closed:
            return wait(request, closed.seconds)
        if papers:
            return _keep_only_this(request, papers)
        form.add_error("code", _("This code is not right. Does the clock of the telephone go right?"))
    row, secret = _waiting(user)
    context = {"form": form, "qr": qr_svg(second_factor.address_of(row)), "secret": _spaced(secret)}
    return render(request, "accounts/set_up.html", context)


def _waiting(user: User) -> tuple[Any, str]:
    """Return what waits for its first code; a new one where the key of the last is lost."""
    row = second_factor.begin(user=user)
    try:
        return row, second_factor.secret_of(row)
    except keys.NoKey:
        row.delete()
        row = second_factor.begin(user=user)
        return row, second_factor.secret_of(row)


def _keep_only_this(request: Any, papers: list[str]) -> HttpResponse:
    """End the sign-ins that were made without the second factor, and show the codes on paper."""
    _end_others(request)
    return render(request, "accounts/papers.html", {"papers": papers})


@employees_only
@never_cache
@require_POST
def papers(request: Any) -> HttpResponse:
    """New codes on paper."""
    if second_factor.confirmed_of(request.user) is None:
        return redirect("accounts:account")
    if not _confirmed(request):
        return redirect("accounts:account")
    return render(request, "accounts/papers.html", {"papers": second_factor.paper_codes(user=request.user)})


@employees_only
@require_POST
def remove(request: Any) -> HttpResponse:
    """Take the own second factor away, where the institution does not ask for one."""
    if request.user.organisation.second_factor == SecondFactorUse.REQUIRED:
        raise PermissionDenied
    if _confirmed(request):
        second_factor.remove(user=request.user, by=request.user)
        messages.success(request, _("The second factor is removed: the password alone opens the account."))
    return redirect("accounts:account")


@require_POST
def end_others(request: Any) -> HttpResponse:
    _end_others(request)
    messages.success(request, _("You are signed in here only."))
    return redirect("accounts:account")


def _end_others(request: Any) -> None:
    second_factor.end_sign_ins(user=request.user, by=request.user)
    request.user.refresh_from_db(fields=["sign_in_epoch"])
    update_session_auth_hash(request, request.user)


def _confirmed(request: Any) -> bool:
    """Return whether the own password came with the request; says so where it did not."""
    form = OwnPasswordForm(request.POST)
    if form.is_valid() and _is_own(request, form):
        return True
    messages.error(request, _("The password is not right. Nothing was changed."))
    return False


def _is_own(request: HttpRequest, form: Any) -> bool:
    right = services.is_own_password(request=request, user=request.user, password=form.cleaned_data["password"])
    if not right:
        form.add_error("password", _("The password is not right."))
    return right


def _spaced(secret: str) -> str:
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
