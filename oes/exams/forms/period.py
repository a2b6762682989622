"""The form of an exam session, with its platforms."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation
from oes.exams.forms.exam import YEARS
from oes.exams.models import ExamPeriod, Format, PeriodPlatform

LONGEST_DAYS = 200
MOST_PLATFORMS = 20


class _DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class _WebAddress(forms.URLField):
    """An address of the web; where no scheme is typed, https is meant."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


class PeriodForm(forms.ModelForm):
    class Meta:
        model = ExamPeriod
        fields = [
            "title", "title_kk", "title_ru", "title_en", "starts_on", "ends_on", "applications_until", "call_centre",
            "conference_id", "conference_code", "conference_link", "registrar_mail", "commission_mail", "is_published",
        ]  # fmt: skip
        field_classes = {"conference_link": _WebAddress}
        widgets = {"starts_on": _DayInput(), "ends_on": _DayInput(), "applications_until": _DayInput()}
        help_texts = {
            "title_kk": _("Shown on pages in that language; where it is empty, the title above is."),
            "call_centre": _("Telephone numbers and hours, as they are to be printed."),
            "applications_until": _("The last day. Empty: until the session ends."),
            "is_published": _("Everybody can then open the session’s page, without signing in."),
        }

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.organisation = organisation
        for name in ("starts_on", "ends_on", "applications_until"):
            self.fields[name].input_formats = ["%Y-%m-%d", "%d.%m.%Y"]

    def clean_title(self) -> str:
        title = " ".join(self.cleaned_data["title"].split())
        twins = ExamPeriod.objects.filter(organisation=self.instance.organisation, title=title)
        if twins.exclude(uuid=self._own_uuid()).exists():
            raise forms.ValidationError(gettext("There is an exam session of this title already."))
        return title

    def _own_uuid(self) -> Any:
        return self.instance.uuid

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        for name in ("starts_on", "ends_on", "applications_until"):
            if data.get(name) and data[name].year not in YEARS:
                self.add_error(name, gettext("Choose a year from 2000 to 2100."))
        if first and last and last < first:
            self.add_error("ends_on", gettext("The last day must not lie before the first."))
        elif first and last and (last - first).days > LONGEST_DAYS:
            self.add_error("ends_on", gettext("At most %(days)d days: look at the years.") % {"days": LONGEST_DAYS})
        until = data.get("applications_until")
        if until and last and until > last:
            self.add_error("applications_until", gettext("Applications end with the session at the latest."))
        return data


class NewPeriodForm(PeriodForm):
    """Carries the new row's uuid, so that sending it twice makes one session."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ["uuid"]

    def _own_uuid(self) -> Any:
        return self.cleaned_data.get("uuid")


class _PlatformForm(forms.ModelForm):
    class Meta:
        model = PeriodPlatform
        fields = ["format", "name", "address"]
        field_classes = {"address": _WebAddress}

    def has_changed(self) -> bool:
        """Return whether the row says something: a format alone names no platform."""
        changed = set(self.changed_data)
        return bool(changed - {"format"} if self.instance._state.adding else changed)


_Platforms = forms.inlineformset_factory(
    ExamPeriod, PeriodPlatform, form=_PlatformForm, extra=len(Format), max_num=MOST_PLATFORMS, validate_max=True
)


def platforms_form(data: Any, *, period: ExamPeriod) -> Any:
    """Return the forms of a session's platforms: those there are, and an empty one for each format."""
    empty = [{"format": one} for one in Format]
    return _Platforms(data, instance=period, prefix="platforms", initial=empty)
