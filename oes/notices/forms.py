"""The forms of notices."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oes.notices.models import MailUse


class MailUseForm(forms.Form):
    """How to be mailed what is not urgent."""

    use = forms.ChoiceField(
        label=_("Mails about what is not urgent"),
        help_text=_("What cannot wait is always mailed at once."),
        choices=MailUse.choices,
        widget=forms.RadioSelect,
    )
