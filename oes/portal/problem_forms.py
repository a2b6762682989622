"""What students and the helpdesk write about a technical problem."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.attempts.models import Attempt
from oes.exams.models import Exam, Student
from oes.portal.models import ProblemKind
from oes.recorder.texts import sentences

LONGEST = 2000
_KINDS = {
    "camera": ProblemKind.CAMERA, "sound": ProblemKind.CAMERA, "face": ProblemKind.CAMERA,
    "challenge": ProblemKind.CAMERA, "screen": ProblemKind.SCREEN, "line": ProblemKind.CONNECTION,
    "no": ProblemKind.CONNECTION, "frame": ProblemKind.TESTING_SYSTEM, "tab": ProblemKind.TESTING_SYSTEM,
}  # fmt: skip
"""What a sentence of the recorder is about, by the first word of its key; the others are about the recorder."""


def kind_of(sentence: str) -> str:
    """Return the kind that the form has chosen at first, "" where nothing is known."""
    return _KINDS.get(sentence.partition("_")[0], ProblemKind.RECORDER) if sentence else ""


class ProblemForm(forms.Form):
    """A student's report. `attempt` and `sentence` come with the link of the recorder; other people's are no choice."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    attempt = forms.UUIDField(widget=forms.HiddenInput, required=False)
    sentence = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    kind = forms.ChoiceField(label=_("What does not work?"), choices=[("", _("choose")), *ProblemKind.choices])
    exam = forms.ModelChoiceField(
        label=_("In which exam?"), queryset=Exam.objects.real().none(), to_field_name="uuid", required=False,
        empty_label=_("in none"),
    )  # fmt: skip
    text = forms.CharField(
        label=_("What happened, and what have you tried?"), max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip

    def __init__(self, *args: Any, student: Student, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.student = student
        exams = Exam.objects.real().filter(enrolments__student=student).order_by("-opens_at")
        self.fields["exam"].queryset = exams  # type: ignore[attr-defined]
        if self["attempt"].value() or not exams.exists():  # the attempt names its exam
            del self.fields["exam"]

    def clean_attempt(self) -> Attempt | None:
        key = self.cleaned_data["attempt"]
        rows = Attempt.objects.real().select_related("enrolment__exam").filter(enrolment__student=self.student)
        return rows.filter(uuid=key).first() if key else None

    def clean_sentence(self) -> str:
        return self.cleaned_data["sentence"] if self.cleaned_data["sentence"] in sentences() else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("text") and not data.get("sentence"):
            self.add_error("text", gettext("Write what happened."))
        return data


class WordsForm(forms.Form):
    """A message. `answer` of the helpdesk closes the problem, `ask` waits for the student."""

    text = forms.CharField(label=_("Your message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
