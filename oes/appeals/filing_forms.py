"""What a student writes in an appeal, and what the secretary adds to one that came by mail (W15)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.appeals.filing import Contested, Words
from oes.appeals.filing_files import File
from oes.appeals.filing_lines import Choice
from oes.appeals.filing_words import REFUSALS, refusal
from oes.appeals.models import Appeal, AppealLine, Topic
from oes.domain.appeal_state import AppealState, may_follow
from oes.domain.filing import LONGEST_TEXT, LONGEST_WHY, MOST_BYTES
from oes.domain.iin import iin_holds
from oes.exams.forms.exam import MomentInput
from oes.written.file_types import TAKEN

WHY = "why_"
MOST_COURSE = 8


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; their bytes are checked by the service."""

    widget = FilesInput(attrs={"accept": ",".join(f".{ending}" for ending in TAKEN)})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if sum(one.size for one in given) > MOST_BYTES:  # before anything of it is read
            raise forms.ValidationError(refusal("large"))
        return [super(FilesField, self).clean(one, initial) for one in given or ([None] if self.required else [])]


def files_of(given: Sequence[Any], *, is_scan: bool = False) -> list[File]:
    """Return uploaded files as the service takes them."""
    return [File(one.name, one.read(), is_scan) for one in given]


def sent(request: Any) -> tuple[QueryDict | None, Any]:
    """Return fields and files of a form that was sent; twice None where its page is only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


class WordsForm(forms.Form):
    """Who files, and the statement."""

    course = forms.IntegerField(label=_("Course"), min_value=1, max_value=MOST_COURSE)
    programme = forms.CharField(label=_("Speciality or programme"), max_length=200)
    iin = forms.CharField(label=_("IIN"), max_length=12, required=False)
    contacts = forms.CharField(label=_("Telephone and mail"), max_length=200)
    topics = forms.MultipleChoiceField(
        label=_("What is the appeal about?"), choices=Topic.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": REFUSALS["topics"]},
    )  # fmt: skip
    text = forms.CharField(
        label=_("Statement: what happened, and what do you ask for?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    files = FilesField(label=_("Files that support it"), required=False)
    faces_agreed = forms.BooleanField(
        label=_("Student members of the commission may see my face and my room"),
        required=False,
        help_text=_("Without it they see blurred pictures, hear nothing and open none of your files."),
    )

    def clean_iin(self) -> str:
        iin = str(self.cleaned_data["iin"])
        if iin and iin != self.initial.get("iin") and not iin_holds(iin):  # the roster's own stands as it is
            raise forms.ValidationError(gettext("These are not the twelve digits of an IIN. Look for a typing error."))
        return iin

    @property
    def has_field_errors(self) -> bool:
        return any(name != "__all__" for name in self.errors)

    def words(self) -> Words:
        """Return what the service takes."""
        told = {key: self.cleaned_data[key] for key in ("course", "programme", "iin", "contacts", "text")}
        topics = tuple(self.cleaned_data["topics"])
        return Words(topics=topics, faces_agreed=self.cleaned_data["faces_agreed"], **told)


@dataclass(frozen=True, slots=True)
class Offered:
    """A line of the form: what it is, whether it is chosen, the field for what is written to it."""

    choice: Choice
    is_chosen: bool
    why: forms.BoundField


class FilingForm(WordsForm):
    """A new appeal. `choices`: what can be contested."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    lines = forms.MultipleChoiceField(
        label=_("What do you contest?"), choices=[], error_messages={"required": REFUSALS["lines"]}
    )

    def __init__(self, data: QueryDict | None = None, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        self.offers = list(choices)
        self.has_lost = False
        super().__init__(self._kept(data) if data is not None else None, *args, **kwargs)
        self.fields["lines"].choices = [(one.key, one.caption) for one in choices]  # type: ignore[attr-defined]
        for one in choices:
            self.fields[WHY + one.key] = forms.CharField(
                label=_("Why?"), max_length=LONGEST_WHY, required=False, widget=forms.Textarea(attrs={"rows": 2})
            )

    def _kept(self, data: QueryDict) -> QueryDict:
        """Return what was sent; what was written to lines that are found no more stands in the statement."""
        keys = {one.key for one in self.offers}
        lost = [key for key in data if key.startswith(WHY) and key[len(WHY) :] not in keys and data[key].strip()]
        told = data.copy()
        if gone := [key for key in data.getlist("lines") if key not in keys]:
            told.setlist("lines", [key for key in data.getlist("lines") if key in keys])
        self.has_lost = bool(gone or lost)
        if lost:
            told["text"] = "\n\n".join([data.get("text", ""), *(data[key] for key in lost)]).strip()
        return told

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.has_lost:
            raise forms.ValidationError(refusal("gone"))
        return data

    def offered(self) -> Iterator[Offered]:
        """Yield the lines as the page shows them."""
        chosen = set(self["lines"].value() or [])
        for one in self.offers:
            yield Offered(one, one.key in chosen, self[WHY + one.key])

    def contested(self) -> list[Contested]:
        """Return the chosen lines in the order of the page."""
        chosen = set(self.cleaned_data["lines"])
        return [one.contested(self.cleaned_data[WHY + one.key]) for one in self.offers if one.key in chosen]


class AgainForm(WordsForm):
    """What the student adds to an appeal that was returned; what it contests stays."""

    def __init__(self, *args: Any, lines: Sequence[AppealLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(lines)
        for row in self.rows:
            self.fields[f"{WHY}{row.uuid}"] = forms.CharField(
                label=_("Why?"), max_length=LONGEST_WHY, required=False, widget=forms.Textarea(attrs={"rows": 2}),
                initial=row.text,
            )  # fmt: skip

    def offered(self) -> Iterator[tuple[AppealLine, forms.BoundField]]:
        for row in self.rows:
            yield row, self[f"{WHY}{row.uuid}"]

    def texts(self) -> dict[UUID, str]:
        return {row.uuid: self.cleaned_data[f"{WHY}{row.uuid}"] for row in self.rows}


class EnteredForm(FilingForm):
    """An appeal that came by mail, as the secretary enters it."""

    came_at = forms.DateTimeField(label=_("When did the mail come?"), widget=MomentInput())
    scan = FilesField(label=_("The mail or the signed form (scan)"))
    late_reason = forms.CharField(
        label=_("Why is it taken after the deadline?"), max_length=500, required=False,
        help_text=_("Only where the mail came late."),
    )  # fmt: skip


_LABELS = {
    AppealState.ACCEPTED: _("accept it: the commission decides"),
    AppealState.RETURNED: _("return it: something is missing"),
    AppealState.REFUSED: _("do not accept it"),
    AppealState.FILED: _("take the refusal back"),
}


class DecisionForm(forms.Form):
    """Whether an appeal is taken; the student reads the reason."""

    decision = forms.ChoiceField(label=_("Decision"), choices=[], widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason, the student reads it"), max_length=LONGEST_WHY, required=False,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_("Needed for all but accepting it."),
    )  # fmt: skip

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = AppealState(appeal.state)
        possible = [
            (state.value, label)
            for state, label in _LABELS.items()
            if may_follow(now, state) and (state is AppealState.FILED) == (now is AppealState.REFUSED)
        ]
        if now not in (AppealState.FILED, AppealState.REFUSED):
            possible = []
        self.fields["decision"].choices = possible  # type: ignore[attr-defined]
        self.is_possible = bool(possible)

    def clean_decision(self) -> AppealState:
        return AppealState(self.cleaned_data["decision"])
