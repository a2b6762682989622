"""The form that makes an import of a course's roster."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation
from oes.exams.models import Exam, ImportJob

Kind = ImportJob.Kind


class RosterForm(forms.Form):
    """Carries the new job's uuid, so that sending it twice makes one import."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What to do with the course's students"),
        choices=[
            (Kind.ENROLMENTS, _("Put those who have an account here on the list of an exam")),
            (Kind.STUDENTS, _("Make accounts for those who have none")),
        ],
        widget=forms.RadioSelect,
    )
    exam = forms.ModelChoiceField(
        label=_("Exam"), queryset=Exam.objects.none(), to_field_name="uuid", required=False, empty_label=_("none")
    )
    group = forms.CharField(
        label=_("Group of the new accounts"),
        required=False,
        max_length=60,
        help_text=_("Login and record book number are made from what Google tells; they can be changed afterwards."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        first = {"uuid": uuid.uuid4(), "kind": Kind.ENROLMENTS}
        super().__init__(*args, initial=first, **kwargs)
        rows = Exam.objects.real().filter(organisation=organisation).select_related("period", "subject")
        self.fields["exam"].queryset = rows.order_by("-opens_at", "pk")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") == Kind.ENROLMENTS and not data.get("exam") and "exam" not in self.errors:
            self.add_error("exam", gettext("Choose the exam."))
        if data.get("kind") == Kind.STUDENTS and not data.get("group") and "group" not in self.errors:
            self.add_error("group", gettext("Name the group."))
        return data
