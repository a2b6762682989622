"""The form of a new version of the rules: every number with its unit and bounds."""

import re
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.domain.policy import Policy, policy_from_dict, policy_to_dict
from oes.domain.tiers import Tier
from oes.exams import rules
from oes.exams.address import is_host
from oes.exams.forms.guard import GuardForm, guard_initial
from oes.exams.forms.lines import entries_in

_DOMAIN = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")

_LATIN = re.compile(r"(?=.*[A-Za-z0-9]{3})[ -~\u00a0-\u024f–—]+")
MOST_ENTRIES = 100
LONGEST_ENTRY = 60
SHOWN = 20
"""So much of a longer entry is enough to find it."""


class EntriesField(forms.CharField):
    """Entries of a list, one in each line. Each has a word that the reader of screens knows letters of."""

    widget = forms.Textarea(attrs={"rows": 6})

    def clean(self, value: Any) -> list[str]:
        entries = entries_in(super().clean(value), most=MOST_ENTRIES)
        wrong = [entry for entry in entries if len(entry) > LONGEST_ENTRY or not _LATIN.fullmatch(entry)]
        if wrong:
            told = {
                "names": ", ".join(entry if len(entry) <= LONGEST_ENTRY else entry[:SHOWN] + "…" for entry in wrong),
                "longest": LONGEST_ENTRY,
            }
            raise forms.ValidationError(
                gettext(
                    "An entry is written in Latin letters, at least three of them together and at most %(longest)s"
                    " characters. Change or remove: %(names)s"
                )
                % told
            )
        return entries


