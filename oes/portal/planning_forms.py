"""What somebody enters on the pages of the plan."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import User
from oes.exams.models import ExamDuty, ExamPeriod, ExamSlot, PlanningRules
from oes.portal.session import ExamLine, Session

MOST_SLOTS = 400
_TIMES = re.compile(r"^(\d{1,2}):(\d{2})\s*[-–—]\s*(\d{1,2}):(\d{2})$")


class RulesForm(forms.ModelForm):
    class Meta:
        model = PlanningRules
        fields = ["students_per_proctor", "most_a_day", "minutes"]


class SlotForm(forms.ModelForm):
    class Meta:
        model = ExamSlot
        fields = ["seats", "proctors"]
        help_texts = {
            "seats": _("So many students can sit at once. Empty: no limit."),
            "proctors": _("So many proctors are there. Empty: no limit."),
        }


class SlotsForm(forms.Form):
    """Days and times, of which every pair becomes a slot."""

    first = forms.DateField(label=_("first day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(label=_("last day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("days of the week"), coerce=int, choices=list(WEEKDAYS.items()), widget=forms.CheckboxSelectMultiple
    )
    times = forms.CharField(
        label=_("times"), max_length=400, widget=forms.Textarea({"rows": 3}), help_text=_("One a line: 09:00–11:00")
    )
    seats = forms.IntegerField(label=_("seats"), required=False, min_value=0, max_value=100_000)
    proctors = forms.IntegerField(label=_("proctors"), required=False, min_value=0, max_value=10_000)

    def __init__(self, data: Any = None, *, period: ExamPeriod) -> None:
        begin = {"first": period.starts_on, "last": period.ends_on, "weekdays": [0, 1, 2, 3, 4, 5]}
        super().__init__(data, initial={**begin, "times": "09:00–11:00\n12:00–14:00\n15:00–17:00"})
        self.period = period

    def clean_times(self) -> list[tuple[time, time]]:
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["times"].splitlines())):
            match = _TIMES.match(line)
            hours = [int(part) for part in match.groups()] if match else []
            if not hours or max(hours[0], hours[2]) > 23 or max(hours[1], hours[3]) > 59:
                raise forms.ValidationError(gettext("This is no time: %(line)s") % {"line": line})
            begin, end = time(hours[0], hours[1]), time(hours[2], hours[3])
            if end <= begin:
                raise forms.ValidationError(gettext("This time ends before it begins: %(line)s") % {"line": line})
            found.append((begin, end))
        return found

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        first, last = told.get("first"), told.get("last")
        if first and last and not self.period.starts_on <= first <= last <= self.period.ends_on:
            self.add_error("last", gettext("These days are not within the session."))
        elif first and last and len(self.days()) * len(told.get("times", [])) > MOST_SLOTS:
            self.add_error("times", gettext("These are more than %(most)s slots.") % {"most": MOST_SLOTS})
        return told

    def days(self) -> list[date]:
        told = self.cleaned_data
        span = range((told["last"] - told["first"]).days + 1)
        days = [told["first"] + timedelta(days=number) for number in span]
        return [day for day in days if day.weekday() in told.get("weekdays", [])]

    def slots(self) -> list[ExamSlot]:
        """Return the slots, not stored; times are those of the organisation's zone."""
        zone, told = ZoneInfo(self.period.organisation.time_zone), self.cleaned_data
        return [
            ExamSlot(
                period=self.period, seats=told["seats"], proctors=told["proctors"],
                starts_at=datetime.combine(day, begin, zone), ends_at=datetime.combine(day, end, zone),
            )
            for day in self.days()
            for begin, end in told["times"]
        ]  # fmt: skip


class PlanEdit:
    """What somebody changed on the page of the plan: slots and duties of the exams that it shows.

    `seen` says when each exam opened on that page. `typed` keeps the logins as they were typed.
    """

    def __init__(self, session: Session, data: QueryDict, able: Mapping[str, Mapping[str, User]]) -> None:
        by_uuid = {str(exam.uuid): exam for exam in session.exams.values()}
        self.session, self.data, self.able = session, data, able
        self.exams: list[ExamLine] = [by_uuid[key] for key in data.getlist("exam") if key in by_uuid]
        self.errors: dict[int, list[str]] = {}
        self.slots: dict[int, ExamSlot] = {}
        self.seen: dict[int, datetime] = {}
        self.given: dict[str, dict[int, list[User]]] = {duty: {} for duty in ExamDuty.Duty.values}
        self.ended: list[ExamDuty] = []
        slots = {str(slot.uuid): slot for slot in session.slots}
        for exam in self.exams:
            self._read_slot(exam, slots)
            self._read_duties(exam)

    def _read_slot(self, exam: ExamLine, slots: Mapping[str, ExamSlot]) -> None:
        asked, told = self.data.get(f"slot-{exam.uuid}", ""), self.data.get(f"seen-{exam.uuid}", "")
        seen = _moment(told)
        if not asked:
            return
        if asked not in slots or seen is None:
            self._wrong(exam, gettext("This slot is not there any more."))
        elif slots[asked].starts_at != seen:
            self.slots[exam.pk], self.seen[exam.pk] = slots[asked], seen

    def _read_duties(self, exam: ExamLine) -> None:
        held = {str(duty.uuid): duty for duty in self.session.duties.get(exam.pk, ())}
        self.ended += [held[key] for key in self.data.getlist(f"end-{exam.uuid}") if key in held]
        for duty in ExamDuty.Duty.values:
            for login in re.split(r"[,;\s]+", self.typed(duty, exam)):
                if login and login not in self.able[duty]:
                    self._wrong(exam, gettext("Nobody with this duty has the login %(login)s.") % {"login": login})
                elif login:
                    self.given[duty].setdefault(exam.pk, []).append(self.able[duty][login])

    def typed(self, duty: str, exam: ExamLine) -> str:
        return self.data.get(f"{duty}-{exam.uuid}", "").strip()[:500]

    def _wrong(self, exam: ExamLine, words: str) -> None:
        self.errors.setdefault(exam.pk, []).append(words)

    def applied(self) -> Session:
        """Return the period as it would be once this is saved."""
        gone = {duty.pk for duty in self.ended}
        duties: dict[int, list[ExamDuty]] = {}
        for exam in self.exams:
            rows = [duty for duty in self.session.duties.get(exam.pk, ()) if duty.pk not in gone]
            known = {(row.user_id, row.duty) for row in rows}
            for duty, people in self.given.items():
                new = [user for user in people.get(exam.pk, ()) if (user.pk, duty) not in known]
                rows += [ExamDuty(exam_id=exam.pk, user=user, duty=duty) for user in new]
            duties[exam.pk] = rows
        return self.session.moved(self.slots).with_duties(duties)


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is None or found.tzinfo else None
