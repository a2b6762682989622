"""The forms of who prepares a written exam."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.exams.forms.exam import YEARS, MomentInput
from oes.exams.models import Exam
from oes.written.models import WrittenExam
from oes.written.preparing import MOST_VARIANTS

MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M"]
MOST_LATE = 240


class WrittenForm(forms.ModelForm):
    """Settings of a written exam. Its times are there for the office only: a teacher does not move an exam."""

    opens_at = forms.DateTimeField(label=_("Tasks are handed out"), widget=MomentInput(), input_formats=MOMENTS)
    closes_at = forms.DateTimeField(label=_("To be handed in until"), widget=MomentInput(), input_formats=MOMENTS)

    class Meta:
        model = WrittenExam
        fields = [
            "late_minutes", "check_until", "takes_text", "takes_photos", "takes_files", "is_proctored", "on_paper",
            "note",
        ]  # fmt: skip
        widgets = {"check_until": MomentInput(), "note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "late_minutes": _("0: nothing is taken late. What was saved in time is handed in by itself."),
            "is_proctored": _("The tasks open only while camera and screen are recorded."),
            "on_paper": _("Only for exams under proctoring. Looking to the side still counts."),
            "note": _("What may be used, how to number the pages."),
        }

    def __init__(self, *args: Any, exam: Exam, may_move: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exam = exam
        zone = gettext("Time zone: %(zone)s") % {"zone": exam.organisation.time_zone}
        self.fields["check_until"].input_formats = MOMENTS  # type: ignore[attr-defined]
        self.fields["check_until"].help_text = zone
        self.fields["late_minutes"] = forms.IntegerField(
            label=self.fields["late_minutes"].label, help_text=self.fields["late_minutes"].help_text, min_value=0,
            max_value=MOST_LATE,
        )  # fmt: skip
        for name in ("opens_at", "closes_at"):
            if may_move:
                self.fields[name].help_text = zone
                self.initial.setdefault(name, getattr(exam, name))
            else:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(f"takes_{what}") for what in ("text", "photos", "files")):
            self.add_error("takes_text", gettext("Choose at least one way to hand in."))
        for name in ("opens_at", "closes_at", "check_until"):
            if data.get(name) and data[name].year not in YEARS:  # moments beyond cannot be told in every zone
                self.add_error(name, gettext("Choose a year from 2000 to 2100."))
        opens = data.get("opens_at", self.exam.opens_at)
        closes = data.get("closes_at", self.exam.closes_at)
        if opens and closes and closes <= opens:
            self.add_error("closes_at" if "closes_at" in self.fields else None, gettext("It must end after it begins."))
        if data.get("check_until") and closes and data["check_until"] <= closes:
            self.add_error("check_until", gettext("Works are checked after they are handed in."))
        settled = {"is_proctored", "on_paper"} & set(self.changed_data)
        if self.instance.pk and settled and self.instance.works.exists():
            for name in settled:
                self.add_error(name, gettext("Tasks are handed out already: this cannot be changed any more."))
        return data

    def values(self) -> dict[str, Any]:
        """Return the settings by the names of the model's fields."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def times(self) -> dict[str, Any]:
        """Return the times that the office set; nothing where they were not asked for."""
        return {name: self.cleaned_data[name] for name in ("opens_at", "closes_at") if name in self.fields}


class TaskForm(forms.Form):
    """A task. It carries the uuid, so that sending it twice makes one."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    variant = forms.IntegerField(label=_("Variant"), min_value=1, max_value=MOST_VARIANTS)
    text = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}))


class TaskFileForm(forms.Form):
    """A file of a task."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(label=_("File"))