class PolicyForm(GuardForm):
    """`initial` comes from the version it starts from, `base` is that version's number."""

    base = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("What changes and why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Reviewers and commissions read this next to the version."),
    )
    tiers = forms.MultipleChoiceField(
        label=_("Allowed ways to record"),
        choices=[
            (Tier.CAMERA_AND_SCREEN.value, _("Camera and screen")),
            (Tier.CAMERA.value, _("Camera only (phones and tablets)")),
            (Tier.STILLS.value, _("Pictures of the camera, one a second (old phones, browsers without video)")),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("At least one way to record must be allowed.")},
    )
    show_counter = forms.BooleanField(
        label=_("Show the student the number of violations while recording"), required=False
    )
    show_reasons = forms.BooleanField(
        label=_("Show the student the newest violations with their captions"),
        required=False,
        help_text=_("Together with the number, without pictures. Nothing ends an exam by itself; the page says so."),
    )
    findings_after = forms.ChoiceField(
        label=_("The student sees on the own page what was found"),
        choices=[(when.value, words) for when, words in rules.FINDINGS_AFTER.items()],
        help_text=_("With pictures, and with room for an answer to each event. Never without the captions above."),
    )
    judge_speech = forms.BooleanField(
        label=_("A program listens to the sound for speech"),
        required=False,
        help_text=_("It only marks the places where somebody speaks; trust does not change. Students read of it."),
    )
    challenge_at_start = forms.BooleanField(
        label=_("Ask the student to turn the head and blink before the start"),
        required=False,
        help_text=_("A picture held to the camera cannot do it. Nobody is refused: three tries, then a mark."),
    )
    server_time = forms.ChoiceField(
        label=_("Time lost to our own server"),
        choices=[(use.value, words) for use, words in rules.SERVER_TIMES.items()],
        help_text=_("It moves the closing time of the exam here. The testing system keeps its own clock."),
    )
    biometrics = forms.ChoiceField(
        label=_("Comparing faces with the reference photo"),
        choices=[(use.value, words) for use, words in rules.BIOMETRICS.items()],
        help_text=_("Where a person compares, “another person” is not looked for by the program. Reports say so."),
    )
    extension = forms.ChoiceField(
        label=_("Browser extension"),
        choices=[(use.value, words) for use, words in rules.PROGRAM_USES.items()],
        help_text=_("It tells when the exam is left for another program or another site. Phones cannot have it."),
    )
    exam_hosts = forms.CharField(
        label=_("Further sites that belong to the exam"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Sign-in page, calculator: one whole host name in each line, for example login.university.kz."),
    )
    report_domains = forms.CharField(
        label=_("Domains that reports may be mailed to"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One in each line, for example university.kz. None: reports are not mailed."),
    )

    def __init__(self, data: Any = None, *, policy: Policy, base: int) -> None:
        stored = policy_to_dict(policy)
        initial = {
            "base": base,
            "tiers": stored["tiers"],
            "show_counter": policy.show_counter,
            "show_reasons": policy.show_reasons,
            "findings_after": str(policy.findings_after),
            "judge_speech": policy.judge_speech,
            "challenge_at_start": policy.challenge_at_start,
            "server_time": str(policy.server_time),
            "biometrics": str(policy.biometrics),
            "extension": str(policy.extension),
            "exam_hosts": "\n".join(policy.exam_hosts),
            "report_domains": "\n".join(policy.report_domains),
            **guard_initial(policy),
            **{words.key: "\n".join(rules.value_at(stored, words.path) or ()) for words in rules.WORD_LISTS},
            **{number.key: _shown(rules.value_at(stored, number.path)) for number in rules.all_numbers()},
        }
        super().__init__(data, initial=initial)
        self.add_lists()
        for number in rules.all_numbers():
            self.fields[number.key] = _number_field(number)
        for words in rules.WORD_LISTS:
            self.fields[words.key] = EntriesField(label=words.label, help_text=words.help_text, required=False)

    def clean_report_domains(self) -> list[str]:
        domains = re.split(r"[\s,;]+", self.cleaned_data["report_domains"].strip().lower())
        wrong = [domain for domain in domains if domain and not _DOMAIN.fullmatch(domain)]
        if wrong:
            raise forms.ValidationError(gettext("Not a domain: %(names)s") % {"names": ", ".join(wrong)})
        return sorted({domain for domain in domains if domain})

    def clean_exam_hosts(self) -> list[str]:
        hosts = [host for host in re.split(r"[\s,;]+", self.cleaned_data["exam_hosts"].strip().lower()) if host]
        wrong = [host for host in hosts if not is_host(host)]
        if wrong:
            raise forms.ValidationError(gettext("Not a host: %(names)s") % {"names": ", ".join(wrong)})
        return sorted(set(hosts))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        same, other = "thresholds-same_person_cosine", "thresholds-other_person_cosine"
        if same in data and other in data and data[other] >= data[same]:
            self.add_error(other, gettext("Must be below “%(label)s”.") % {"label": self.fields[same].label})
        if data.get("judge_speech") and data.get("sound_kbps") == 0:
            self.add_error("judge_speech", gettext("No sound is recorded."))
        return data

    def policy(self) -> Policy:
        """Return the rules as filled in. Call it on a valid form."""
        stored: dict[str, Any] = {"weights": {}, "thresholds": {}}
        for one in (*rules.all_numbers(), *rules.WORD_LISTS):
            place = stored
            for step in one.path[:-1]:
                place = place.setdefault(step, {})
            place[one.path[-1]] = self.cleaned_data[one.key]
        weighing = {kind: weight for kind, weight in stored["weights"].items() if any(weight.values())}
        stored["weights"] = weighing  # a kind without a weight is one that weighs nothing
        names = (
            "tiers", "show_counter", "show_reasons", "judge_speech", "challenge_at_start", "report_domains",
            "findings_after", "biometrics", "extension", "exam_hosts", "server_time",
        )  # fmt: skip
        others = {name: self.cleaned_data[name] for name in names}
        return policy_from_dict({**stored, **others, **self.guard_data()})

    def time_fields(self) -> list[forms.BoundField]:
        return [self[number.key] for number in rules.TIME]

    def recording_fields(self) -> list[forms.BoundField]:
        return [self[number.key] for number in rules.RECORDING]

    def counter_fields(self) -> list[forms.BoundField]:
        return [self[number.key] for number in rules.COUNTER]

    def keeping_fields(self) -> list[forms.BoundField]:
        return [self[number.key] for number in rules.KEEPING]

    def word_fields(self) -> list[forms.BoundField]:
        return [self[words.key] for words in rules.WORD_LISTS]

    def threshold_fields(self) -> list[forms.BoundField]:
        return [self[number.key] for number in rules.THRESHOLDS]

    def weight_rows(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return each kind with its three fields, for the table of weights."""
        return [(kind, [self[number.key] for number in rules.weights_of(kind.key)]) for kind in rules.WEIGHING]

    def threshold_errors(self) -> bool:
        """Return whether the folded part of the form must be open."""
        return any(field.errors for field in self.threshold_fields())


def _number_field(number: rules.Number) -> forms.Field:
    make = forms.IntegerField if number.whole else forms.FloatField
    least, most = _shown(number.least), _shown(number.most)
    return make(
        label=number.label,
        min_value=number.least,
        max_value=number.most,
        help_text=format_lazy("{unit} · {least}–{most}", unit=number.unit, least=least, most=most),
        widget=forms.NumberInput(attrs={"step": "1" if number.whole else "any", "class": "number"}),
    )


def _shown(value: float) -> float | int:
    """Return 3 for 3.0: forms and pages show numbers as people write them."""
    return int(value) if float(value).is_integer() else value
