"""What the pages of released verdicts say in words."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oes.appeals.release_facts import Prepared

CODES: dict[str, Promise] = {
    "released": _("the student knows it already"),
    "newer": _("a later verdict stands above it"),
    "running": _("the exam is still running"),
    "analysing": _("the recording is still being analysed"),
    "joining": _("the recording is still being put together: the student could not look at it yet"),
    "own": _("nobody releases the own verdict"),
    "reason": _("“not honest” without any event needs a reason in words: give the verdict again with one"),
    "rule": _("the text of a rule is missing"),
    "weight": _("an event was not weighed yet"),
    "clip": _("of an event there is neither recording nor picture any more: deny the event, or judge anew"),
    "deadline": _("no time would be left to answer or to appeal: look at the rules of appeals"),
    "unjudged": _("nobody has given a verdict yet"),
}
"""Why a verdict is not told (yet): `release_facts.Prepared`, and the preview's own."""


def code_words(code: str) -> str:
    """Return why a verdict is not told; empty for no reason."""
    return str(CODES[code]) if code else ""


def last_day(until: datetime, zone: str) -> date:
    """Return the last day on which something is still taken; `until` is the first moment after it."""
    return (until - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()


EXPORT_HEADER = (
    _("Full name"), _("Group"), _("Exam"), _("Began"), _("Verdict"), _("Judged by"), _("Judged at"), _("Reason"),
    _("Why not released"),
)  # fmt: skip


def export_cells(ready: Prepared) -> list[object]:
    """Return a line of the saved table."""
    verdict: Any = ready.verdict
    enrolment = verdict.attempt.enrolment
    return [
        enrolment.student.full_name, enrolment.student.study_group.code, enrolment.exam.title,
        verdict.attempt.started_at, verdict_words(verdict.honest), verdict.by.shown_name, verdict.at, verdict.reason,
        code_words(ready.code),
    ]  # fmt: skip


def verdict_words(honest: bool) -> str:
    return gettext("Honest") if honest else gettext("Not honest")
