"""Forms of subjects, departments and who teaches."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation, User
from oes.exams.forms.roster import OfOrganisation
from oes.exams.models import Department, ExamPeriod, Faculty, Format, StudyGroup, Subject
from oes.exams.subject_queries import teachers


class DepartmentForm(OfOrganisation):
    class Meta:
        model = Department
        fields = ["name", "faculty"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["faculty"].queryset = Faculty.objects.filter(organisation=self.organisation)

    def clean_name(self) -> str:
        return self._refuse_twin("name", gettext("There is a department of this name already."))


class SubjectForm(OfOrganisation):
    class Meta:
        model = Subject
        fields = ["period", "code", "title", "department", "format", "has_exam"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].queryset = ExamPeriod.objects.filter(organisation=self.organisation)
        self.fields["department"].queryset = Department.objects.filter(organisation=self.organisation)
        self.fields["department"].empty_label = _("none")

    def _own_uuid(self) -> Any:
        return self.instance.uuid

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        period, code = data.get("period"), " ".join(data.get("code", "").split())
        if period and code:
            data["code"] = code
            twins = Subject.objects.filter(period=period, code=code).exclude(uuid=self._own_uuid())
            if twins.exists():
                self.add_error("code", gettext("Another subject of this session has this code."))
        if period and self.instance.pk and self.instance.exams.exclude(period=period).exists():
            self.add_error("period", gettext("Exams of this subject stand in another session."))
        if data.get("format") == Format.CUMULATIVE and data.get("has_exam"):
            self.add_error("has_exam", gettext("A cumulative assessment has no exam: take the mark away."))
        return data


class NewSubjectForm(SubjectForm):
    """Carries the new row's uuid, so that sending it twice makes one subject."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ["uuid"]

    def _own_uuid(self) -> Any:
        return self.cleaned_data.get("uuid")


class _TeacherField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return obj.shown_name


class TeachingForm(forms.Form):
    """Who teaches a subject, and to which groups."""

    teacher = _TeacherField(label=_("Teacher"), queryset=User.objects.none(), to_field_name="uuid")
    groups = forms.ModelMultipleChoiceField(
        label=_("Groups"),
        queryset=StudyGroup.objects.none(),
        to_field_name="uuid",
        error_messages={"required": _("Choose at least one group.")},
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teacher"].queryset = teachers(organisation)
        self.fields["groups"].queryset = StudyGroup.objects.filter(organisation=organisation)
