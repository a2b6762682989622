"""What the panel's page of a case shows, apart from its forms."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from oes.accounts.models import User
from oes.appeals import panel
from oes.appeals.deadlines import rules_of
from oes.appeals.deciding_queries import (
    COUNTED,
    Vote,
    decisions_of,
    hearing_of,
    may_vote,
    statements_of,
    vote_of,
)
from oes.appeals.deciding_words import outcome_label
from oes.appeals.line_words import line_caption
from oes.appeals.models import Appeal, AppealLine, Decision, PanelMember
from oes.appeals.panel import CaseAccess
from oes.appeals.protocol_words import line_when
from oes.domain.appeal_state import AppealState


@dataclass(frozen=True, slots=True)
class LineRow:
    """A contested line: what the student says, what the vote said, what was decided."""

    line: AppealLine
    title: str
    when: str
    counts: list[tuple[str, int]]
    """Outcomes in words with their votes; empty while the vote has no result."""
    result: str
    """What the vote said; empty while it has no result, or for a tie."""
    is_tied: bool
    decision: Decision | None
    who: list[tuple[str, str]]
    """Member and vote, only where votes are open and the vote has ended."""


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A member of the panel, and whether the member has voted."""

    seat: PanelMember
    votes: bool
    has_voted: bool


def page_facts(access: CaseAccess, user: User, now: datetime) -> dict[str, Any]:
    """Return what the page shows. A fixed number of queries, however many lines and members there are."""
    appeal = access.appeal
    vote, hearing, statements = vote_of(appeal), hearing_of(appeal), statements_of(appeal)
    own = [row.text for row in statements if access.seat and row.author_id == access.seat.pk]
    state = AppealState(appeal.state)
    secret = (
        appeal.votes_secret if state in (AppealState.VOTING, *COUNTED) else rules_of(appeal.organisation).secret_votes
    )
    return {
        "vote": vote,
        "secret": secret,
        "lines": line_rows(appeal, vote, secret=secret),
        "seats": _seats(appeal, vote),
        "hearing": hearing,
        "hearing_comes": bool(hearing and hearing.at > now),
        "takes_votes": may_vote(appeal, hearing, now),
        "has_voted": bool(access.seat and access.seat.pk in vote.voted),
        "statements": statements,
        "own_statement": own[-1] if own else "",
        "lacks": panel.missing(appeal) if state is AppealState.ACCEPTED else [],
        "is_late": bool(appeal.due_at and appeal.due_at <= now),
        "is_mine": access.seat is not None,
        "steps": list(appeal.steps.select_related("by")),
    }


def line_rows(appeal: Appeal, vote: Vote, *, secret: bool) -> list[LineRow]:
    """Return the contested lines with what is known of them. Votes only once the vote has ended with a result."""
    counted = appeal.state in COUNTED
    decided = {row.line_id: row for row in decisions_of(appeal)} if counted else {}
    rows = []
    for line in vote.lines:
        known = vote.tallies[line.pk]
        counts = [(outcome_label(key), number) for key, number in known.counts.items()] if counted else []
        rows.append(
            LineRow(
                line, line_caption(line), line_when(line) if line.event_kind else "", counts,
                outcome_label(known.winner) if counted and known.winner else "", counted and known.is_tied,
                decided.get(line.pk), [] if secret or not counted else _who(vote, line),
            )
        )  # fmt: skip
    return rows


def _who(vote: Vote, line: AppealLine) -> list[tuple[str, str]]:
    told = [(seat, vote.ballots.get((line.pk, seat.pk))) for seat in vote.voters]
    return [(seat.member.user.shown_name, outcome_label(said)) for seat, said in told if said]


def _seats(appeal: Appeal, vote: Vote) -> list[SeatRow]:
    can = {seat.pk for seat in vote.voters}
    return [SeatRow(seat, seat.pk in can, seat.pk in vote.voted) for seat in panel.panel_of(appeal)]
