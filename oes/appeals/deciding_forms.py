"""What members, secretary and chair write about a case, and how they vote."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import URLValidator
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from oes.appeals.deciding_decision import LONGEST_REASON, Word
from oes.appeals.deciding_queries import Vote
from oes.appeals.deciding_words import outcome_label
from oes.appeals.line_words import line_caption
from oes.appeals.models import AppealLine, PanelMember
from oes.appeals.panel import LONGEST_REASON as LONGEST_REASON_ASIDE
from oes.domain.voting import Outcome
from oes.exams.forms.exam import MomentInput

LONGEST_STATEMENT = 5000
LONGEST_LINK = 500
FARTHEST_HEARING = timedelta(days=92)
"""The vote lasts to the hearing: a year mistyped would let a case rest for ever."""


class StatementForm(forms.Form):
    """What a member thinks of the case."""

    text = forms.CharField(
        label=pgettext_lazy("member", "Your statement"), max_length=LONGEST_STATEMENT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The members of the panel read it; the student does not."),
    )  # fmt: skip


class HearingForm(forms.Form):
    """When and where a case is heard: in a room, by video, or both."""

    at = forms.DateTimeField(label=_("Date and time"), widget=MomentInput())
    link = forms.CharField(
        label=_("Video link"), max_length=LONGEST_LINK, required=False, help_text=_("It begins with https://"),
        widget=forms.URLInput,
    )  # fmt: skip
    place = forms.CharField(label=_("Place"), max_length=200, required=False)

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        if at <= timezone.now():
            raise forms.ValidationError(gettext("This time has passed already. Choose a later one."))
        if at > timezone.now() + FARTHEST_HEARING:
            raise forms.ValidationError(gettext("Choose a day within the next three months."))
        return at

    def clean_link(self) -> str:
        link = str(self.cleaned_data["link"]).strip()
        if link:
            URLValidator(schemes=["https"])(link)
        return link

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("link") and not data.get("place"):
            self.add_error("place", gettext("Enter a place, a video link, or both."))
        return data


class AsideForm(forms.Form):
    """Who stands aside, and why. `seats`: those that may be chosen; one only is no choice."""

    seat = forms.ModelChoiceField(label=_("Who"), queryset=PanelMember.objects.none(), to_field_name="uuid")
    reason = forms.CharField(
        label=_("Why"), max_length=LONGEST_REASON_ASIDE, help_text=_("For example: I taught this student.")
    )

    def __init__(self, *args: Any, seats: Sequence[PanelMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["seat"]
        field.queryset = PanelMember.objects.filter(pk__in=[seat.pk for seat in seats]).select_related("member__user")
        field.choices = [(seat.uuid, seat.member.user.shown_name) for seat in seats]
        if len(seats) == 1:
            field.widget, field.initial = forms.HiddenInput(), seats[0].uuid


class VoteForm(forms.Form):
    """One choice on each contested line."""

    def __init__(self, *args: Any, vote: Vote, seat: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = vote.lines
        for line in vote.lines:
            self.fields[name_of(line)] = forms.ChoiceField(
                label=titled(line),
                choices=[(outcome.value, outcome_label(outcome)) for outcome in vote.outcomes[line.pk]],
                widget=forms.RadioSelect,
                initial=vote.ballots.get((line.pk, seat)),
            )

    def outcomes(self) -> dict[UUID, str]:
        """Return the choice for each line, by its uuid."""
        return {line.uuid: self.cleaned_data[name_of(line)] for line in self.lines}


class DecisionForm(forms.Form):
    """The reason of each line; the outcome of a tied one; the mark where it is changed."""

    def __init__(self, *args: Any, vote: Vote, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vote = vote
        for line in vote.lines:
            self._add(line)

    def _add(self, line: AppealLine) -> None:
        known, name = self.vote.tallies[line.pk], name_of(line)
        if known.is_tied:
            self.fields[f"{name}-outcome"] = forms.ChoiceField(
                label=_("The votes are equal. Your decision"), widget=forms.RadioSelect,
                choices=[(outcome, outcome_label(outcome)) for outcome in known.leaders],
            )  # fmt: skip
        if Outcome.CHANGE_MARK in known.leaders:
            self.fields[f"{name}-mark"] = forms.CharField(
                label=_("New mark"), max_length=20, required=not known.is_tied,
                help_text=_("As it stands in the record book.") ,
            )  # fmt: skip
        self.fields[f"{name}-reason"] = forms.CharField(
            label=_("Reason, the student reads it"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
        )

    def parts(self) -> Iterator[tuple[AppealLine, list[BoundField]]]:
        """Yield each line with its fields."""
        for line in self.vote.lines:
            yield line, [self[name] for name in self.fields if name.startswith(name_of(line))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for line in self.vote.lines:
            name = name_of(line)
            if data.get(f"{name}-outcome") == Outcome.CHANGE_MARK and not data.get(f"{name}-mark"):
                self.add_error(f"{name}-mark", gettext("Enter the new mark."))
        return data

    def words(self) -> dict[UUID, Word]:
        """Return what was written on each line, by its uuid."""
        return {line.uuid: self._word(name_of(line)) for line in self.vote.lines}

    def _word(self, name: str) -> Word:
        told = {key: str(self.cleaned_data.get(f"{name}-{key}") or "") for key in ("reason", "outcome", "mark")}
        return Word(told["reason"], told["outcome"], told["mark"])


class TaskForm(forms.Form):
    """What the registrar notes on a task that is done."""

    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example the number of the order."),
    )  # fmt: skip


def name_of(line: AppealLine) -> str:
    """Return what the fields of a line are called."""
    return f"line{line.position}"


def titled(line: AppealLine) -> str:
    """Return a line's number and what it contests."""
    return f"{line.position}. {line_caption(line)}"
