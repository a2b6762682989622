"""The form of an exam, and of enrolling groups."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation
from oes.exams.address import FIELDS, is_web_address, origins_in, unknown_fields
from oes.exams.models import Exam, ExamPeriod, Faculty, Format, ProctoringPolicy, StudyGroup, Subject

_MOMENT = "%Y-%m-%dT%H:%M"

YEARS = range(2000, 2101)
MOST_ORIGINS = 10


class MomentInput(forms.DateTimeInput):
    """A moment as browsers let it be chosen."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=_MOMENT)


class ExamForm(forms.ModelForm):
    """An exam of an organisation. The subject is named by its code, which is one within a session."""

    subject_code = forms.CharField(
        label=_("Code of the subject"),
        max_length=40,
        required=False,
        help_text=_("Type a part of the title or of the code."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "subjects"}),
    )

    class Meta:
        model = Exam
        fields = [
            "title", "period", "format", "faculty", "address", "other_origins", "access_code", "room", "opens_at",
            "closes_at", "planned_minutes", "maximum_attempts", "policy",
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
        self.fields["period"].queryset = ExamPeriod.objects.filter(organisation=organisation)
        self.fields["period"].empty_label = _("none")
        if self.instance.subject:
            self.initial.setdefault("subject_code", self.instance.subject.code)
        self.fields["format"].required = "format" in self.data or not self.is_bound  # left out: it stays as it is
        self.fields["format"].choices = [
            (one.value, one.label) for one in Format if one in (Format.TEST, Format.WRITTEN, self.instance.format)
        ]
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
        if not address:
            return ""
        if unknown := unknown_fields(address):
            known = ", ".join("{" + name + "}" for name in FIELDS)
            raise forms.ValidationError(
                gettext("Nothing fills in: %(unknown)s. Known are %(known)s.")
                % {"unknown": ", ".join(unknown), "known": known}
            )
        if not is_web_address(address):
            raise forms.ValidationError(gettext("Not a web address: it needs http:// or https:// and a host name."))
        return address

    def clean_format(self) -> str:
        return self.cleaned_data["format"] or self.instance.format

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
        if data.get("format") == Format.TEST and data.get("address") == "":
            self.add_error("address", gettext("A test needs the address of its testing system."))
        self._find_subject(data)
        return data

    def _find_subject(self, data: dict[str, Any]) -> None:
        """Put the subject of the typed code on the row, or say why there is none."""
        code, period = data.get("subject_code", "").strip(), data.get("period")
        self.instance.subject = None
        if code and period is None:
            self.add_error("subject_code", gettext("Choose the exam session first: codes belong to one."))
        elif code:
            rows = Subject.objects.filter(period=period)
            self.instance.subject = rows.filter(code=code).first() or rows.filter(code__iexact=code).first()
            if self.instance.subject is None:
                self.add_error("subject_code", gettext("No subject of this session has this code."))


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
