"""The sentences of the board and the plan."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from oes.accounts.models import Role
from oes.domain.open_states import OpenState
from oes.portal.session import ExamLine

STATES: dict[str, Promise] = {
    "not_planned": _("Obligatory exams without a time"),
    "clash": _("Exams with a conflict in the plan"),
    "no_roster": _("Exams without students"),
    "no_rules": _("Exams without rules"),
    "no_tasks": _("Exams without tasks or testing system"),
    "no_proctors": _("Exams with too few proctors"),
    "no_place": _("Exams without a room"),
    "photo_waits": _("Reference photos to approve"),
    "attempt_unjudged": _("Attempts that need a person’s verdict"),
    "erasure_asked": _("Requests to erase a recording"),
    "work_unmarked": _("Written works to mark"),
    "marks_unreleased": _("Marks to release"),
    "verdict_unreleased": _("Verdicts to release"),
    "application_undecided": _("Applications for cumulative assessment"),
    "problem_unanswered": _("Technical problems without an answer"),
    "appeal_task": _("Decisions on appeals to carry out"),
    "appeal_filed": _("Appeals to accept"),
    "appeal_returned": _("Appeals returned to students"),
    "appeal_accepted": _("Appeals to bring before a panel"),
    "appeal_voting": _("Appeals to vote on"),
    "appeal_voted": _("Decisions on appeals to write"),
    "appeal_tied": _("Appeals with a tie"),
    "appeal_decided": _("Protocols of appeals to draw up"),
}
PARTS: dict[str, Promise] = {
    "no_roster": _("Students"),
    "no_rules": _("Rules"),
    "no_tasks": _("Tasks"),
    "no_proctors": _("Proctors"),
    "no_place": _("Room"),
}
"""What must be ready, by the key of what is open while it is not."""
TOO_LITTLE: dict[str, Promise] = {"seats": _("too few seats"), "proctors": _("too few proctors")}


def state_words(kind: str) -> str:
    """Return what is open, in words; the key itself for a kind of an app that has none here."""
    return str(STATES.get(kind, kind))


def owner_words(owner: str) -> str:
    return str(Role(owner).label)


EXAMS_HEADER = (
    _("Title"), _("Faculty"), _("Opens"), _("Closes"), _("Students"), _("Proctors"), _("Proctors needed"),
    _("Observers"), _("Room"), pgettext_lazy("exam", "Lacks"),
)  # fmt: skip
WAITING_HEADER = (
    pgettext_lazy("waits", "What"), pgettext_lazy("waits", "About"), _("Number"), _("Who acts"), _("Person"),
    pgettext_lazy("deadline", "Until"),
)  # fmt: skip


def exam_cells(exam: ExamLine) -> list[object]:
    """Return an exam's line of the saved table."""
    lacks = ", ".join(str(PARTS[key]) for key in exam.lacks)
    return [
        exam.title, exam.faculty, exam.times.start, exam.times.end, exam.students, exam.proctors, exam.needed,
        exam.observers, exam.room, lacks,
    ]  # fmt: skip


def state_cells(state: OpenState) -> list[object]:
    """Return an open state's line of the saved table."""
    return [
        state_words(state.kind), state.title, state.count, owner_words(state.owner), state.person, state.due,
    ]  # fmt: skip
