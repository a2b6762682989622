"""The forms of commissions, of the rules of appeals and of the calendar."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import Organisation
from oes.appeals.commission_queries import rooms_of
from oes.appeals.commission_services import LARGEST_ORDER, OrderFile
from oes.appeals.models import AppealRules, Commission, Holiday, MemberRole
from oes.domain.quotas import DEFAULT, MOST, Room, fewest_voters
from oes.exams.forms.exam import YEARS
from oes.exams.models import ExamPeriod, Faculty
from oes.written.file_types import type_of

LONGEST_DAYS = 30
ISO = "%Y-%m-%d"


class _DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format=ISO)


class RulesForm(forms.ModelForm):
    class Meta:
        model = AppealRules
        fields = [
            "filing_days", "answer_days", "office_days", "deciding_days", "works_on_saturday", "secret_votes",
            "names_shown",
        ]  # fmt: skip
        help_texts = {
            "filing_days": _("1: until the end of the next working day after the result."),
            "answer_days": _("From the release of the verdict on; the answer stands beside the violation."),
            "office_days": _("To accept, return or refuse an appeal, and to bring the panel together."),
            "secret_votes": _("Nobody sees who voted for what, only who has voted."),
            "names_shown": _("Else they see a number; the secretary always sees the name."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("filing_days", "answer_days", "office_days", "deciding_days"):
            self.fields[name] = forms.IntegerField(
                label=self.fields[name].label,
                help_text=self.fields[name].help_text,
                min_value=1,
                max_value=LONGEST_DAYS,
            )


class DayForm(forms.ModelForm):
    class Meta:
        model = Holiday
        fields = ["day", "title", "works"]
        widgets = {"day": _DayInput()}
        help_texts = {"works": _("For a weekend day on which you work, such as one that was shifted.")}

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["day"].input_formats = [ISO, "%d.%m.%Y"]

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day.year not in YEARS:
            raise forms.ValidationError(gettext("Choose a year from 2000 to 2100."))
        if Holiday.objects.filter(organisation=self.organisation, day=day).exists():
            raise forms.ValidationError(gettext("This day is in the calendar already."))
        return day


class CommissionForm(forms.ModelForm):
    """`instance` has the organisation. The file is taken by its first bytes, never by its name."""

    order = forms.FileField(
        label=_("The order as a PDF"), required=False, widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"})
    )

    class Meta:
        model = Commission
        fields = ["order_number", "order_date", "quorum"]
        widgets = {"order_date": _DayInput()}
        help_texts = {
            "order_number": _("Number, date and file are needed before the commission is appointed."),
            "quorum": _("With fewer votes a case is not decided and goes back to the secretary."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order_date"].input_formats = [ISO, "%d.%m.%Y"]
        self.fields["quorum"].min_value = 1
        known = {room.role: room for room in rooms_of(self.instance)} if self.instance.pk else {}
        for room in DEFAULT:
            now = known.get(room.role, room)
            name = MemberRole(room.role).label
            for edge, said, value in (("min", _("at least"), now.minimum), ("max", _("at most"), now.maximum)):
                self.fields[f"{edge}_{room.role}"] = forms.IntegerField(
                    label=f"{name}: {said}", min_value=0, max_value=MOST, initial=value
                )

    def quotas(self) -> Iterator[tuple[str | Promise, BoundField, BoundField]]:
        """Yield each role with the fields of its quota."""
        for role in MemberRole:
            yield role.label, self[f"min_{role}"], self[f"max_{role}"]

    def rooms(self) -> list[Room]:
        """Return the quotas as filled in. Call it on a valid form."""
        data = self.cleaned_data
        return [Room(str(role), data[f"min_{role}"], data[f"max_{role}"]) for role in MemberRole]

    def order_file(self) -> OrderFile | None:
        """Return the new file, or None where none was chosen. Call it on a valid form."""
        return self.cleaned_data.get("order")

    def clean_order(self) -> OrderFile | None:
        file = self.cleaned_data.get("order")
        if not file:
            return None
        if file.size > LARGEST_ORDER:
            raise forms.ValidationError(gettext("The file is larger than 10 MB."))
        body = file.read()
        told = type_of(file.name, body)
        if told is None or told.extension != "pdf":
            raise forms.ValidationError(gettext("This is no PDF."))
        return OrderFile(file.name, body)

    def clean_order_date(self) -> Any:
        day = self.cleaned_data["order_date"]
        if day and day.year not in YEARS:
            raise forms.ValidationError(gettext("Choose a year from 2000 to 2100."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for role in MemberRole:
            least, most = data.get(f"min_{role}"), data.get(f"max_{role}")
            if least is not None and most is not None and most < least:
                self.add_error(f"max_{role}", gettext("It must not be less than the minimum."))
        if not self.errors:
            fewest = fewest_voters(self.rooms())
            if not 1 <= data["quorum"] <= fewest:
                text = gettext("At least 1 and at most %(n)d: so many must be there beside the secretary.")
                self.add_error("quorum", text % {"n": fewest})
        return data


class NewCommissionForm(CommissionForm):
    """Carries the new row's uuid, so that sending it twice makes one commission."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = self.instance.organisation
        periods: QuerySet[ExamPeriod] = ExamPeriod.objects.filter(organisation=organisation)
        self.fields["period"] = forms.ModelChoiceField(periods, label=_("Exam session"), to_field_name="uuid")
        self.fields["faculty"] = forms.ModelChoiceField(
            Faculty.objects.filter(organisation=organisation), label=_("Faculty"), to_field_name="uuid",
            required=False, empty_label=_("all faculties without a commission of their own"),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("period"):
            self.instance.period, self.instance.faculty = data["period"], data.get("faculty")
        twins = Commission.objects.filter(period=data.get("period"), faculty=data.get("faculty"))
        if data.get("period") and twins.exclude(uuid=data.get("uuid")).exists():
            self.add_error("faculty", gettext("There is a commission for this already."))
        return data
