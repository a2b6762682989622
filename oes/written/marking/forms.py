"""Forms of marking."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from oes.written.marking.models import Criterion, MarkingPlan
from oes.written.marking.setup import Wanted

MOST_CRITERIA = 20
SPARE = 3
MOST_POINTS = 1000


class PlanForm(forms.ModelForm):
    class Meta:
        model = MarkingPlan
        fields = ["cross_check", "threshold_percent", "rule", "is_anonymous", "opens_works"]
        help_texts = {
            "threshold_percent": _("Only with a second marker."),
            "opens_works": _("They are opened by hand, once the marks are released. Files other than pictures stay closed: a name may be in them."),  # noqa: E501
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.distributed_at:
            for name in ("cross_check", "threshold_percent", "rule", "is_anonymous"):
                self.fields[name].disabled = True


class CriterionForm(forms.Form):
    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Criterion"), max_length=200, required=False)
    points = forms.DecimalField(
        label=_("Points at most"), min_value=Decimal("0.5"), max_value=MOST_POINTS, max_digits=6, decimal_places=2,
        required=False,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        title, points = data.get("title"), data.get("points")
        if title and points is None and "points" not in self.errors:
            self.add_error("points", gettext("How many points?"))
        if points is not None and not title:
            self.add_error("title", gettext("What are the points for?"))
        return data


class _CriteriaSet(forms.BaseFormSet):
    def wanted(self) -> list[Wanted]:
        """Return what is written; empty lines are left out."""
        data = [form.cleaned_data for form in self.forms]
        return [Wanted(one["uuid"], one["title"], one["points"]) for one in data if one.get("title")]

    def clean(self) -> None:
        if not any(form.cleaned_data.get("title") for form in self.forms if hasattr(form, "cleaned_data")):
            raise forms.ValidationError(gettext("Write at least one criterion."))


CriteriaSet = forms.formset_factory(
    CriterionForm, formset=_CriteriaSet, extra=SPARE, max_num=MOST_CRITERIA, absolute_max=MOST_CRITERIA + SPARE
)


def criteria_set(data: Any, criteria: list[Wanted]) -> Any:
    """Return the lines of criteria, with some empty ones at the end."""
    initial = [{"uuid": one.uuid, "title": one.title, "points": one.points.normalize()} for one in criteria]
    for line in initial:
        line["points"] = f"{line['points']:f}"
    return CriteriaSet(data, initial=initial, prefix="criteria")


class PointsForm(forms.Form):
    """The points of one marking, a field per criterion, and a word to the student."""

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for one in criteria:
            self.fields[f"points-{one.pk}"] = forms.DecimalField(
                label=one.title, min_value=0, max_value=one.points, max_digits=6, decimal_places=2, required=False,
                widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
                error_messages={"max_value": _("At most %(limit_value)s points.")},
            )  # fmt: skip
        self.fields["words"] = forms.CharField(
            label=_("A word to the student about the whole work"), max_length=4000, required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )  # fmt: skip

    def points(self) -> dict[int, Decimal | None]:
        return {one.pk: self.cleaned_data[f"points-{one.pk}"] for one in self.criteria}

    def missing(self) -> str:
        """Return a sentence about criteria without points, or nothing."""
        count = sum(value is None for value in self.points().values())
        if not count:
            return ""
        return ngettext(
            "%(count)s criterion has no points yet.", "%(count)s criteria have no points yet.", count
        ) % {"count": count}  # fmt: skip


class ReturnForm(forms.Form):
    """Why the office opens a finished marking again."""

    reason = forms.CharField(label=_("Why it is opened again"), max_length=500)


class RemarkForm(forms.Form):
    """A comment; `piece` and the place on it are left out for one on the text."""

    text = forms.CharField(label=_("Comment"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    piece = forms.UUIDField(required=False, widget=forms.HiddenInput)
    left = forms.FloatField(min_value=0, max_value=1, required=False, widget=forms.HiddenInput)
    top = forms.FloatField(min_value=0, max_value=1, required=False, widget=forms.HiddenInput)
