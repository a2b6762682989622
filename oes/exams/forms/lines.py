"""Lists that people type with one entry in each line."""

from django import forms
from django.utils.translation import gettext


def entries_in(text: str, *, most: int) -> list[str]:
    """Return the entries in their order, each once, without spare spaces. ValidationError for more than `most`."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    entries = list(dict.fromkeys(line for line in lines if line))
    if len(entries) > most:
        raise forms.ValidationError(gettext("At most %(count)s entries.") % {"count": most})
    return entries
