"""Pages of signing in (G2), and of recovering a login or a password (G3)."""

import logging
import math
from typing import Any

from axes.helpers import get_cool_off
from axes.utils import reset as forget_failures
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import LoginView, PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oes.accounts import second_factor, services
from oes.accounts.entering import enter, finish, half_way
from oes.accounts.forms import CodeForm, RecoveryForm, SignInForm
from oes.accounts.invitations import accept, accepted_otherwise, opened
from oes.accounts.models import ENTRANCES, Role, User
from oes.accounts.second_factor import confirmed_of
from oes.lib.addresses import client_address

logger = logging.getLogger(__name__)
HOMES = {
    Role.ADMINISTRATION: "/students/",
    Role.REVIEWER: "/students/",
    Role.STUDENT: "/exams/",
    Role.TEACHER: "/written/",
    Role.OBSERVER: "/written/",
    Role.REGISTRAR: "/manage/exams/",
    Role.DEAN: "/applications/",
    Role.HELPDESK: "/problems/",
    Role.SECRETARY: "/appeals/queue/",
    Role.COMMISSION: "/cases/",
}
"""Where a role begins its work, the first one held counts. By address, since those pages belong to later apps."""


pages_and_forms = method_decorator(require_http_methods(["GET", "HEAD", "POST"]), name="dispatch")


@pages_and_forms
class SignIn(LoginView):
    """ "Authorisation": choose the system, login, password. A deep link (`system` or `next`) skips the choice."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def linked_system(self) -> str:
        system = self.request.GET.get("system", "")
        return system if system in ENTRANCES else ""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "choose": not self.get_redirect_url()}

    def get_initial(self) -> dict[str, Any]:
        return {"system": self.linked_system() or self.request.COOKIES.get(settings.OES_SYSTEM_COOKIE, "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        linked = self.linked_system()
        return super().get_context_data(
            choose=not (linked or self.get_redirect_url()),
            linked_system=linked,
            linked_label=Role(linked).label if linked else "",
            **kwargs,
        )

    def form_valid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        target = str(self.get_success_url())
        return enter(self.request, user=form.get_user(), entrance=form.entrance(), target=target)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The code of the second factor, asked for once the password was right."""
    known = half_way(request)
    row = confirmed_of(known[0]) if known else None
    if known is None or row is None:
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if second_factor.check(row=row, code=form.cleaned_data["code"]):
                user, kept = known
                return finish(request, user=user, entrance=kept["entrance"], target=kept["target"])
        except second_factor.TooManyTries as closed:
            return wait(request, closed.seconds)
        logger.warning("second_factor_refused", extra={"user": str(known[0].uuid), "address": client_address(request)})
        form.add_error("code", _("This code is not right, or was used already. Wait for the next one."))
    return render(request, "accounts/second_step.html", {"form": form})


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    response = redirect("accounts:sign_in")
    response["Clear-Site-Data"] = '"cache"'  # pages and pictures; what a recorder still has to send stays
    return response


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Go where the entrance leads; entrances without pages yet get one that says so."""
    if not request.user.is_authenticated:
        return redirect("accounts:sign_in")
    user: Any = request.user
    entered = request.session.get("entrance")
    entrance = entered if entered in user.entrances else next(iter(user.entrances), None)
    held = [role for role in Role if user.has_role(role) and role.entrance == entrance]
    home = next((HOMES[role] for role in held if role in HOMES), None)
    return redirect(home) if home else render(request, "accounts/home.html", {"role": held[0] if held else None})


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
        return wait(request, 3600)
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
        accepted_otherwise(self.user)
        return super().form_valid(form)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind an invitation: the first password."""
    row = opened(organisation=request.organisation, token=token)  # type: ignore[attr-defined]
    if row is None:
        return render(request, "accounts/invited.html", {"form": None}, status=404)
    form = SetPasswordForm(row.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if accept(invitation=row, password=form.cleaned_data["new_password1"]):
            return redirect("accounts:password_set")
        return render(request, "accounts/invited.html", {"form": None}, status=404)
    return render(request, "accounts/invited.html", {"form": form, "invitation": row})


@login_not_required
@require_safe
def password_set(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/password_set.html")


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: object) -> HttpResponse:
    """Answer after too many wrong passwords for one login from one address."""
    return wait(request, int(get_cool_off(request).total_seconds()))  # type: ignore[union-attr]


def wait(request: HttpRequest, seconds: int) -> HttpResponse:
    """Answer who has tried too often."""
    context = {"minutes": math.ceil(seconds / 60)}
    response = render(request, "accounts/wait.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response
