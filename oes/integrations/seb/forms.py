"""The forms of an exam's Safe Exam Browser settings."""

import hashlib
import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oes.exams.address import is_host
from oes.exams.forms.lines import entries_in
from oes.exams.models import SafeBrowserUse
from oes.integrations.seb.models import SafeBrowserSettings

_KEY = re.compile(r"[0-9a-f]{64}")
MOST_LINES = 100


class SettingsForm(forms.ModelForm):
    field_order = ["use", "allow_quit", "quit_password", "no_quit_password", "allow_reload", "allow_spell_check"]
    use = forms.ChoiceField(label=_("Safe Exam Browser"), choices=SafeBrowserUse.choices, widget=forms.RadioSelect)
    quit_password = forms.CharField(
        label=_("Password that ends the browser"),
        required=False,
        max_length=100,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Only its hash is kept. Leave it empty to keep the one there is."),
    )
    no_quit_password = forms.BooleanField(label=_("Ask for no password"), required=False)
    more_hosts = forms.CharField(
        label=_("Further hosts that may be opened"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One in each line, for example library.university.kz. The exam's own and ours are always open."),
    )
    exam_keys = forms.CharField(
        label=_("Browser Exam Keys"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One in each line, as the browser's own settings window shows them. None: every version is taken."),
    )

    class Meta:
        model = SafeBrowserSettings
        fields = [
            "allow_quit", "allow_reload", "allow_spell_check", "allow_virtual_machine", "filter_addresses",
            "more_hosts", "exam_keys",
        ]  # fmt: skip

    def clean_more_hosts(self) -> str:
        return self._lines("more_hosts", _is_host, _("Not a host name: %(names)s"))

    def clean_exam_keys(self) -> str:
        return self._lines("exam_keys", _KEY.fullmatch, _("Not a key of 64 digits 0–9, a–f: %(names)s"))

    def _lines(self, name: str, fits: Callable[[str], object], complaint: Any) -> str:
        lines = entries_in("\n".join(self.cleaned_data[name].lower().split()), most=MOST_LINES)
        wrong = [line for line in lines if not fits(line)]
        if wrong:
            raise forms.ValidationError(complaint % {"names": ", ".join(line[:30] for line in wrong[:5])})
        return "\n".join(lines)

    def row(self) -> SafeBrowserSettings:
        """Return the row as filled in. Call it on a valid form."""
        row: SafeBrowserSettings = super().save(commit=False)
        if self.cleaned_data["no_quit_password"]:
            row.quit_password_hash = ""
        elif password := self.cleaned_data["quit_password"]:
            row.quit_password_hash = hashlib.sha256(password.encode()).hexdigest()
        return row


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Password of the file"),
        min_length=8,
        max_length=100,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("It is not kept. Tell it to the students at the start of the exam."),
    )


def _is_host(line: str) -> bool:
    """Return whether it is a host, or all below one: "*.example.kz"."""
    return is_host(line.removeprefix("*."))
