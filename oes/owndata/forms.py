"""What students send about their own data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oes.review.models import LONGEST_ANSWER


class AnswerForm(forms.Form):
    """A short answer to one event."""

    event = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(label=_("Your answer"), max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 3}))
