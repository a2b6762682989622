"""Who is told what while a case is decided."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oes.accounts.models import User
from oes.appeals import panel
from oes.appeals.models import Appeal, Hearing, RegistrarTask
from oes.appeals.release_words import CODES
from oes.appeals.seated import office_of, secretaries_of
from oes.domain.voting import Ending
from oes.lib.later import Later
from oes.notices.services import notify
from oes.review.models import Verdict

KIND = "appeal"
MOMENT = "%d.%m.%Y %H:%M"


def hearing_set(row: Appeal, hearing: Hearing) -> None:
    """Tell panel and student when and where the case is heard."""
    at = hearing.at.astimezone(ZoneInfo(row.organisation.time_zone)).strftime(MOMENT)
    where = ", ".join(part for part in (hearing.place, hearing.link) if part)
    told: dict[str, Any] = {"title": _HEARING, "text": "%(at)s, %(where)s", "at": at, "where": where}
    _to_panel(row, [seat.member.user for seat in panel.sitting(row)], **told)
    _to_student(row, **told)


def vote_opened(row: Appeal) -> None:
    """Tell the members that they vote, and until when."""
    assert row.due_at is not None
    until = row.due_at.astimezone(ZoneInfo(row.organisation.time_zone)).strftime(MOMENT)
    users = [seat.member.user for seat in panel.voters(row)]
    _to_panel(row, users, title=_("Vote on appeal %(number)d"), text=_("The vote ends on %(until)s."), until=until)


def vote_ended(row: Appeal, end: Ending) -> None:
    """Tell the chair what to write; the secretaries where too few voted."""
    if end is Ending.QUORUM:
        members = secretaries_of(row)
    else:
        chair = panel.chair_of(row)
        members = [chair.member.user] if chair else secretaries_of(row)
    _to_panel(row, members, title=_ENDED[end], text=_ENDED_TEXT[end])


def decided(row: Appeal, tasks: Iterable[RegistrarTask]) -> None:
    """Tell the student that it is decided, the secretaries that the protocol is due, the registrar of new tasks."""
    _to_student(
        row, title=_("Your appeal %(number)d is decided"), text=_("The decision and its reasons stand on your page.")
    )
    protocol = _("The protocol of appeal %(number)d is to be drawn up")
    _to_panel(row, secretaries_of(row), title=protocol, text=_("The commission has decided."))
    if list(tasks):
        office = office_of(row)
        path = reverse("appeals:tasks")
        title = _("Appeal %(number)d: a decision is to be carried out")
        notify(users=office, kind=KIND, title=title, text="%(exam)s", path=path, **_values(row))


def verdict_waits(row: Appeal, verdict: Verdict, code: str) -> None:
    """Tell the office that a verdict which the commission changed is not told to the student yet, and why."""
    path = reverse("appeals:release", args=[verdict.uuid])
    why = Later(CODES[code])
    notify(users=office_of(row), kind=KIND, title=_WAITS, text=_WAITS_TEXT, path=path, why=why, **_values(row))


def task_done(task: RegistrarTask) -> None:
    """Tell the student what was done."""
    row = task.decision.line.appeal
    title, text = _DONE[task.kind]
    _to_student(row, title=title, text=text, mark=task.decision.new_mark)


def _to_panel(row: Appeal, users: Iterable[User], *, title: Promise, text: Promise | str, **values: object) -> None:
    path = reverse("appeals:deciding", args=[row.uuid])
    told = {"kind": KIND, "title": title, "text": text, "path": path, **_values(row), **values}
    notify(users=users, urgent=True, **told)


def _to_student(row: Appeal, *, title: Promise, text: Promise | str, **values: object) -> None:
    path = reverse("appeals:state", args=[row.uuid])
    notify(users=[row.student.user], kind=KIND, title=title, text=text, path=path, **_values(row), **values)


def _values(row: Appeal) -> dict[str, object]:
    return {"number": row.number, "exam": row.exam.title}


_WAITS = _("Appeal %(number)d: the changed verdict is not told yet")
_WAITS_TEXT = _("%(exam)s: the student does not know it yet (%(why)s). Release it as soon as that is over.")
_HEARING = _("Appeal %(number)d is heard on %(at)s")
_ENDED = {
    Ending.QUORUM: _("Too few members voted on appeal %(number)d"),
    Ending.TIED: _("A tie on appeal %(number)d: the chair decides"),
    Ending.CLEAR: _("The vote on appeal %(number)d has ended: write the decision"),
}
_ENDED_TEXT = {
    Ending.QUORUM: _("Bring the panel together, or set a hearing, and open the vote anew."),
    Ending.TIED: _("Choose one of the outcomes with the most votes, and give the reason of each line."),
    Ending.CLEAR: _("Give the reason of each line."),
}
_DONE = {
    RegistrarTask.Kind.REPEAT_EXAM: (
        _("Appeal %(number)d: you may sit the exam again"),
        _("You have one more attempt: %(exam)s. Your calendar has the time."),
    ),
    RegistrarTask.Kind.CHANGE_MARK: (
        _("Appeal %(number)d: your mark is changed"),
        _("%(exam)s: the new mark is %(mark)s."),
    ),
}
