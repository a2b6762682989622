"""A commission is set up, appointed, and loses a member."""

from datetime import date

import pytest

from conftest import make_student
from oes.accounts.models import Role, User
from oes.appeals import calendar_services, panel
from oes.appeals.commission_queries import lacks_of
from oes.appeals.commission_services import (
    CommissionRefused,
    OrderFile,
    add_member,
    appoint,
    remove_member,
    save_commission,
)
from oes.appeals.deadlines import calendar_of, rules_of
from oes.appeals.models import AppealRules, Commission, CommissionMember, Holiday
from oes.appeals.tests.commission_scene import add_seat, make_appeal, make_commission, make_period, seat_of
from oes.domain.quotas import DEFAULT, Room
from oes.journal.models import Entry
from oes.lib import blobs
from oes.notices.models import Notice

pytestmark = pytest.mark.django_db
PDF = OrderFile("бұйрық.pdf", b"%PDF-1.4 order")


@pytest.fixture
def period(organisation):
    return make_period(organisation)


@pytest.fixture
def commission(period, registrar):
    row = Commission(
        organisation=period.organisation, period=period, order_number="12-n", order_date=date(2026, 1, 5), quorum=3
    )
    return save_commission(commission=row, rooms=DEFAULT, order=PDF, by=registrar)


def fill(commission, by, *, without=()):
    for login, role in (("chair", "chair"), ("sec", "secretary"), ("t1", "teacher"), ("t2", "teacher")):
        add_seat(commission, login, role, by)
    for login in ("s1", "s2", "s3"):
        add_seat(commission, login, "student", by)
    commission.members.filter(user__username__in=without).delete()


def test_it_is_appointed_when_quotas_quorum_and_order_are_met(commission, registrar):
    assert len(lacks_of(commission)) == 4, "each unmet quota is named"
    with pytest.raises(CommissionRefused, match="lacks"):
        appoint(commission=commission, by=registrar)
    fill(commission, registrar)
    row = appoint(commission=commission, by=registrar)
    assert row.appointed_by == registrar
    assert appoint(commission=commission, by=registrar).appointed_at == row.appointed_at
    assert Notice.objects.filter(kind="commission").count() == 7, "each member is told once"
    entry = Entry.objects.get(action="commission_appointed")
    assert len(entry.content["members"]) == 7
    assert entry.content["order_sha256"] == row.order_sha256


def test_substitutes_fill_no_quota_and_one_too_many_is_named(commission, registrar):
    fill(commission, registrar, without=("t1", "t2"))
    add_seat(commission, "t5", "teacher", registrar, substitute=True)
    add_seat(commission, "s4", "student", registrar)
    told = lacks_of(commission)
    assert len(told) == 2
    assert "2" in told[0]
    assert "1" in told[1]


def test_the_order_is_sealed_and_a_new_file_replaces_it(commission, registrar, django_capture_on_commit_callbacks):
    old = commission.order_blob
    assert blobs.read(old) == PDF.body
    assert PDF.body not in blobs.path_of(old).read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        save_commission(commission=commission, rooms=DEFAULT, order=OrderFile("2.pdf", b"%PDF-2"), by=registrar)
    assert blobs.read(commission.order_blob) == b"%PDF-2"
    assert not blobs.is_there(old)


def test_a_form_sent_twice_makes_one_commission(commission, registrar):
    again = Commission(
        uuid=commission.uuid, organisation=commission.organisation, period=commission.period, order_number="x"
    )
    assert save_commission(commission=again, rooms=DEFAULT, order=None, by=registrar) == commission
    assert Commission.objects.count() == 1


def test_an_appointed_commission_stays_one(commission, registrar):
    fill(commission, registrar)
    row = appoint(commission=commission, by=registrar)
    more = [Room("chair", 1, 1), Room("secretary", 1, 1), Room("teacher", 3, 23), Room("student", 3, 3)]
    with pytest.raises(CommissionRefused, match="lacks"):
        save_commission(commission=row, rooms=more, order=None, by=registrar)
    assert row.quotas.get(role="teacher").minimum == 2


def test_a_seat_gives_the_role_and_taking_it_takes_the_role(commission, registrar, organisation):
    student = make_student(organisation, "member", "Member", "X-1").user
    seat = add_member(commission=commission, user=student, role="student", is_substitute=False, by=registrar)
    assert add_member(commission=commission, user=student, role="student", is_substitute=True, by=registrar) == seat
    held = {grant.role for grant in User.objects.get(pk=student.pk).roles.all()}
    assert held == {Role.STUDENT, Role.COMMISSION}
    seat = CommissionMember.objects.get(pk=seat.pk)
    remove_member(member=seat, by=registrar)
    remove_member(member=seat, by=registrar)
    assert {grant.role for grant in User.objects.get(pk=student.pk).roles.all()} == {Role.STUDENT}
    seat.refresh_from_db()
    assert seat.removed_at
    assert Entry.objects.filter(action="commission_member_removed").count() == 1


def test_the_role_stays_while_another_seat_needs_it(commission, registrar, teacher, organisation):
    other = make_commission(make_period(organisation, "Summer"), registrar, seats=[])
    for one in (commission, other):
        add_member(commission=one, user=teacher, role="teacher", is_substitute=False, by=registrar)
    remove_member(member=CommissionMember.objects.get(commission=other), by=registrar)
    assert User.objects.get(pk=teacher.pk).has_role(Role.COMMISSION)


@pytest.mark.parametrize("role", ["student", "nobody"])
def test_students_sit_as_students_and_nobody_from_elsewhere_sits(commission, registrar, teacher, outsider, role):
    user = teacher if role == "student" else outsider
    with pytest.raises(CommissionRefused, match="person"):
        add_member(commission=commission, user=user, role=role, is_substitute=False, by=registrar)


def test_nobody_gives_a_seat_to_themself_or_beyond_the_own_right(commission, registrar, admin):
    for user, code in ((registrar, "role_own"), (admin, "role_not_yours")):
        with pytest.raises(CommissionRefused, match=code):
            add_member(commission=commission, user=user, role="teacher", is_substitute=False, by=registrar)
    assert not commission.members.exists()


def test_who_leaves_the_commission_leaves_its_panels_for_a_substitute(period, registrar, aigerim, exam):
    row = make_commission(period, registrar)
    appeal = make_appeal(aigerim, exam, period)
    panel.open_panel(appeal=appeal, by=registrar)
    remove_member(member=seat_of(row, "chair"), by=registrar)
    assert panel.chair_of(appeal).member.user.username == "chair2"


def test_the_rules_and_the_calendar_move_deadlines(organisation, registrar):
    rules = rules_of(organisation)
    rules.filing_days, rules.works_on_saturday = 2, True
    calendar_services.save_rules(rules=rules, by=registrar)
    calendar_services.save_rules(rules=AppealRules.objects.get(), by=registrar)
    assert Entry.objects.filter(action="appeal_rules_saved").count() == 1
    days = [(date(2026, 3, 9), "Women"), (date(2026, 3, 9), "again")]
    assert calendar_services.add_days(organisation=organisation, days=days, works=False, by=registrar) == 1
    assert calendar_services.add_days(organisation=organisation, days=days, works=True, by=registrar) == 0
    calendar = calendar_of(organisation)
    assert not calendar.is_working(date(2026, 3, 9))
    assert calendar.is_working(date(2026, 3, 7))
    calendar_services.remove_day(holiday=Holiday.objects.get(), by=registrar)
    assert calendar_of(organisation).is_working(date(2026, 3, 9))
