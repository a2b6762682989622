"""What is known of a case that is being decided: its lines with their votes, its hearing, who has voted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext

from oes.accounts.models import User
from oes.appeals import panel
from oes.appeals.filing_words import OWNERS
from oes.appeals.models import Appeal, AppealLine, Ballot, Decision, Hearing, LineKind, PanelMember, Statement
from oes.domain.appeal_state import OPEN, AppealState
from oes.domain.quotas import VOTING
from oes.domain.voting import Ending, Outcome, Tally, ending, fitting, may_vote_at, tally, who_voted
from oes.review.models import Verdict

NOT_YET = (AppealState.FILED, AppealState.RETURNED, AppealState.REFUSED)
"""The secretary has not given it to the commission."""
COUNTED = frozenset({AppealState.VOTED, AppealState.TIED, AppealState.DECIDED, AppealState.CLOSED})
"""The vote has ended with a result: whoever leaves the commission afterwards has voted all the same."""


@dataclass(frozen=True, slots=True)
class Vote:
    """The votes of a panel as they lie now. Who may be shown `tallies` and `ballots` is the page's business."""

    lines: Sequence[AppealLine]
    voters: Sequence[PanelMember]
    voted: frozenset[int]
    """Keys of the panel's members who have voted on every line."""
    outcomes: dict[int, tuple[Outcome, ...]]
    """By line: what may be decided on it."""
    tallies: dict[int, Tally]
    """By line. The votes of who does not sit in the panel any more are not counted."""
    ballots: dict[tuple[int, int], str]
    """By line and voter."""

    @property
    def all_voted(self) -> bool:
        return bool(self.voters) and len(self.voted) == len(self.voters)

    def ending(self, due: datetime, now: datetime) -> Ending:
        """Return how the vote stands."""
        return ending(list(self.tallies.values()), all_voted=self.all_voted, due=due, now=now)


def vote_of(appeal: Appeal) -> Vote:
    """Return the votes of a case: while it votes those of who sits in the panel, afterwards those that were counted.

    A fixed number of queries.
    """
    lines = list(appeal.lines.all())
    rows = list(Ballot.objects.filter(line__appeal=appeal).values_list("line_id", "voter_id", "outcome"))
    if appeal.state in COUNTED:
        voters, quorum = list(_who_voted(appeal)), 1
    else:
        voters, commission = list(panel.voters(appeal)), panel.commission_for(appeal)
        quorum = commission.quorum if commission else len(voters) + 1
    known = {seat.pk for seat in voters}
    ballots = {(line, voter): outcome for line, voter, outcome in rows if voter in known}
    outcomes = outcomes_of(appeal, lines)
    tallies = {
        line.pk: tally([said for (of, _), said in ballots.items() if of == line.pk], outcomes[line.pk], quorum)
        for line in lines
    }
    voted = who_voted([(voter, line) for line, voter in ballots], known, {line.pk for line in lines})
    return Vote(lines, voters, voted, outcomes, tallies, ballots)


def _who_voted(appeal: Appeal) -> QuerySet[PanelMember]:
    rows = PanelMember.objects.filter(ballots__line__appeal=appeal).distinct()
    return rows.select_related("member__user").order_by("pk")


def outcomes_of(appeal: Appeal, lines: Sequence[AppealLine]) -> dict[int, tuple[Outcome, ...]]:
    """Return what may be decided on each line. One query where a verdict is contested."""
    contested = any(line.kind == LineKind.VERDICT for line in lines)
    honest = contested_verdict(appeal) if contested else None
    return {line.pk: fitting(line.kind, honest=honest) for line in lines}


def contested_verdict(appeal: Appeal) -> bool | None:
    """Return the word of the verdict that the appeal is against; where none is named, of the newest one."""
    rows = Verdict.objects.filter(attempt=appeal.attempt_id) if appeal.attempt_id else Verdict.objects.none()
    if appeal.release_id:
        rows = rows.filter(release=appeal.release_id)
    return rows.values_list("honest", flat=True).first()


def hearing_of(appeal: Appeal) -> Hearing | None:
    """Return when and where the case is heard, as it was set last. One query."""
    return Hearing.objects.filter(appeal=appeal).order_by("-pk").first()


def may_vote(appeal: Appeal, hearing: Hearing | None, now: datetime) -> bool:
    """Return whether votes are taken now."""
    if appeal.state != AppealState.VOTING or appeal.due_at is None:
        return False
    return may_vote_at(hearing.at if hearing else None, appeal.due_at, now)


def statements_of(appeal: Appeal) -> list[Statement]:
    """Return what each member wrote last, in the order of the panel. One query."""
    rows = Statement.objects.filter(author__appeal=appeal).select_related("author__member__user").order_by("pk")
    newest = {row.author_id: row for row in rows}
    return sorted(newest.values(), key=lambda row: row.author_id)


def decisions_of(appeal: Appeal) -> list[Decision]:
    """Return what was decided, line by line. One query."""
    rows = Decision.objects.filter(line__appeal=appeal).select_related("line", "by", "task")
    return list(rows.order_by("line__position"))


def cases_for(user: User, *, view: str) -> list[Appeal]:
    """Return the cases that somebody sits in or leads, those first that are due first; closed ones newest first.

    Each says whether that person still has to vote (`to_vote`). Two queries.
    """
    rows = panel.cases_of(user).select_related("exam").exclude(state__in=NOT_YET)
    rows = rows.filter(state__in=OPEN) if view == "open" else rows.exclude(state__in=OPEN)
    rows = rows.order_by("due_at", "-filed_at") if view == "open" else rows.order_by("-changed_at")
    found = list(rows)
    seats = PanelMember.objects.filter(
        member__user=user,
        member__role__in=VOTING,
        recused_at=None,
        appeal__in=found,
        appeal__state=AppealState.VOTING,
        ballots=None,
    )
    waits = set(seats.values_list("appeal_id", flat=True))
    for row in found:
        row.to_vote = row.pk in waits  # type: ignore[attr-defined]
    return found


def cases_table(rows: Sequence[Appeal]) -> dict[str, Any]:
    """Return the cases as lines of a file, for `accounts.exports.exported`; without names, as on the page."""
    header = [
        pgettext("deadline", "Due"), gettext("Appeal"), gettext("Exam"), gettext("State"),
        pgettext("of a task", "Owner"),
    ]  # fmt: skip
    return {
        "name": "cases",
        "header": header,
        "rows": lambda: [
            (row.due_at, row.number, row.exam.title, row.get_state_display(), str(OWNERS[row.owner])) for row in rows
        ],
    }
