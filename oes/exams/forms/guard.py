"""The part of the rules' form that is about the desktop guard and its lists of programs."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.domain.policy import Policy
from oes.domain.program_lists import LABELS, OFF, own_program, ready_lists
from oes.exams import rules
from oes.exams.forms.lines import entries_in

MOST_OWN = 100
LONGEST_OWN = 120


class OwnProgramsField(forms.CharField):
    """An institution's own entries, one in each line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> list[str]:
        entries = entries_in(super().clean(value), most=MOST_OWN)
        if wrong := [entry for entry in entries if len(entry) > LONGEST_OWN or not _is_program(entry)]:
            raise forms.ValidationError(gettext("Not a program: %(names)s") % {"names": "; ".join(wrong)[:300]})
        return entries


def _is_program(line: str) -> bool:
    try:
        return bool(own_program(line).name.isprintable())
    except ValueError:
        return False


class GuardForm(forms.Form):
    """Whether a guard is asked for, and what a program of each list means."""

    guard = forms.ChoiceField(
        label=_("Desktop guard"),
        choices=[(use.value, words) for use, words in rules.PROGRAM_USES.items()],
        help_text=_(
            "A small program that the student starts: it tells which programs of the lists run and which program is in"
            " front. It needs Windows 10 or newer, Linux or macOS: where it is required, phones and older computers"
            " cannot sit the exam; where it is asked for, they sit it without."
        ),
    )
    own_programs = OwnProgramsField(
        label=_("Own programs"),
        required=False,
        help_text=_("One in each line, for example: Calculator: calc.exe, gnome-calculator"),
    )

    def add_lists(self) -> None:
        """Add a field for each list; it says which programs the list holds."""
        for key, label in LABELS.items():
            names = ", ".join(program.name for program in ready_lists().get(key, ()))
            self.fields[f"programs-{key}"] = forms.ChoiceField(
                label=gettext(label), choices=rules.SEVERITIES, help_text=names
            )

    def list_fields(self) -> list[forms.BoundField]:
        return [self[f"programs-{key}"] for key in LABELS]

    def lists_open(self) -> bool:
        """Return whether the lists are shown at once: where a guard is used, or one of them is filled in wrongly."""
        return self["guard"].value() != OFF or any(f.errors for f in (*self.list_fields(), self["own_programs"]))

    def guard_data(self) -> dict[str, Any]:
        """Return the filled-in part of the rules. Call it on a valid form."""
        data = self.cleaned_data
        return {
            "guard": data["guard"],
            "forbidden_programs": {key: data[f"programs-{key}"] for key in LABELS},
            "own_programs": data["own_programs"],
        }


def guard_initial(policy: Policy) -> dict[str, Any]:
    """Return what the fields begin with."""
    lists = {f"programs-{key}": policy.forbidden_programs.get(key, OFF) for key in LABELS}
    return {"guard": policy.guard, "own_programs": "\n".join(policy.own_programs), **lists}
