"""The form that takes a file to be imported."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation
from oes.exams.importing.sheets import LIMIT_BYTES
from oes.exams.importing.sources import IN_PERIOD, TABLES
from oes.exams.models import ExamPeriod, ImportJob

ARCHIVE_BYTES = 400 * 1024 * 1024


class ImportForm(forms.Form):
    """Carries the new job's uuid, so that sending it twice makes one import."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What the file holds"), choices=ImportJob.Kind)
    period = forms.ModelChoiceField(
        label=_("Exam session"),
        queryset=ExamPeriod.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label=_("none"),
        help_text=_("Needed for subjects, who teaches what, and OneRoster; narrows the exams for who sits which."),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("Tables: XLSX or CSV, up to 10 MB and 20000 lines. ZIP files: up to 400 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,.zip"}),
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, initial={"uuid": uuid.uuid4(), **kwargs.pop("initial", {})}, **kwargs)
        self.fields["period"].queryset = ExamPeriod.objects.filter(organisation=organisation)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind, file = data.get("kind"), data.get("file")
        if kind in IN_PERIOD and not data.get("period") and "period" not in self.errors:
            self.add_error("period", gettext("Choose the exam session that it belongs to."))
        if file and kind:
            limit = LIMIT_BYTES if kind in TABLES else ARCHIVE_BYTES
            if file.size > limit:
                told = {"limit": limit // 1024 // 1024}
                self.add_error("file", gettext("The file is larger than %(limit)s MB. Split it.") % told)
            if not file.size:
                self.add_error("file", gettext("The file is empty."))
        return data
