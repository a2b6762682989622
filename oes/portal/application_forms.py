"""The application of a student, and the decision of the dean's office."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oes.domain.application_state import DECISIONS, ApplicationState, may_follow
from oes.exams.models import Subject
from oes.portal.models import Application

LONGEST = 3000
_LABELS = {
    ApplicationState.GRANTED: _("grant it"),
    ApplicationState.REFUSED: _("refuse it"),
    ApplicationState.RETURNED: _("return it: something is missing"),
}


class _Words(forms.Form):
    contact = forms.CharField(
        label=_("Telephone or mail"), max_length=100, help_text=_("Where the dean’s office reaches you.")
    )
    reason = forms.CharField(
        label=_("Why do you ask for it?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The dean’s office reads it. Do not write about your health more than is needed."),
    )


class AgainForm(_Words):
    """What a student adds to an application that was returned."""


class ApplicationForm(_Words):
    """A new application; `subjects` are those that the student may choose from."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    subject = forms.ModelChoiceField(
        label=_("Subject"), queryset=Subject.objects.none(), to_field_name="uuid", empty_label=_("choose")
    )
    course = forms.IntegerField(label=_("Course"), min_value=1, max_value=8)

    field_order = ["uuid", "subject", "course", "contact", "reason"]

    def __init__(self, *args: Any, subjects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].queryset = subjects  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """What the dean's office decides; the student reads the reason."""

    decision = forms.ChoiceField(label=_("Decision"), choices=[], widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason, the student reads it"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = ApplicationState(application.state)
        possible = [(state.value, label) for state, label in _LABELS.items() if may_follow(now, state)]
        self.fields["decision"].choices = possible  # type: ignore[attr-defined]
        self.is_possible = bool(possible)

    def clean_decision(self) -> ApplicationState:
        decision = ApplicationState(self.cleaned_data["decision"])
        assert decision in DECISIONS
        return decision
