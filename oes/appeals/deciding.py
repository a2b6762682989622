"""Writes of deciding a case: statements, the hearing, the vote and its end (W13, W15)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from oes.accounts.models import User
from oes.appeals import deciding_notices as notices
from oes.appeals import panel
from oes.appeals.deadlines import calendar_of, due_at, rules_of
from oes.appeals.deciding_queries import Vote, hearing_of, may_vote, vote_of
from oes.appeals.models import Appeal, Ballot, Hearing, MemberRole, PanelMember, Statement
from oes.appeals.moving import AppealRefused, chain_of, locked, move
from oes.domain.appeal_state import AppealState
from oes.domain.voting import Ending
from oes.journal import services as journal
from oes.lib.canonical import canonical, digest, instant

LEADING = frozenset({MemberRole.CHAIR, MemberRole.SECRETARY})
"""Who sets the hearing and opens the vote."""
BEFORE_THE_END = frozenset({AppealState.ACCEPTED, AppealState.VOTING})


@transaction.atomic
def write_statement(*, appeal: Appeal, text: str, by: User) -> Statement:
    """Keep what a member thinks of a case; the same text again adds nothing. Raises AppealRefused (state, right).

    The journal has its hash; the words stay between the members.
    """
    row = locked(appeal)
    seat = _voter(row, by)
    if row.state not in BEFORE_THE_END:
        raise AppealRefused("state")
    newest = seat.statements.order_by("-pk").first()
    if newest and newest.text == text:
        return newest
    statement = Statement.objects.create(author=seat, text=text)
    told = canonical({"member": str(seat.uuid), "text": text, "at": instant(statement.at)})
    _tell(row, by, "appeal_statement_written", member=str(seat.member.uuid), statement=digest(told))
    return statement


@transaction.atomic
def set_hearing(*, appeal: Appeal, at: datetime, link: str, place: str, by: User) -> Hearing:
    """Set when and where a case is heard; panel and student are told. The same again adds nothing.

    Votes that were cast before are void: nobody votes before the hearing. A vote that would end before it ends with
    the hearing's day. Raises AppealRefused (state, right, past; closed: the vote's deadline has passed).
    """
    row = locked(appeal)
    _leading(row, by)
    if row.state not in BEFORE_THE_END:
        raise AppealRefused("state")
    if _is_over(row):
        raise AppealRefused("closed")
    newest = hearing_of(row)
    if newest and (newest.at, newest.link, newest.place) == (at, link, place):
        return newest
    if at <= timezone.now():
        raise AppealRefused("past")
    hearing = Hearing.objects.create(appeal=row, at=at, link=link, place=place, set_by=by)
    void = _void(row)
    if row.state == AppealState.VOTING:
        row.due_at = vote_until(row, at)
        row.escalated_to = ""
        row.save(update_fields=["due_at", "escalated_to"])
    _tell(row, by, "appeal_hearing_set", at=instant(at), void_votes=void)
    notices.hearing_set(row, hearing)
    return hearing


@transaction.atomic
def open_vote(*, appeal: Appeal, by: User) -> Appeal:
    """Let the panel vote. Raises AppealRefused (state, right, no_lines; chair or quorum, where the panel lacks it)."""
    row = locked(appeal)
    _leading(row, by)
    if row.state != AppealState.ACCEPTED:
        raise AppealRefused("state")
    if not row.lines.exists():
        raise AppealRefused("no_lines")
    if lacks := panel.missing(row):
        raise AppealRefused(lacks[0])
    hearing = hearing_of(row)
    secret = rules_of(row.organisation).secret_votes
    move(row, AppealState.VOTING, by=by, due=vote_until(row, hearing.at if hearing else None), votes_secret=secret)
    notices.vote_opened(row)
    return row


def vote_until(appeal: Appeal, hearing: datetime | None) -> datetime | None:
    """Return when a vote that is opened now ends: by the rules, and not before the end of the hearing's day."""
    usual = due_at(AppealState.VOTING, timezone.now(), appeal.organisation)
    if hearing is None or usual is None:
        return usual
    return max(usual, calendar_of(appeal.organisation).deadline(hearing, 0))


