"""The registrar's pages of commissions, rules and holidays."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from oes.appeals.models import AppealRules, Commission, Holiday
from oes.appeals.tests.commission_scene import add_seat, make_commission, make_period

pytestmark = pytest.mark.django_db


@pytest.fixture
def period(organisation):
    return make_period(organisation)


@pytest.fixture
def page(client, registrar):
    client.force_login(registrar, "oes.accounts.backends.OrganisationBackend")
    return client


def filled(period, **more):
    quotas = {
        "chair": (1, 1), "secretary": (1, 1), "teacher": (2, 23), "student": (3, 3),
    }  # fmt: skip
    told = {"uuid": uuid4(), "period": period.uuid, "order_number": "12", "order_date": "2026-01-05", "quorum": 4}
    for role, (least, most) in quotas.items():
        told |= {f"min_{role}": least, f"max_{role}": most}
    return told | more


def test_a_commission_is_made_once_by_a_double_click(page, period):
    told = filled(period)
    for _ in range(2):
        told["order"] = SimpleUploadedFile("o.pdf", b"%PDF-1.4")
        assert page.post(reverse("appeals:commission_new"), told).status_code == 302
    row = Commission.objects.get()
    assert row.quotas.get(role="teacher").maximum == 23
    answer = page.get(reverse("appeals:commission_order", args=[row.uuid]))
    assert b"".join(answer) == b"%PDF-1.4"
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"min_teacher": 4, "max_teacher": 3}, "max_teacher"),
        ({"quorum": 7}, "quorum"),
        ({"quorum": 0}, "quorum"),
        ({"max_student": 2000}, "max_student"),
        ({"order": SimpleUploadedFile("o.pdf", b"MZ program")}, "order"),
        ({"order_date": "1026-01-05"}, "order_date"),
        ({"period": "nonsense"}, "period"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(page, period, wrong, field):
    answer = page.post(reverse("appeals:commission_new"), filled(period, order_number="77-k") | wrong)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert "77-k" in answer.content.decode()
    assert not Commission.objects.exists()


def test_a_second_commission_of_the_same_faculty_is_refused(page, period, registrar):
    make_commission(period, registrar, seats=[])
    answer = page.post(reverse("appeals:commission_new"), filled(period))
    assert "faculty" in answer.context["form"].errors


def test_members_are_found_added_and_taken_out(page, period, registrar, teacher, aigerim):
    row = make_commission(period, registrar, seats=[], appointed=False)
    address = reverse("appeals:commission", args=[row.uuid])
    found = page.get(address, {"role": "student", "q": "айгерім"}).context["found"]
    assert [one.user for one in found] == [aigerim.user]
    assert not page.get(address, {"role": "teacher", "q": "айгерім"}).context["found"]
    told = {"role": "teacher", "user": teacher.uuid, "substitute": "yes"}
    page.post(reverse("appeals:commission_member_add", args=[row.uuid]), told)
    member = row.members.get()
    assert member.is_substitute
    page.post(reverse("appeals:commission_member_remove", args=[row.uuid, member.uuid]))
    assert not row.members.filter(removed_at=None).exists()
    page.post(reverse("appeals:commission_member_add", args=[row.uuid]), {"role": "x", "user": "y"})
    assert row.members.count() == 1


def test_appointing_says_each_quota_that_is_not_met(page, period, registrar):
    row = make_commission(period, registrar, appointed=False, seats=[("chair", "chair", False)])
    answer = page.post(reverse("appeals:commission_appoint", args=[row.uuid]), follow=True)
    assert len(answer.context["lacks"]) == 5
    row.refresh_from_db()
    assert row.appointed_at is None
    for text in answer.context["lacks"]:
        assert text in answer.content.decode()


def test_the_pages_cost_the_same_with_many_rows(page, period, registrar, organisation, django_assert_max_num_queries):
    row = make_commission(period, registrar)
    page.get(reverse("appeals:commissions"))
    with django_assert_max_num_queries(12) as one:
        page.get(reverse("appeals:commissions"))
    with django_assert_max_num_queries(17) as small:
        page.get(reverse("appeals:commission", args=[row.uuid]), {"role": "student"})
    for number in range(5):
        add_seat(row, f"more{number}", "student", registrar)
        make_commission(make_period(organisation, f"P{number}"), registrar, seats=[])
    with django_assert_max_num_queries(len(one)):
        page.get(reverse("appeals:commissions"))
    with django_assert_max_num_queries(len(small)):
        page.get(reverse("appeals:commission", args=[row.uuid]), {"role": "student"})


def test_the_table_is_saved_whole(page, period, registrar):
    make_commission(period, registrar)
    text = page.get(reverse("appeals:commissions"), {"export": "csv"}).content.decode()
    assert len(text.splitlines()) == 11


def test_the_rules_are_kept_and_nonsense_is_refused(page, organisation):
    told = {"filing_days": 2, "answer_days": 1, "office_days": 1, "deciding_days": 5, "names_shown": "on"}
    assert page.post(reverse("appeals:rules"), told | {"filing_days": 0}).status_code == 200
    assert not AppealRules.objects.exists()
    assert page.post(reverse("appeals:rules"), told).status_code == 302
    assert AppealRules.objects.get().filing_days == 2
    assert not AppealRules.objects.get().secret_votes


def test_the_years_holidays_are_proposed_and_taken_by_choice(page, organisation):
    address = reverse("appeals:holidays")
    proposed = page.get(address, {"year": "2026"}).context["proposed"]
    assert len(proposed) == 20
    days = [row.day.isoformat() for row, _title in proposed][:2]
    for _ in range(2):
        page.post(reverse("appeals:holidays_take"), {"year": "2026", "day": [*days, "2026-02-02", "x"]})
    assert Holiday.objects.count() == 2
    assert len(page.get(address, {"year": "2026"}).context["proposed"]) == 18
    for _ in range(2):
        page.post(reverse("appeals:holiday_remove"), {"day": days[0]})
    assert Holiday.objects.count() == 1


def test_a_day_is_entered_once_and_nonsense_years_show_this_one(page, organisation):
    address = reverse("appeals:holidays")
    told = {"day": "2026-05-27", "title": "Құрбан айт"}
    assert page.post(address, told).status_code == 302
    again = page.post(address, told)
    assert "day" in again.context["form"].errors
    assert "Құрбан айт" in again.content.decode()
    assert page.post(address, {"day": "0001-01-01"}).status_code == 200
    for year in ("", "x", "99999", "٢٠٢٦"):
        assert page.get(address, {"year": year}).status_code == 200
