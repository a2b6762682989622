"""Where a photo report is sent."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class MailForm(forms.Form):
    """An address in one of the domains that the rules allow, and a note."""

    to = forms.EmailField(label=_("E-mail"), max_length=254)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, domains: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.domains = [domain.strip().lstrip("@").casefold() for domain in domains]
        self.fields["to"].help_text = _("Allowed: %(domains)s") % {"domains": ", ".join(self.domains)}

    def clean_to(self) -> str:
        """Refuse every domain that the rules do not name; a subdomain is another domain."""
        to: str = self.cleaned_data["to"]
        if to.rpartition("@")[2].casefold() not in self.domains:
            raise forms.ValidationError(_("The rules do not allow reports to be sent to this domain."))
        return to
