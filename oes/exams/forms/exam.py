"""The form of an exam, and of enrolling groups."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation
from oes.exams.address import FIELDS, is_web_address, origins_in, unknown_fields
from oes.exams.models import Exam, Faculty, ProctoringPolicy, StudyGroup

_MOMENT = "%Y-%m-%dT%H:%M"

YEARS = range(2000, 2101)
MOST_ORIGINS = 10


class MomentInput(forms.DateTimeInput):
    """A moment as browsers let it be chosen."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=_MOMENT)


class ExamForm(forms.ModelForm):
    class Meta:
        model = Exam
        fields = [
            "title", "faculty", "address", "other_origins", "access_code", "room", "opens_at", "closes_at",
            "planned_minutes", "maximum_attempts", "policy",
        ]  # fmt: skip
        widgets = {
            "opens_at": MomentInput(),
            "closes_at": MomentInput(),
            "other_origins": forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        }
        help_texts = {
            "address": _(
                "Begins with http:// or https://. These are filled in for each attempt: {student} – the login, "
                "{attempt} – the identifier of the attempt, {return_link} – the address that ends the recording; "
                "put it where the testing system sends the student after the exam."
            ),
            "other_origins": _(
                "Only for a testing system whose pages lie on several hosts: one origin a line, such as "
                "https://quiz.example.org. That of the address need not be repeated."
            ),
            "access_code": _("The student sees it only after “OK” and while recording runs."),
            "maximum_attempts": _("A further attempt needs a release with a reason, on the student's card."),
        }

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["faculty"].queryset = Faculty.objects.filter(organisation=organisation)
        self.fields["faculty"].empty_label = _("none")
        self.fields["policy"].queryset = ProctoringPolicy.objects.filter(organisation=organisation)
        self.fields["policy"].empty_label = _("always the newest")
        zone = gettext("Time zone: %(zone)s") % {"zone": organisation.time_zone}
        for name in ("opens_at", "closes_at"):
            self.fields[name].input_formats = [_MOMENT, "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M"]
            self.fields[name].help_text = zone
        for name, least, most in (("planned_minutes", 1, 1440), ("maximum_attempts", 1, 20)):
            self.fields[name] = forms.IntegerField(
                label=self.fields[name].label,
                help_text=self.fields[name].help_text,
                min_value=least,
                max_value=most,
                initial=self.fields[name].initial,
            )

    def clean_address(self) -> str:
        address = self.cleaned_data["address"].strip()
        if unknown := unknown_fields(address):
            known = ", ".join("{" + name + "}" for name in FIELDS)
            raise forms.ValidationError(
                gettext("Nothing fills in: %(unknown)s. Known are %(known)s.")
                % {"unknown": ", ".join(unknown), "known": known}
            )
        if not is_web_address(address):
            raise forms.ValidationError(gettext("Not a web address: it needs http:// or https:// and a host name."))
        return address

    def clean_other_origins(self) -> str:
        try:
            origins = origins_in(self.cleaned_data["other_origins"])
        except ValueError as error:
            raise forms.ValidationError(
                gettext("Not an origin: %(line)s. Write scheme and host only, such as https://quiz.example.org.")
                % {"line": str(error)}
            ) from error
        if len(origins) > MOST_ORIGINS:
            raise forms.ValidationError(gettext("At most %(most)d origins.") % {"most": MOST_ORIGINS})
        return "\n".join(origins)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("opens_at", "closes_at"):
            if data.get(name) and data[name].year not in YEARS:
                self.add_error(name, gettext("Choose a year from 2000 to 2100."))
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", gettext("The exam must close after it opens."))
        return data


class NewExamForm(ExamForm):
    """Carries the new row's uuid, so that sending it twice makes one exam."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Refuse what the Back button and Save would make: the same exam under another uuid."""
        data = super().clean()
        same = {name: data.get(name) for name in ("title", "faculty", "opens_at")}
        twins = (
            Exam.objects.real().filter(organisation=self.instance.organisation, **same).exclude(uuid=data.get("uuid"))
        )
        if same["title"] and same["opens_at"] and twins.exists():
            self.add_error("title", gettext("There is an exam of this title that opens at the same moment."))
        return data


class EnrolGroupsForm(forms.Form):
    groups = forms.ModelMultipleChoiceField(
        label=_("Groups"),
        queryset=StudyGroup.objects.none(),
        to_field_name="uuid",
        error_messages={"required": _("Choose at least one group.")},
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = StudyGroup.objects.filter(organisation=organisation)
