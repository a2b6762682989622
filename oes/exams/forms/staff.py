"""Forms of the staff: the account, and what somebody works as and where."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation, Role, User
from oes.exams.models import Department, Faculty

_LOGIN = {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}


class AccountForm(forms.ModelForm):
    """Name and address of somebody of the staff."""

    class Meta:
        model = User
        fields = ["last_name", "first_name", "email"]
        labels = {"last_name": _("Last name"), "first_name": _("First name"), "email": _("E-mail")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].required = True
        self.fields["email"].widget.attrs["autocomplete"] = "off"


class InviteForm(AccountForm):
    """A new account. Its identifier comes with the form, so that a form sent twice makes one."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    username = forms.CharField(
        label=_("Login"),
        max_length=150,
        required=False,
        help_text=_("Empty: the e-mail address."),
        widget=forms.TextInput(attrs=_LOGIN),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    class Meta(AccountForm.Meta):
        fields = ["last_name", "first_name", "email", "username", "language"]

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["username"].required = False

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        told["username"] = login = " ".join(told.get("username", "").split()) or told.get("email", "")[:150]
        twin = User.objects.filter(organisation=self.organisation, username=login).exclude(uuid=told.get("uuid"))
        if login and twin.exists():
            text = gettext("Somebody has this login already: give that account the role, or choose another login.")
            self.add_error("username", text)
        return told


class WorkForm(forms.Form):
    """Roles, and where somebody works. The registrar gives no role of the administration.

    `is_new`: an account that nobody has yet needs a role.
    """

    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple, required=False)
    faculties = forms.ModelMultipleChoiceField(
        label=_("Dean’s office of"),
        queryset=Faculty.objects.none(),
        to_field_name="uuid",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("For the role “Dean’s office”."),
    )
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("none"),
        help_text=_("For the role “Teacher”: a second marker comes from another department."),
    )

    def __init__(self, *args: Any, organisation: Organisation, by: User, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].required = is_new
        hidden = {Role.STUDENT} | (set() if by.has_role(Role.ADMINISTRATION) else {Role.ADMINISTRATION})
        self.fields["roles"].choices = [(role.value, role.label) for role in Role if role not in hidden]
        self.fields["faculties"].queryset = Faculty.objects.filter(organisation=organisation)
        self.fields["department"].queryset = Department.objects.filter(organisation=organisation)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if Role.DEAN in told.get("roles", ()) and not told.get("faculties"):
            self.add_error("faculties", gettext("Choose the faculty whose dean’s office it is."))
        return told
