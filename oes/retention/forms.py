"""The form of a hold."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.retention.models import Hold


class HoldForm(forms.ModelForm):
    """`today`: the day in the institution's time zone; a hold ends today at the earliest."""

    class Meta:
        model = Hold
        fields = ("reason", "until")
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
            "until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        labels = {"reason": _("Why it must be kept"), "until": _("Until, this day included")}
        help_texts = {
            "reason": _("For example: appeal 17/2026. No medical or family matters."),
            "until": _("Empty: until somebody lifts it."),
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until < self._today:
            raise forms.ValidationError(gettext("This day is over."))
        return until
