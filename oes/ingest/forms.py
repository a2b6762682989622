"""The headers of a segment."""

from django import forms


class SegmentForm(forms.Form):
    """Oes-Sha256, Oes-Start and Oes-End; NaN and infinity are refused by FloatField."""

    sha256 = forms.RegexField(r"\A[0-9a-f]{64}\Z")
    started_seconds = forms.FloatField(min_value=0, max_value=1e6)
    ended_seconds = forms.FloatField(min_value=0, max_value=1e6)