@transaction.atomic
def cast_votes(*, appeal: Appeal, outcomes: Mapping[UUID, str], by: User) -> Appeal:
    """Keep how a member votes on every line; until the vote ends the member may change it.

    Raises AppealRefused (state, right; closed: not yet or no more; outcome: a line without a vote, or with one that
    does not fit it). The journal learns who voted, not what.
    """
    row = locked(appeal)
    seat, vote = _voter(row, by), vote_of(row)
    if row.state != AppealState.VOTING:
        raise AppealRefused("state")
    if not may_vote(row, hearing_of(row), timezone.now()):
        raise AppealRefused("closed")
    chosen = {line: outcomes.get(line.uuid, "") for line in vote.lines}
    if any(outcome not in vote.outcomes[line.pk] for line, outcome in chosen.items()):
        raise AppealRefused("outcome")
    if all(vote.ballots.get((line.pk, seat.pk)) == outcome for line, outcome in chosen.items()):
        return row
    for line, outcome in chosen.items():
        values = {"outcome": outcome, "at": timezone.now()}
        Ballot.objects.update_or_create(line=line, voter=seat, defaults=values)
    _tell(row, by, "appeal_vote_cast", member=str(seat.member.uuid))
    end_vote(row)
    return row


@transaction.atomic
def bring_together(*, appeal: Appeal, by: User) -> None:
    """Bring the panel together as `panel.open_panel`; the vote ends where only who stands aside now was missing."""
    panel.open_panel(appeal=appeal, by=by)
    row = locked(appeal)
    if row.state == AppealState.VOTING:
        end_vote(row)


@transaction.atomic
def stand_aside(*, seat: PanelMember, reason: str, by: User) -> None:
    """Let a member stand aside; the vote ends where it was the last one that was missing. AppealRefused as `recuse`.

    Votes that were cast by the deadline count, even where the worker has not ended the vote yet.
    """
    row = locked(seat.appeal)
    if _is_over(row):
        end_vote(row)
    panel.recuse(panel_member=seat, reason=reason, by=by)
    row = locked(seat.appeal)
    if row.state == AppealState.VOTING:
        end_vote(row)


def end_vote(row: Appeal) -> Ending:
    """End the vote of a locked appeal where all have voted or the deadline has passed; else leave it.

    Who has got a conflict since the panel came together stands aside first: such a vote is not counted.
    """
    panel.look_again(row)
    vote, now = vote_of(row), timezone.now()
    assert row.due_at is not None
    end = vote.ending(row.due_at, now)
    if end is Ending.RUNS:
        return end
    counted = [] if end is Ending.QUORUM else vote.lines  # what few voted stays secret: they vote anew
    counts = {str(line.uuid): dict(vote.tallies[line.pk].counts) for line in counted}
    _tell(row, None, "appeal_vote_ended", ending=str(end), voted=len(vote.voted), counts=counts)
    if end is Ending.QUORUM:
        _void(row)
        move(row, AppealState.ACCEPTED, by=None, reason=_too_few(row, vote))
    else:
        Ballot.objects.filter(line__appeal=row).exclude(voter__in=[seat.pk for seat in vote.voters]).delete()
        move(row, AppealState.TIED if end is Ending.TIED else AppealState.VOTED, by=None)
    notices.vote_ended(row, end)
    return end


def _is_over(row: Appeal) -> bool:
    """Return whether the deadline of a vote has passed that nobody has ended yet."""
    return row.state == AppealState.VOTING and row.due_at is not None and row.due_at <= timezone.now()


def _too_few(row: Appeal, vote: Vote) -> str:
    commission = panel.commission_for(row)
    with translation.override(settings.LANGUAGE_CODE):
        return gettext("Too few votes: %(voted)d of %(all)d members voted, %(quorum)d must.") % {
            "voted": len(vote.voted),
            "all": len(vote.voters),
            "quorum": commission.quorum if commission else 0,
        }


def _void(row: Appeal) -> int:
    """Delete the votes that were cast; return how many members had voted."""
    ballots = Ballot.objects.filter(line__appeal=row)
    count = ballots.values("voter").distinct().count()
    ballots.delete()
    return count


def _voter(row: Appeal, by: User) -> PanelMember:
    """Return the seat of somebody who may vote on a case now. Raises AppealRefused (right)."""
    access = panel.case_of(by, row)
    if access is None or access.seat is None or not access.may_vote:
        raise AppealRefused("right")
    return access.seat


def _leading(row: Appeal, by: User) -> None:
    access = panel.case_of(by, row)
    if access is None or access.role not in LEADING:
        raise AppealRefused("right")


def _tell(row: Appeal, by: User | None, action: str, **content: object) -> None:
    actor = by.uuid if by else None
    journal.append(subject=chain_of(row), action=action, actor=actor, appeal=str(row.uuid), **content)
