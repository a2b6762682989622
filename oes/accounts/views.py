"""Pages of signing in (G2), and of recovering a login or a password (G3)."""

import math
from typing import Any

from axes.helpers import get_cool_off
from axes.utils import reset as forget_failures
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oes.accounts import services
from oes.accounts.forms import RecoveryForm, SignInForm
from oes.accounts.models import Role, User
from oes.lib.addresses import client_address

SYSTEM_COOKIE = "oes_system"
YEAR_SECONDS = 365 * 24 * 3600
HOMES = {Role.ADMINISTRATION: "/students/", Role.STUDENT: "/exams/"}
"""By address, since those pages belong to later apps."""


pages_and_forms = method_decorator(require_http_methods(["GET", "HEAD", "POST"]), name="dispatch")


@pages_and_forms
class SignIn(LoginView):
    """ "Authorisation": choose the system, login, password. A deep link (`system` or `next`) skips the choice."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def linked_system(self) -> str:
        system = self.request.GET.get("system", "")
        return system if system in Role.values else ""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "choose": not self.get_redirect_url()}

    def get_initial(self) -> dict[str, Any]:
        return {"system": self.linked_system() or self.request.COOKIES.get(SYSTEM_COOKIE, "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        linked = self.linked_system()
        return super().get_context_data(
            choose=not (linked or self.get_redirect_url()),
            linked_system=linked,
            linked_label=Role(linked).label if linked else "",
            **kwargs,
        )

    def form_valid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        response = super().form_valid(form)
        entrance = form.entrance()
        self.request.session["entrance"] = entrance
        response.set_cookie(
            SYSTEM_COOKIE, entrance, max_age=YEAR_SECONDS, httponly=True, samesite="Lax", secure=settings.OES_HTTPS
        )
        return response


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("accounts:sign_in")


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Go where the entrance leads; entrances without pages yet get one that says so."""
    if not request.user.is_authenticated:
        return redirect("accounts:sign_in")
    user: Any = request.user
    held = [role for role in Role if user.has_role(role)]
    entrance = request.session.get("entrance")
    role = entrance if entrance in held else next(iter(held), None)
    if role in HOMES:
        return redirect(HOMES[Role(role)])
    return render(request, "accounts/home.html", {"role": Role(role) if role else None})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    form = RecoveryForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/recover.html", {"form": form})
    try:
        services.recover(
            organisation=request.organisation,  # type: ignore[attr-defined]
            email=form.cleaned_data["email"],
            ip=client_address(request),
            absolute=request.build_absolute_uri,
        )
    except services.TooManyRequests:
        return _wait(request, 3600)
    return redirect("accounts:recover_sent")


@login_not_required
@require_safe
def recover_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/recover_sent.html")


@pages_and_forms
class SetPassword(PasswordResetConfirmView):
    """The page behind a mailed link. A link works once, for an hour, in the organisation that sent it."""

    template_name = "accounts/set_password.html"
    success_url = reverse_lazy("accounts:password_set")

    def get_user(self, uidb64: str) -> User | None:
        user = super().get_user(uidb64)
        same = user and user.is_active and user.organisation_id == self.request.organisation.pk  # type: ignore[attr-defined]
        return user if same else None

    def form_valid(self, form: Any) -> HttpResponse:
        forget_failures(username=self.user.get_username())  # who proved the e-mail is no guesser
        return super().form_valid(form)


@login_not_required
@require_safe
def password_set(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/password_set.html")


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: object) -> HttpResponse:
    """Answer after too many wrong passwords for one login from one address."""
    return _wait(request, int(get_cool_off(request).total_seconds()))  # type: ignore[union-attr]


def _wait(request: HttpRequest, seconds: int) -> HttpResponse:
    context = {"minutes": math.ceil(seconds / 60)}
    response = render(request, "accounts/wait.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response
