"""Statements, the hearing, and the vote with its end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oes.appeals import deciding, models
from oes.appeals.commission_services import remove_member
from oes.appeals.deciding_queries import vote_of
from oes.appeals.deciding_stage import end_next
from oes.appeals.models import AppealStep, Ballot, CommissionMember, Hearing, LineKind, PanelMember, Statement
from oes.appeals.moving import AppealRefused
from oes.appeals.panel import recuse
from oes.appeals.tests.deciding_scene import make_case
from oes.appeals.tests.scenes import SEEN, filed_appeal, lines_of, made_late, released_attempt
from oes.domain import voting
from oes.domain.appeal_state import AppealState
from oes.journal.models import Entry
from oes.notices.models import Notice

pytestmark = pytest.mark.usefixtures("in_english")

U, D, C = voting.Outcome.UPHOLD, voting.Outcome.DENY_EVENT, voting.Outcome.CHANGE_VERDICT


@pytest.fixture
def case(aigerim, exam, admin):
    """Contests a verdict and one violation."""
    release = released_attempt(aigerim, exam, admin, seen=SEEN[1:2])
    return make_case(aigerim, exam, admin, release=release, lines=lines_of(release))


def written():
    return [set(model.objects.values_list()) for model in (Statement, Hearing, Ballot, AppealStep)]


def refused(code, call, **arguments):
    before = written()
    with pytest.raises(AppealRefused) as error:
        call(**arguments)
    assert error.value.code == code
    assert written() == before


def in_hours(hours):
    return timezone.now() + timedelta(hours=hours)


def test_the_rules_and_the_rows_name_the_same_outcomes_and_kinds():
    assert set(models.Outcome.values) == set(voting.Outcome)
    assert set(LineKind.values) == set(voting.FITTING)


def test_a_statement_is_kept_once_and_its_words_stay_out_of_the_journal(case):
    teacher = case.user("teacher1")
    for _ in range(2):
        deciding.write_statement(appeal=case.appeal, text="I see nobody else.", by=teacher)
    deciding.write_statement(appeal=case.appeal, text="I looked again.", by=teacher)
    assert Statement.objects.count() == 2
    entries = Entry.objects.filter(action="appeal_statement_written")
    assert entries.count() == 2
    assert "looked" not in str([entry.content for entry in entries])


@pytest.mark.parametrize("login", ["secretary1", "teacher-sub1", "aigerim", "admin"])
def test_only_voters_of_the_panel_write_and_vote(case, login):
    by = case.user(login)
    refused("right", deciding.write_statement, appeal=case.appeal, text="?", by=by)
    case.open_vote()
    told = {line.uuid: U for line in case.appeal.lines.all()}
    refused("right", deciding.cast_votes, appeal=case.appeal, outcomes=told, by=by)


def test_the_hearing_is_told_to_panel_and_student(case):
    at = in_hours(20)
    for _ in range(2):
        deciding.set_hearing(
            appeal=case.appeal, at=at, link="https://meet.example/x", place="", by=case.user("secretary1")
        )
    assert Hearing.objects.count() == 1
    told = Notice.objects.filter(title__contains="heard on")
    assert told.count() == 8  # six who vote, the secretary, the student
    assert told.filter(user=case.appeal.student.user, text__contains="https://meet.example/x").exists()


def test_a_hearing_in_the_past_or_by_a_teacher_is_refused(case):
    set_by = {"appeal": case.appeal, "link": "", "place": "204"}
    refused("past", deciding.set_hearing, **set_by, at=in_hours(-1), by=case.user("chair1"))
    refused("right", deciding.set_hearing, **set_by, at=in_hours(1), by=case.user("teacher1"))


def test_nobody_votes_before_the_hearing(case):
    deciding.set_hearing(appeal=case.appeal, at=in_hours(1), link="", place="204", by=case.user("chair1"))
    case.open_vote()
    told = {line.uuid: U for line in case.appeal.lines.all()}
    refused("closed", deciding.cast_votes, appeal=case.appeal, outcomes=told, by=case.user("teacher1"))
    Hearing.objects.update(at=in_hours(-1))
    case.vote("teacher1", C, D)


def test_a_new_hearing_makes_votes_void_and_the_vote_ends_after_it(case):
    case.open_vote().vote("teacher1", C, D)
    at = in_hours(24 * 30)
    deciding.set_hearing(appeal=case.appeal, at=at, link="", place="204", by=case.user("chair1"))
    assert not Ballot.objects.exists()
    assert case.fresh().due_at > at


def test_the_vote_needs_a_panel_that_can_vote(case):
    for login in ("teacher1", "teacher2", "student1", "student2", "student3"):
        for seat in PanelMember.objects.filter(member__user__username=login):
            recuse(panel_member=seat, reason="I know the student.", by=case.user("secretary1"))
    PanelMember.objects.filter(in_place_of__isnull=False).update(recused_at=timezone.now())
    refused("quorum", deciding.open_vote, appeal=case.appeal, by=case.user("secretary1"))


def test_a_vote_may_be_changed_and_ends_when_all_have_voted(case):
    case.open_vote()
    assert case.vote("teacher1", U, U).state == AppealState.VOTING
    for user in case.voters:
        case.vote(user.username, C, D)
    assert case.appeal.state == AppealState.VOTED
    first, second = vote_of(case.appeal).tallies.values()
    assert (first.counts[C], second.counts[D]) == (6, 6)
    told = {line.uuid: U for line in case.appeal.lines.all()}
    refused("state", deciding.cast_votes, appeal=case.appeal, outcomes=told, by=case.user("teacher1"))
    assert Notice.objects.filter(user=case.user("chair1"), title__contains="has ended").exists()


@pytest.mark.parametrize("outcomes", [(U,), (C, C), (U, ""), (U, "nonsense")])
def test_a_vote_that_does_not_fit_every_line_is_refused(case, outcomes):
    case.open_vote()
    told = dict(zip([line.uuid for line in case.appeal.lines.all()], outcomes, strict=False))
    refused("outcome", deciding.cast_votes, appeal=case.appeal, outcomes=told, by=case.user("teacher1"))
    assert not Ballot.objects.exists()


def test_the_same_vote_again_adds_nothing_to_the_journal(case):
    case.open_vote()
    for _ in range(2):
        case.vote("teacher1", C, D)
    entries = Entry.objects.filter(action="appeal_vote_cast")
    assert entries.count() == 1
    assert not {"outcome", "outcomes", str(C)} & {str(value) for value in entries.get().content.values()}


def test_at_the_deadline_enough_votes_decide_and_too_few_lead_back(case):
    case.open_vote()
    for login in ("chair1", "teacher1"):
        case.vote(login, C, D)
    assert not end_next()
    made_late(case.appeal)
    assert end_next()
    row = case.fresh()
    assert (row.state, Ballot.objects.count(), row.due_at > timezone.now()) == (AppealState.ACCEPTED, 0, True)
    assert "2" in row.steps.last().reason
    assert Entry.objects.get(action="appeal_vote_ended").content["counts"] == {}
    case.open_vote()
    for login in ("chair1", "teacher1", "student1"):
        case.vote(login, C, D)
    made_late(case.appeal)
    assert end_next()
    assert case.fresh().state == AppealState.VOTED
    assert not end_next()


def test_one_line_that_ties_ties_the_case(case):
    case.open_vote()
    for number, user in enumerate(case.voters):
        case.vote(user.username, C, D if number % 2 else U)
    assert case.appeal.state == AppealState.TIED


def test_the_vote_of_who_stands_aside_is_not_counted(case):
    case.open_vote()
    case.vote("teacher1", U, U)
    seat = PanelMember.objects.get(member__user__username="teacher1")
    recuse(panel_member=seat, reason="I taught her.", by=case.user("teacher1"))
    assert not any(sum(tally.counts.values()) for tally in vote_of(case.fresh()).tallies.values())
    for login in ("chair1", "teacher2", "teacher-sub1", "student1", "student2", "student3"):
        case.vote(login, C, D)
    assert case.appeal.state == AppealState.VOTED
    assert not Ballot.objects.filter(voter=seat).exists()


def test_who_leaves_the_commission_after_the_vote_has_voted(case):
    case.open_vote().all_vote(C, D)
    case.commission.members.filter(user__username="teacher1").update(removed_at=timezone.now())
    assert [sum(tally.counts.values()) for tally in vote_of(case.appeal).tallies.values()] == [6, 6]


@pytest.mark.parametrize("ends", [True, False])
def test_a_deadline_that_passed_before_the_worker_came_ends_the_vote_all_the_same(case, ends):
    case.open_vote()
    for login in ("chair1", "teacher1", "teacher2"):
        case.vote(login, C, D)
    made_late(case.appeal)
    hearing = {"at": in_hours(2), "link": "", "place": "204", "by": case.user("chair1")}
    refused("closed", deciding.set_hearing, appeal=case.fresh(), **hearing)
    assert Ballot.objects.count() == 6
    if ends:
        end_next()
    seat = PanelMember.objects.get(member__user__username="teacher1")
    deciding.stand_aside(seat=seat, reason="I taught her.", by=case.user("chair1"))
    assert case.fresh().state == AppealState.VOTED
    assert Ballot.objects.count() == 6


def test_a_member_who_appeals_meanwhile_stops_no_vote(case, exam, admin):
    case.open_vote()
    member = case.user("student3").student
    filed_appeal(member, exam, release=released_attempt(member, exam, admin))
    PanelMember.objects.filter(member__is_substitute=True).delete()
    case.commission.members.filter(is_substitute=True).update(removed_at=timezone.now())
    for login in ("chair1", "teacher1", "teacher2", "student1"):
        case.vote(login, C, D)
    assert case.fresh().state == AppealState.VOTING
    deciding.bring_together(appeal=case.appeal, by=case.user("secretary1"))
    assert case.fresh().state == AppealState.VOTING
    case.vote("student2", C, D)
    assert case.fresh().state == AppealState.VOTED


@pytest.mark.parametrize("at_deadline", [True, False])
def test_the_vote_of_who_gets_a_conflict_meanwhile_is_not_counted(case, exam, admin, at_deadline):
    case.open_vote()
    case.vote("student3", U, U)
    member = case.user("student3").student
    filed_appeal(member, exam, release=released_attempt(member, exam, admin))
    told = {line.uuid: U for line in case.appeal.lines.all()}
    refused("right", deciding.cast_votes, appeal=case.appeal, outcomes=told, by=member.user)
    for login in ("chair1", "teacher1", "teacher2"):
        case.vote(login, C, D)
    seat = PanelMember.objects.get(member__user=member.user)
    assert seat.conflicts == ["own_appeal"] and seat.recused_at and seat.recused_by is None
    assert PanelMember.objects.get(in_place_of=seat).member.user.username == "student-sub1"
    if at_deadline:
        made_late(case.appeal)
        assert end_next()
    else:
        for login in ("student1", "student2", "student-sub1"):
            case.vote(login, C, D)
    assert case.fresh().state == AppealState.VOTED
    first, second = vote_of(case.appeal).tallies.values()
    assert first.counts[U] == second.counts[U] == 0
    assert not Ballot.objects.filter(voter=seat).exists()


def test_a_conflict_that_comes_after_the_last_vote_is_seen_when_it_is_counted(case, exam, admin):
    case.open_vote()
    for login in ("chair1", "teacher1", "teacher2", "student3"):
        case.vote(login, C, D)
    member = case.user("student3").student
    filed_appeal(member, exam, release=released_attempt(member, exam, admin))
    made_late(case.appeal)
    assert end_next()
    counts = Entry.objects.get(action="appeal_vote_ended").content
    assert counts["voted"] == 3 and all(sum(line.values()) == 3 for line in counts["counts"].values())


def test_who_is_removed_after_the_deadline_has_voted_before_the_worker_came(case, registrar):
    case.open_vote()
    for login in ("chair1", "teacher1", "teacher2"):
        case.vote(login, C, D)
    made_late(case.appeal)
    remove_member(member=CommissionMember.objects.get(user__username="teacher1"), by=registrar)
    assert case.fresh().state == AppealState.VOTED
    assert [sum(tally.counts.values()) for tally in vote_of(case.appeal).tallies.values()] == [3, 3]
    assert PanelMember.objects.get(member__user__username="teacher1").recused_at


def test_who_is_removed_before_the_deadline_has_not_and_the_vote_may_end_with_that(case, registrar):
    case.open_vote()
    case.commission.members.filter(is_substitute=True).update(removed_at=timezone.now())
    for user in case.voters[:-1]:
        case.vote(user.username, C, D)
    remove_member(member=CommissionMember.objects.get(user=case.voters[-1]), by=registrar)
    assert case.fresh().state == AppealState.VOTED
    assert Ballot.objects.count() == 10
