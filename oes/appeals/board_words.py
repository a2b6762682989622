"""Words, headers and cells of the board and the statistics."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from oes.appeals.filing_tables import topic_words
from oes.appeals.filing_words import OWNERS
from oes.appeals.models import Appeal, Outcome, Topic
from oes.appeals.statistics import Statistics
from oes.domain.appeal_state import OWNER, AppealState, Owner
from oes.domain.detector_feedback import Feedback, Word
from oes.review.words import caption_of

FEEDBACK: dict[str, Promise] = {
    Word.TOO_FEW: gettext_lazy("too few decisions"),
    Word.HOLDS: gettext_lazy("within its bound"),
    Word.PROPOSED: gettext_lazy("proposed: weight 0"),
}
BOARD_HEADER = (
    gettext_lazy("Number"), gettext_lazy("Student"), gettext_lazy("Group"), gettext_lazy("Exam"),
    gettext_lazy("Faculty"), gettext_lazy("Topics"), gettext_lazy("Date of filing"), gettext_lazy("State"),
    gettext_lazy("Who acts"), pgettext_lazy("deadline", "Until"), gettext_lazy("Told of the delay"),
)  # fmt: skip
STATISTICS_HEADER = (gettext_lazy("Figure"), pgettext_lazy("waits", "What"), gettext_lazy("Number"))


def owner_words(owner: str) -> str:
    """Return who it is, or nothing for no owner."""
    return str(OWNERS[Owner(owner)]) if owner else ""


def board_cells(appeal: Appeal) -> list[object]:
    """Return an appeal's line of the saved table."""
    return [
        appeal.number, appeal.student.full_name, appeal.student.study_group.code, appeal.exam.title,
        appeal.faculty.name if appeal.faculty else "", topic_words(appeal), appeal.filed_at,
        str(appeal.get_state_display()),  # type: ignore[attr-defined]
        owner_words(OWNER[AppealState(appeal.state)]), appeal.due_at, owner_words(appeal.escalated_to),
    ]  # fmt: skip


def feedback_words(row: Feedback) -> str:
    return str(FEEDBACK[row.word])


def counts(found: Statistics) -> list[tuple[str, int]]:
    """Return the plain figures in the order of the page."""
    return [
        (_("filed"), found.filed),
        (_("of them by mail"), found.by_mail),
        (_("open"), found.open),
        (_("not accepted"), found.refused),
        (_("withdrawn"), found.withdrawn),
        (_("decided"), found.decided),
        (_("of them: everything stands"), found.upheld),
        (_("of them: something was changed"), found.changed),
    ]


def topic_counts(found: Statistics) -> list[tuple[str, int]]:
    return [(str(topic.label), found.topics.get(topic.value, 0)) for topic in Topic]


def outcome_counts(found: Statistics) -> list[tuple[str, int]]:
    return [(str(outcome.label), found.outcomes.get(outcome.value, 0)) for outcome in Outcome]


def statistics_cells(found: Statistics, feedback: Iterable[Feedback]) -> list[list[object]]:
    """Return all figures as lines of the saved table."""
    lines: list[list[object]] = [[_("Appeals"), name, count] for name, count in counts(found)]
    lines += [[_("Topics"), name, count] for name, count in topic_counts(found)]
    lines += [[_("Decisions per line"), name, count] for name, count in outcome_counts(found)]
    if found.days:
        lines.append([_("Days from filing to decision"), _("half of them within"), round(found.days[0], 1)])
        lines.append([_("Days from filing to decision"), _("the longest"), round(found.days[1], 1)])
    for row in feedback:
        told = (
            (_("found"), row.found),
            (_("contested"), row.contested),
            (_("decided"), row.decided),
            (_("denied"), row.denied),
        )
        lines += [[caption_of(row.kind), name, count] for name, count in told]
    return lines
