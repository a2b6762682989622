"""What students send about their own data."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.review.models import LONGEST_ANSWER


class AnswerForm(forms.Form):
    """A short answer to one event."""

    event = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(label=_("Your answer"), max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 3}))


class ErasureForm(forms.Form):
    """What the student adds to a request, if anything."""

    words = forms.CharField(
        label=_("Anything to add? (optional)"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecisionForm(forms.Form):
    """A person's decision on a request: a refusal needs a reason."""

    decision = forms.ChoiceField(choices=[("grant", "grant"), ("refuse", "refuse")])
    reason = forms.CharField(label=_("Reason, the student reads it"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == "refuse" and not data.get("reason"):
            self.add_error("reason", gettext("Write why: the student reads it."))
        return data
