"""The decision on a case, and what follows from it at once: all in one transaction."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from oes.accounts.models import User
from oes.appeals import deciding_notices as notices
from oes.appeals import panel
from oes.appeals.deadlines import TASK_DAYS, calendar_of
from oes.appeals.deciding_documents import decision_document
from oes.appeals.deciding_queries import vote_of
from oes.appeals.models import Appeal, AppealLine, Decision, MemberRole, RegistrarTask
from oes.appeals.moving import AppealRefused, chain_of, locked, move
from oes.appeals.releasing import ReleaseRefused, release_verdict
from oes.domain.appeal_state import AppealState
from oes.domain.voting import Outcome, Tally, tally
from oes.journal import services as journal
from oes.lib.canonical import digest
from oes.review.services import VerdictRefused, judge_event, record_verdict
from oes.violations.models import Violation

logger = logging.getLogger(__name__)
LONGEST_REASON = 900
"""Letters: with the words before it, it is the reason of a verdict or a denied event."""
DECIDERS = {
    AppealState.VOTED: frozenset({MemberRole.CHAIR, MemberRole.SECRETARY}),
    AppealState.TIED: frozenset({MemberRole.CHAIR}),
}
"""Who writes the decision: a tie is the chair's own."""
_TASKS = {
    Outcome.REPEAT_EXAM: RegistrarTask.Kind.REPEAT_EXAM,
    Outcome.CHANGE_MARK: RegistrarTask.Kind.CHANGE_MARK,
}


@dataclass(frozen=True, slots=True)
class Word:
    """What the chair writes on a line: the reason; the outcome of a tied line; the mark where it is changed."""

    reason: str
    outcome: str = ""
    new_mark: str = ""


@transaction.atomic
def decide(*, appeal: Appeal, words: Mapping[UUID, Word], by: User) -> list[Decision]:
    """Write the decision down; each outcome is the vote's, of a tied line the chair's. What follows is done at once.

    Raises AppealRefused: state, right, reason (a line without one), tie (an outcome that does not lead), mark (none
    given), attempt (it has not ended).
    """
    row = locked(appeal)
    state, access = AppealState(row.state), panel.case_of(by, row)
    if state not in DECIDERS:
        raise AppealRefused("state")
    if access is None or access.role not in DECIDERS[state]:
        raise AppealRefused("right")
    vote, now, made = vote_of(row), timezone.now(), []
    for line in vote.lines:
        known = vote.tallies[line.pk]
        made.append(_decision(line, known, words.get(line.uuid, Word("")), by, now))
    try:
        tasks: dict[str, RegistrarTask] = {}
        for decision in _in_turn(made):
            _carry_out(row, decision, tasks)
    except VerdictRefused as error:
        raise AppealRefused("attempt") from error
    move(row, AppealState.DECIDED, by=by)
    notices.decided(row, tasks.values())
    return made


def _decision(line: AppealLine, known: Tally, word: Word, by: User, now: datetime) -> Decision:
    outcome = _outcome(known, word.outcome)
    reason, mark = word.reason.strip()[:LONGEST_REASON], word.new_mark.strip()
    if not reason:
        raise AppealRefused("reason")
    if outcome == Outcome.CHANGE_MARK and not mark:
        raise AppealRefused("mark")
    row = Decision.objects.create(
        line=line, outcome=outcome, reason=reason, counts=dict(known.counts), by_chair=known.is_tied,
        new_mark=mark if outcome == Outcome.CHANGE_MARK else "", by=by, at=now,
    )  # fmt: skip
    journal.append(
        subject=chain_of(line.appeal), action="appeal_line_decided", actor=by.uuid, part=str(row.uuid),
        appeal=str(line.appeal.uuid), line=str(line.uuid), outcome=outcome, sha256=digest(decision_document(row)),
    )  # fmt: skip
    return row


def _outcome(known: Tally, chair: str) -> str:
    """Return what is decided: the vote's winner, of a tie the chair's choice among those that lead."""
    votes = [outcome for outcome, number in known.counts.items() for _ in range(number)]
    decided = tally(votes, list(known.counts), 1, chair or None).winner
    if decided is None:
        raise AppealRefused("tie")
    return decided


def _carry_out(row: Appeal, decision: Decision, tasks: dict[str, RegistrarTask]) -> None:
    """Do what follows from a decision: words on the attempt at once, the rest as a task of the registrar.

    `tasks`: those of the case by kind. Two lines that say the same are one task: the exam is sat again once.
    """
    if decision.outcome == Outcome.DENY_EVENT:
        judge_event(violation=_event(row, decision.line), denied=True, reason=_said(row, decision), by=decision.by)
    elif decision.outcome == Outcome.CHANGE_VERDICT:
        _change_verdict(row, decision)
    elif (kind := _TASKS.get(Outcome(decision.outcome))) and kind not in tasks:
        due = calendar_of(row.organisation).deadline(decision.at, TASK_DAYS)
        tasks[kind] = RegistrarTask.objects.create(decision=decision, kind=kind, due_at=due)


def _event(row: Appeal, line: AppealLine) -> Violation:
    """Return what a denial names: kind, detail and span of the contested event, found anew since or not."""
    return Violation(
        attempt=row.attempt, kind=line.event_kind, detail=line.detail, start_seconds=line.start_seconds,
        end_seconds=line.end_seconds,
    )  # fmt: skip


def _in_turn(made: list[Decision]) -> list[Decision]:
    """Return decisions as they are carried out: a verdict is told when all denied events have left it."""
    return sorted(made, key=lambda decision: decision.outcome == Outcome.CHANGE_VERDICT)


def _change_verdict(row: Appeal, decision: Decision) -> None:
    """Record the new verdict and tell it. One that may not be told yet waits with the others to be released, and the
    registrar learns why."""
    assert row.attempt is not None
    verdict = record_verdict(attempt=row.attempt, honest=True, reason=_said(row, decision), by=decision.by)
    try:
        with transaction.atomic():
            release_verdict(verdict=verdict, by=decision.by)
    except ReleaseRefused as refused:
        logger.warning("verdict_not_released", extra={"verdict": str(verdict.uuid), "code": refused.code})
        notices.verdict_waits(row, verdict, refused.code)


def _said(row: Appeal, decision: Decision) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        words = gettext("Decision of the commission, appeal %(number)d: %(reason)s")
        return words % {"number": row.number, "reason": decision.reason}
