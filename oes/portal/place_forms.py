"""The form of a place: its facts, hours and seats."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation
from oes.domain.seats import Hours
from oes.exams.models import Place

MOST_SEATS = 500
_CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, required=False, widget=_CLOCK, input_formats=["%H:%M", "%H:%M:%S", "%H.%M"])


class PlaceForm(forms.ModelForm):
    """`instance` has the organisation; `uuid` makes a new form that is sent twice one row."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    seats = forms.IntegerField(
        label=_("Seats"),
        min_value=0,
        max_value=MOST_SEATS,
        help_text=_("Numbered from 1. 0: nothing is booked here, such as in a Wi-Fi zone."),
    )

    class Meta:
        model = Place
        fields = ["name", "kind", "address", "note", "is_shown"]
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"note": _("Such as the name of the Wi-Fi network, or whom to ask for the key.")}

    field_order = ["uuid", "name", "kind", "address", "note", "seats", "is_shown"]

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.organisation = organisation
        for weekday, name in WEEKDAYS.items():
            for edge, said in (("opens", _("%(day)s: opens")), ("closes", _("%(day)s: closes"))):
                self.fields[f"{edge}_{weekday}"] = _time(said % {"day": name})
        if self.instance.pk:
            self.initial["seats"] = self.instance.seats.count()
            for row in self.instance.hours.all():
                self.initial |= {f"opens_{row.weekday}": row.opens, f"closes_{row.weekday}": row.closes}

    def days(self) -> Iterator[tuple[str | Promise, BoundField, BoundField]]:
        """Yield each weekday with the fields of its hours."""
        for weekday, name in WEEKDAYS.items():
            yield name, self[f"opens_{weekday}"], self[f"closes_{weekday}"]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        twins = Place.objects.filter(organisation=self.instance.organisation, name=name).exclude(pk=self.instance.pk)
        if twins.exclude(uuid=self.data.get("uuid") or None).exists():
            raise forms.ValidationError(gettext("There is a place of this name."))
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for weekday in WEEKDAYS:
            opens, closes = data.get(f"opens_{weekday}"), data.get(f"closes_{weekday}")
            if (opens is None) != (closes is None) and f"opens_{weekday}" not in self.errors:
                self.add_error(f"closes_{weekday}", gettext("Give both times, or none."))
            elif opens is not None and closes is not None and closes <= opens:
                self.add_error(f"closes_{weekday}", gettext("It must close after it opens, on the same day."))
        return data

    def hours(self) -> list[Hours]:
        """Return the hours as filled in. Call it on a valid form."""
        data = self.cleaned_data
        days = ((weekday, data[f"opens_{weekday}"], data[f"closes_{weekday}"]) for weekday in WEEKDAYS)
        return [Hours(weekday, opens, closes) for weekday, opens, closes in days if opens is not None]
