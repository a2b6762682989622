"""Forms of signing in and of recovering a login or a password."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import ENTRANCES, SecondFactorUse


class SignInForm(AuthenticationForm):
    """The entrance, login and password (G2). `choose=False`: a deep link; any role the user holds will do."""

    system = forms.ChoiceField(
        label=_("Choose the system"),
        choices=[(entrance.value, entrance.label) for entrance in ENTRANCES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the system that you want to enter.")},
    )
    error_messages = {
        "invalid_login": _("The system, the login or the password is not right."),
        "wrong_system": _(
            "The system, the login or the password is not right. "
            "Check the chosen system: this account has no entrance there."
        ),
        "inactive": _("The system, the login or the password is not right."),
    }
    field_order = ["system", "username", "password"]

    def __init__(self, *args: Any, choose: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["system"].required = choose
        self.fields["username"].label = _("Login")
        self.fields["username"].widget.attrs.update({"autocapitalize": "none", "spellcheck": "false"})
        self.fields["username"].widget.attrs.pop("autofocus", None)

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        """Called once the password proved right: the user must hold the chosen role, or any on a deep link."""
        super().confirm_login_allowed(user)
        system = self.cleaned_data.get("system")
        held = user.entrances  # type: ignore[attr-defined]
        if not held or (system and system not in held):
            raise ValidationError(self.error_messages["wrong_system"], code="wrong_system")

    def entrance(self) -> str:
        """Return the entrance that the user came through: the chosen one, else the first in the page's order."""
        return self.cleaned_data.get("system") or self.get_user().entrances[0].value  # type: ignore[attr-defined]


class RecoveryForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CodeForm(forms.Form):
    """The code of the telephone, or one of the paper."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "text",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )


class OwnPasswordForm(forms.Form):
    """The own password once more, before something that protects the account is changed."""

    password = forms.CharField(
        label=_("Your password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class NewPasswordForm(PasswordChangeForm):
    """The old password, and the new one twice. Wrong old ones count towards the lock, as at the sign-in."""

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        self.request = request
        super().__init__(request.user, data)

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=old) != self.user:
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return old


class SetUpForm(OwnPasswordForm, CodeForm):
    """The first code, and the own password."""

    field_order = ["code", "password"]


class SecondFactorForm(forms.Form):
    """The institution's choice."""

    use = forms.ChoiceField(
        label=_("Second factor of the staff"), choices=SecondFactorUse.choices, widget=forms.RadioSelect
    )
