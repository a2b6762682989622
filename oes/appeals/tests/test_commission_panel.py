"""Who decides a case, who stands aside, and who may open it."""

import pytest
from django.utils import timezone

from conftest import make_student, make_user
from oes.accounts.models import Role
from oes.appeals import panel
from oes.appeals.models import Appeal, AppealRules, PanelMember
from oes.appeals.moving import AppealRefused
from oes.appeals.tests.commission_scene import add_seat, make_appeal, make_commission, make_period, seat_of
from oes.domain.appeal_state import AppealState
from oes.exams.models import ExamDuty, Faculty, Subject, Teaching
from oes.journal.models import Entry
from oes.notices.models import Notice
from oes.review.services import record_verdict
from tests.scenes import sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def period(organisation):
    return make_period(organisation)


@pytest.fixture
def commission(period, admin):
    return make_commission(period, admin)


@pytest.fixture
def appeal(commission, period, aigerim, exam):
    return make_appeal(aigerim, exam, period)


def sitting(appeal):
    return [seat.member.user.username for seat in panel.sitting(appeal)]


def proctors(commission, exam, login, admin):
    user = seat_of(commission, login).user
    ExamDuty.objects.create(exam=exam, user=user, duty=ExamDuty.Duty.PROCTOR, added_by=admin)
    return user


def test_the_members_sit_in_the_panel_and_the_substitutes_wait(appeal, admin, commission):
    seats = panel.open_panel(appeal=appeal, by=admin)
    assert len(seats) == 7
    assert sitting(appeal) == ["chair", "secretary", "teacher1", "teacher2", "student1", "student2", "student3"]
    assert panel.missing(appeal) == []
    assert appeal.commission == commission
    assert "secretary" not in [seat.member.user.username for seat in panel.voters(appeal)]


def test_who_has_a_conflict_is_replaced_by_a_substitute_of_the_role(appeal, admin, commission, exam):
    proctors(commission, exam, "teacher1", admin)
    proctors(commission, exam, "teacher3", admin)
    panel.open_panel(appeal=appeal, by=admin)
    gone = PanelMember.objects.get(member__user__username="teacher1")
    assert (gone.conflicts, gone.recused_by) == (["proctored"], None)
    assert gone.recused_at
    assert "teacher1" not in sitting(appeal)
    assert "teacher3" not in sitting(appeal)
    assert gone.substitutes.get().member.user.username == "teacher4"


def test_without_a_free_substitute_the_panel_says_what_it_lacks(appeal, admin, commission, exam):
    proctors(commission, exam, "chair", admin)
    proctors(commission, exam, "chair2", admin)
    panel.open_panel(appeal=appeal, by=admin)
    assert panel.missing(appeal) == ["chair"]
    assert panel.chair_of(appeal) is None
    add_seat(commission, "chair3", "chair", admin, substitute=True)
    panel.open_panel(appeal=appeal, by=admin)
    assert panel.missing(appeal) == []
    assert panel.chair_of(appeal).member.user.username == "chair3"


def test_bringing_it_together_twice_changes_nothing(appeal, admin, commission, exam):
    proctors(commission, exam, "teacher1", admin)
    panel.open_panel(appeal=appeal, by=admin)
    before = sitting(appeal)
    panel.open_panel(appeal=appeal, by=admin)
    assert sitting(appeal) == before
    assert appeal.panel.count() == 8
    assert Entry.objects.filter(action="panel_opened").count() == 1


def test_no_panel_before_the_appeal_is_accepted_or_without_a_commission(appeal, admin, exam, daniyar):
    appeal.state = AppealState.FILED
    appeal.save()
    with pytest.raises(AppealRefused, match="state"):
        panel.open_panel(appeal=appeal, by=admin)
    elsewhere = make_appeal(daniyar, exam, make_period(appeal.organisation, "Summer"))
    with pytest.raises(AppealRefused, match="no_commission"):
        panel.open_panel(appeal=elsewhere, by=admin)


def test_the_facultys_own_commission_comes_first(appeal, admin, period, organisation):
    faculty = Faculty.objects.create(organisation=organisation, name="IT")
    other = Faculty.objects.create(organisation=organisation, name="Law")
    own = make_commission(period, admin, faculty=faculty, seats=[])
    assert panel.commission_for(make_appeal_of(appeal, faculty)) == own
    assert panel.commission_for(make_appeal_of(appeal, other)).faculty is None
    own.appointed_at = None
    own.save()
    assert panel.commission_for(make_appeal_of(appeal, faculty)).faculty is None


def make_appeal_of(appeal, faculty):
    appeal.faculty = faculty
    return appeal


def test_somebody_stands_aside_by_the_own_word_with_a_reason(appeal, admin, commission):
    panel.open_panel(appeal=appeal, by=admin)
    seat = PanelMember.objects.get(member__user__username="teacher2")
    with pytest.raises(AppealRefused, match="reason"):
        panel.recuse(panel_member=seat, reason=" ", by=seat.member.user)
    panel.recuse(panel_member=seat, reason="My nephew", by=seat.member.user)
    panel.recuse(panel_member=seat, reason="again", by=seat.member.user)
    seat.refresh_from_db()
    assert (seat.recusal_reason, seat.recused_by) == ("My nephew", seat.member.user)
    assert "teacher3" in sitting(appeal)
    assert "teacher4" not in sitting(appeal)
    told = list(Notice.objects.filter(kind="appeal").values_list("user__username", "text"))
    assert sorted(login for login, _text in told) == sorted([*sitting(appeal), "teacher2"]), "each once"
    assert not [text for _login, text in told if appeal.student.full_name in text]


