"""The form of an accommodation."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.domain.accommodation import HELPER_KINDS, LOOKING_KINDS
from oes.domain.violations import KINDS, Grade
from oes.exams.models import Accommodation, Exam, Student

MOST_BREAKS, MOST_BREAK_MINUTES, MOST_EXTRA_MINUTES = 10, 120, 480
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def other_kinds() -> list[str]:
    """Return the kinds that the form lists one by one: faults never weigh, and some have a line in plain words."""
    named = {*HELPER_KINDS, *LOOKING_KINDS}
    return [kind.key for kind in KINDS.values() if kind.grade != Grade.TECHNICAL and kind.key not in named]


def whole(label: Any, most: int, help_text: Any = "") -> forms.IntegerField:
    """Return a field for a whole number from 0 on."""
    return forms.IntegerField(label=label, min_value=0, max_value=most, initial=0, help_text=help_text)


class AccommodationForm(forms.ModelForm):
    """`instance` is a new row of a student; `uuid` makes a form that is sent twice one row."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    helper = forms.BooleanField(
        label=_("A helper may be in the frame"),
        required=False,
        help_text=_("A second person and people in the background weigh nothing."),
    )
    looking = forms.BooleanField(
        label=_("May look down or away"), required=False, help_text=_("Turning away from the screen weighs nothing.")
    )
    kinds = forms.MultipleChoiceField(
        label=_("Other signals that weigh nothing"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They stay visible to reviewers, with “0, by accommodation”."),
    )
    extra_minutes = whole(
        _("Extra minutes"), MOST_EXTRA_MINUTES, _("Of exam time; the exam closes later for this student.")
    )
    breaks = whole(_("Breaks"), MOST_BREAKS)
    break_minutes = whole(
        _("Minutes for breaks, together"), MOST_BREAK_MINUTES, _("Camera and screen are off then, and the time stops.")
    )

    class Meta:
        model = Accommodation
        fields = ["exam", "valid_from", "valid_to", "extra_minutes", "breaks", "break_minutes", "reason"]
        widgets = {"valid_from": _DAY, "valid_to": _DAY, "reason": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "reason": _("Only the administration sees it. Reviewers and proctors never do, and no report shows it."),
            "valid_to": _("The last day. Empty: without an end."),
        }

    field_order = [
        "uuid", "exam", "valid_from", "valid_to", "helper", "looking", "kinds", "extra_minutes", "breaks",
        "break_minutes", "reason",
    ]  # fmt: skip

    def __init__(self, *args: Any, student: Student, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.student = student
        exams = Exam.objects.real().filter(organisation=student.organisation, enrolments__student=student)
        self.fields["exam"].queryset = exams.order_by("-opens_at")
        self.fields["exam"].empty_label = _("All exams")
        self.fields["kinds"].choices = [(key, gettext(KINDS[key].label)) for key in other_kinds()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("breaks")) != bool(data.get("break_minutes")):
            self.add_error("break_minutes", gettext("Breaks need both a number and minutes."))
        others = Accommodation.objects.filter(uuid=data.get("uuid")).exclude(student=self.instance.student)
        if others.exists():  # a form of another student's page, sent here
            self.add_error("uuid", gettext("This form was sent for another student."))
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", gettext("The last day must not lie before the first."))
        if not self.errors and not self._allows(data):
            self.add_error(None, gettext("Nothing is allowed yet: choose at least one thing."))
        return data

    def _allows(self, data: dict[str, Any]) -> bool:
        return any(data.get(name) for name in ("helper", "looking", "kinds", "extra_minutes", "breaks"))

    def accommodation(self) -> Accommodation:
        """Return the row as filled in, not stored. Call it on a valid form."""
        data, row = self.cleaned_data, self.instance
        off = [*data["kinds"], *(HELPER_KINDS if data["helper"] else ()), *(LOOKING_KINDS if data["looking"] else ())]
        row.uuid, row.kinds_off = data["uuid"], sorted(set(off))
        return row
