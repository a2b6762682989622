"""Forms of faculties, groups, students and their photos."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation, User
from oes.domain.iin import iin_holds
from oes.exams.models import Faculty, Student, StudyGroup
from oes.exams.pictures import LEAST_SIDE, LIMIT_BYTES, PictureRefused
from oes.exams.uploads import cleaned_picture


class OfOrganisation(forms.ModelForm):
    """A model form that also checks the constraints that include the organisation."""

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = self.instance.organisation = organisation

    def _refuse_twin(self, name: str, message: str) -> str:
        value = " ".join(self.cleaned_data[name].split())
        twins = type(self.instance).objects.filter(**{"organisation": self.organisation, name: value})
        if twins.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(message)
        return value


class FacultyForm(OfOrganisation):
    class Meta:
        model = Faculty
        fields = ["name", "mail", "dean_office"]
        help_texts = {"mail": _("Everybody sees it on the page of the exam session; applications are mailed to it.")}

    def clean_name(self) -> str:
        return self._refuse_twin("name", gettext("There is a faculty of this name already."))


class GroupForm(OfOrganisation):
    class Meta:
        model = StudyGroup
        fields = ["code", "faculty"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["faculty"].queryset = Faculty.objects.filter(organisation=self.organisation)
        self.fields["faculty"].empty_label = _("none")

    def clean_code(self) -> str:
        return self._refuse_twin("code", gettext("There is a group of this name already."))


class StudentForm(OfOrganisation):
    login = forms.CharField(
        label=_("Login"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("A forgotten login or password is recovered through it."),
    )
    field_order = ["full_name", "study_group", "record_book_number", "iin", "login", "email"]

    class Meta:
        model = Student
        fields = ["full_name", "study_group", "record_book_number", "iin"]
        help_texts = {"iin": _("Twelve digits.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["study_group"].queryset = StudyGroup.objects.filter(organisation=self.organisation)
        if self.instance.pk:
            self.initial |= {"login": self.instance.user.username, "email": self.instance.user.email}

    def clean_full_name(self) -> str:
        return " ".join(self.cleaned_data["full_name"].split())

    def clean_record_book_number(self) -> str:
        return self._refuse_twin("record_book_number", gettext("Another student has this record book number."))

    def clean_iin(self) -> str:
        iin = self.cleaned_data["iin"].strip()
        if not iin:
            return ""
        if not iin_holds(iin):
            raise forms.ValidationError(gettext("This is no IIN: twelve digits whose last one fits the others."))
        return self._refuse_twin("iin", gettext("Another student has this IIN."))

    def clean_login(self) -> str:
        login = self.cleaned_data["login"].strip()
        others = User.objects.filter(organisation=self.organisation, username=login)
        if others.exclude(pk=self.instance.user_id).exists():
            raise forms.ValidationError(gettext("Somebody else has this login."))
        if any(letter.isspace() for letter in login):
            raise forms.ValidationError(gettext("A login holds no spaces."))
        return login


_REFUSALS = {
    "large": _("The picture is larger than 8 MB or 50 megapixels."),
    "format": _("This is no JPEG, PNG or WebP picture, or it is damaged."),
    "small": _("The picture is too small: each side needs at least %(side)s pixels."),
}


class PhotoForm(forms.Form):
    """`cleaned_data["photo"]` is an upright JPEG without metadata."""

    photo = forms.FileField(
        label=_("Reference photo"),
        help_text=_("JPEG, PNG or WebP, up to 8 MB; one face, from the front, in good light."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def clean_photo(self) -> bytes:
        upload = self.cleaned_data["photo"]
        try:
            if upload.size > LIMIT_BYTES:
                raise PictureRefused("large")
            return cleaned_picture(upload.read())
        except PictureRefused as refused:
            raise forms.ValidationError(_REFUSALS[refused.code], params={"side": LEAST_SIDE}) from refused