def test_only_oneself_chair_secretary_and_office_may_say_so(appeal, admin, commission):
    panel.open_panel(appeal=appeal, by=admin)
    seat = PanelMember.objects.get(member__user__username="teacher2")
    with pytest.raises(AppealRefused, match="right"):
        panel.recuse(panel_member=seat, reason="x", by=seat_of(commission, "teacher1").user)
    panel.recuse(panel_member=seat, reason="x", by=seat_of(commission, "secretary").user)
    assert "teacher2" not in sitting(appeal)


def test_who_may_open_a_case_and_what_they_see(appeal, admin, commission, registrar, outsider, aigerim):
    panel.open_panel(appeal=appeal, by=admin)
    AppealRules.objects.create(organisation=appeal.organisation, names_shown=False)
    seen = {
        login: panel.case_of(seat_of(commission, login).user, appeal)
        for login in ("chair", "secretary", "teacher1", "student1", "teacher3", "chair2")
    }
    assert seen["teacher3"] is None, "a substitute who was not called"
    assert seen["chair2"] is None
    assert seen["teacher1"].may_vote
    assert not seen["secretary"].may_vote
    assert [seen[login].names_shown for login in ("secretary", "teacher1", "student1")] == [True, False, False]
    assert not seen["student1"].faces_shown
    assert seen["teacher1"].faces_shown
    assert panel.case_of(registrar, appeal).role == "office"
    assert panel.case_of(outsider, appeal) is None
    assert panel.case_of(aigerim.user, appeal) is None


def test_a_student_member_never_sees_contacts_and_sees_faces_when_agreed(appeal, admin, commission):
    panel.open_panel(appeal=appeal, by=admin)
    user = seat_of(commission, "student1").user
    assert panel.case_of(user, appeal).names_shown
    assert not panel.case_of(user, appeal).contacts_shown
    appeal.faces_agreed = True
    assert panel.case_of(user, appeal).faces_shown


def test_a_conflict_closes_the_case_for_everybody(appeal, admin, commission, exam, registrar):
    secretary = proctors(commission, exam, "secretary", admin)
    ExamDuty.objects.create(exam=exam, user=registrar, duty=ExamDuty.Duty.OBSERVER, added_by=admin)
    assert panel.case_of(secretary, appeal) is None
    assert panel.case_of(registrar, appeal) is None


def test_who_stood_aside_or_left_the_commission_opens_nothing(appeal, admin, commission):
    panel.open_panel(appeal=appeal, by=admin)
    seat = PanelMember.objects.get(member__user__username="chair")
    user = seat.member.user
    assert panel.case_of(user, appeal)
    panel.recuse(panel_member=seat, reason="x", by=user)
    assert panel.case_of(user, appeal) is None
    gone = seat_of(commission, "teacher1")
    gone.removed_at = timezone.now()
    gone.save()
    assert panel.case_of(gone.user, appeal) is None
    assert appeal not in panel.cases_of(gone.user)


def test_a_refused_opening_is_kept_in_the_journal_once_an_hour(appeal, admin, commission, exam):
    user = proctors(commission, exam, "teacher1", admin)
    assert panel.opened_case(user=user, appeal=appeal) is None
    assert panel.opened_case(user=user, appeal=appeal) is None
    entry = Entry.objects.get(action="appeal_case_refused")
    assert (entry.actor, entry.content["conflicts"]) == (user.uuid, ["proctored"])
    assert panel.opened_case(user=seat_of(commission, "chair").user, appeal=appeal)
    assert Entry.objects.filter(action="appeal_case_refused").count() == 1


def test_it_finds_who_taught_judged_or_studies_with_the_student(appeal, admin, commission, exam, aigerim):
    subject = Subject.objects.create(organisation=exam.organisation, period=appeal.period, code="DB", title="DB")
    taught = seat_of(commission, "teacher1").user
    Teaching.objects.create(subject=subject, teacher=taught, study_group=aigerim.study_group)
    fellow = make_student(exam.organisation, "fellow", "Fellow", aigerim.study_group.code).user
    judge = make_user(exam.organisation, "judge", Role.REVIEWER)
    record_verdict(attempt=sit(aigerim, exam), honest=False, reason="x", by=judge)
    later = make_appeal(aigerim, exam, appeal.period, state=AppealState.CLOSED, due_at=None)
    found = panel.conflicts_of(later, [taught, fellow, judge, aigerim.user, admin])
    assert {key: [str(code) for code in codes] for key, codes in found.items()} == {
        taught.pk: ["taught"],
        fellow.pk: ["same_group"],
        judge.pk: ["reviewed"],
        aigerim.user.pk: ["same_person", "same_group", "own_appeal"],
        admin.pk: [],
    }
    assert not panel.conflicts_of(appeal, [judge])[judge.pk], "what is judged after the filing is the case itself"


def test_conflicts_of_thirty_people_cost_what_those_of_one_do(appeal, commission, django_assert_num_queries):
    users = [member.user for member in commission.members.select_related("user")]
    appeal.student  # noqa: B018
    with django_assert_num_queries(8):
        panel.conflicts_of(appeal, users)


def test_opening_a_case_costs_the_same_for_each_role(appeal, admin, commission, registrar, django_assert_num_queries):
    panel.open_panel(appeal=appeal, by=admin)
    for user, queries in ((seat_of(commission, "teacher1").user, 10), (registrar, 11)):
        fresh = Appeal.objects.select_related("student", "organisation", "commission").get(pk=appeal.pk)
        with django_assert_num_queries(queries):
            assert panel.case_of(user, fresh)
