"""What reviewers send."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation
from oes.domain.accommodation import Terms
from oes.domain.identity import Sameness
from oes.exams.models import StudyGroup
from oes.review.models import LONGEST_ANSWER


class StudentFilter(forms.Form):
    """The search of the students page; an unknown value counts as none given."""

    name = forms.CharField(label=_("Search by full name"), max_length=200, required=False)
    group = forms.ModelChoiceField(
        label=_("Group"), queryset=StudyGroup.objects.none(), to_field_name="uuid", required=False, empty_label=_("All")
    )

    def __init__(self, data: Any, *, organisation: Organisation) -> None:
        super().__init__(data)
        self.fields["group"].queryset = StudyGroup.objects.filter(organisation=organisation)
        self.fields["name"].widget.attrs.update(type="search", autocomplete="off", spellcheck="false")

    def values(self) -> dict[str, Any]:
        """Return what is to be searched."""
        self.is_valid()
        return {"name": self.cleaned_data.get("name", ""), "group": self.cleaned_data.get("group")}


MOST_SEGMENTS = 50_000
"""More than an attempt can have, and less than a database takes in one question."""


class UnannouncedForm(forms.Form):
    """Which late segments are accepted or refused: a value of `segments` is a list of uuids, joined by commas."""

    answer = forms.TypedChoiceField(choices=[("accept", ""), ("refuse", "")], coerce=lambda value: value == "accept")
    segments = forms.Field(widget=forms.MultipleHiddenInput)

    def clean_segments(self) -> list[UUID]:
        try:
            told = [UUID(one) for value in self.cleaned_data["segments"] for one in value.split(",")]
        except ValueError as error:
            raise forms.ValidationError("not a uuid") from error
        if len(told) > MOST_SEGMENTS:
            raise forms.ValidationError("too many")
        return told


class DenialForm(forms.Form):
    """A person's word on one event: it is no violation, or it is one after all."""

    violation = forms.UUIDField(widget=forms.HiddenInput)
    denied = forms.TypedChoiceField(choices=[("yes", ""), ("no", "")], coerce=lambda value: value == "yes")
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_ANSWER)


class LineForm(forms.Form):
    """The percent below which somebody would look at an attempt; anything else is 50."""

    line_percent = forms.IntegerField(min_value=0, max_value=100)

    def line(self) -> int:
        return int(self.cleaned_data["line_percent"]) if self.is_valid() else 50


class VerdictForm(forms.Form):
    """A person's word on honest passing (G15)."""

    honest = forms.TypedChoiceField(choices=[("yes", _("yes")), ("no", _("no"))], coerce=lambda value: value == "yes")
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class GrantForm(forms.Form):
    """What staff give a running attempt on top: extra minutes, or breaks with minutes for them."""

    extra_minutes = forms.IntegerField(label=_("Extra minutes"), min_value=0, max_value=240, initial=0)
    breaks = forms.IntegerField(label=_("Breaks"), min_value=0, max_value=5, initial=0)
    break_minutes = forms.IntegerField(label=_("Minutes for breaks, together"), min_value=0, max_value=60, initial=0)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("breaks")) != bool(data.get("break_minutes")) or not any(data.values()):
            raise forms.ValidationError(
                gettext("Nothing was given: enter extra minutes, or a number of breaks and minutes for them.")
            )
        return data

    def terms(self) -> Terms:
        """Return what is given. Call it on a valid form."""
        return Terms(**self.cleaned_data)


class ReleaseForm(forms.Form):
    """Why a student may sit the exam once more."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class WatchedForm(forms.Form):
    """How long the players of an open page ran since it last said so."""

    seconds = forms.FloatField(min_value=0.0, max_value=24 * 3600.0)
    over = forms.BooleanField(required=False)


class ComparisonForm(forms.Form):
    """A person's word on two pictures."""

    check = forms.IntegerField(min_value=1, max_value=2**62)
    result = forms.ChoiceField(choices=[(one.value, one.value) for one in Sameness])
