"""What the photo report says (G16, G17, G19; G12 for the first minutes)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oes.exams.models import Place, Seat, SeatBooking
from oes.reports.queries import photo_report, started_attempt
from tests.scenes import start


@pytest.fixture
def report(judged, organisation):
    attempt = started_attempt(judged.uuid, organisation)
    return photo_report(attempt=attempt, organisation=organisation, now=timezone.now())


def one(report, caption: str):
    return next(entry for entry in report.entries if caption in entry.caption)


def test_the_header_names_the_student_the_exam_and_the_rules(report, aigerim):
    facts = dict(report.facts)
    assert facts["Full name"] == aigerim.full_name
    assert facts["Group"] == "ИС-21-1"
    assert facts["Record book number"] == aigerim.record_book_number
    assert facts["Room number"] == "204"
    assert facts["Session of"] == "02.03.2026 10:15:21"
    assert facts["Duration"] == "1 hour, 0 minutes"
    assert facts["Time zone"] == "Asia/Almaty, UTC+05:00"
    assert facts["Rules, version"] == "1"


def test_it_counts_violations_but_neither_steps_nor_faults(report):
    assert (report.total, report.direct, report.technical) == (5, 2, 1)
    assert report.direct_percent == 40


def test_entries_stand_in_order_of_time_with_the_steps_among_them(report):
    moments = [entry.at for entry in report.entries]
    assert moments == sorted(moments)
    captions = [entry.caption for entry in report.entries]
    assert captions[:2] == ["Verification - Screen", "Verification - Face, at the start"]
    assert captions[2] == "Test of opening the screen"
    assert captions[-1] == "Verification - Face, after the end"


def test_steps_weigh_nothing_and_are_no_violations(report):
    step = one(report, "Test of opening the screen")
    assert (step.level, step.weight) == ("check", "")
    assert "weighs nothing" in step.remarks[-1]


def test_a_time_is_a_range_or_one_moment(report):
    assert one(report, "Nobody").when == "02-03-2026 10:25:21 - 10:27:01"
    assert one(report, "Second person").when == "02-03-2026 10:30:21"


def test_the_first_minutes_are_shown_and_weigh_nothing(report):
    first = one(report, "turned away")
    assert (first.weight, first.remarks) == ("0", ("first 3 minutes: 0",))


def test_what_crosses_the_limit_is_counted_from_there(report):
    crossing = [entry for entry in report.entries if "turned away" in entry.caption][1]
    assert crossing.weight == "−2"  # 1 + 0.05 * 20 s
    assert "only what lies after" in crossing.remarks[0]


def test_grades_are_named(report):
    nobody = one(report, "Nobody")
    assert nobody.grade.word == "provisional"
    assert "honest footage; the rate may be as high as" in nobody.grade.text
    assert one(report, "Poor light").remarks == ("for information, does not weigh",)
    assert one(report, "No connection").remarks == ("technical, does not weigh",)


def test_the_weights_add_up_to_what_trust_lacks(report):
    lost = sum(float(entry.weight.replace("−", "")) for entry in report.entries if entry.weight)
    assert report.trust.percent == round(100 - lost)


def test_the_box_is_told_beside_the_picture_and_may_be_missing(report):
    box = one(report, "Second person").picture.box
    assert (box.left, box.top, box.width, box.height) == (70, 10, 20, 40)
    assert one(report, "Nobody").picture.box is None
    assert one(report, "No connection").picture is None


def test_marks_are_listed(report):
    assert report.marks == ("Ended 12 minutes early without the testing system's word",)


def test_a_random_check_that_never_came_is_left_out_after_the_end_and_told_before_it(judged, organisation):
    judged.identitychecks.filter(moment="random").update(done_at=None, blob_key="")
    judged.identitychecks.create(moment="random", at_seconds=99_999)
    report = photo_report(
        attempt=started_attempt(judged.uuid, organisation), organisation=organisation, now=timezone.now()
    )
    told = [entry.remarks[0] for entry in report.entries if "random" in entry.caption]
    assert told == ["not done"]


def test_without_trust_it_says_that_nothing_is_judged_yet(daniyar, exam, organisation):
    attempt = started_attempt(start(daniyar, exam).uuid, organisation)
    report = photo_report(attempt=attempt, organisation=organisation, now=timezone.now())
    assert (report.trust.number, report.state) == ("-", "Not analysed yet")
    assert dict(report.facts)["End"] == "still running"


def test_a_share_of_nothing_is_zero(daniyar, exam, organisation):
    attempt = started_attempt(start(daniyar, exam).uuid, organisation)
    assert photo_report(attempt=attempt, organisation=organisation, now=timezone.now()).direct_percent == 0


def test_midnight_between_start_and_end_shows_both_days(judged, organisation):
    judged.started_at = judged.started_at.replace(hour=18, minute=49)
    judged.ended_at = judged.started_at + timedelta(hours=1)
    judged.save()
    attempt = started_attempt(judged.uuid, organisation)
    report = photo_report(attempt=attempt, organisation=organisation, now=timezone.now())
    assert one(report, "Nobody").when == "02-03-2026 23:59:21 - 03-03-2026 00:01:01"


def test_the_number_of_queries_is_fixed(judged, organisation, django_assert_num_queries):
    with django_assert_num_queries(18):
        attempt = started_attempt(judged.uuid, organisation)
        photo_report(attempt=attempt, organisation=organisation, now=timezone.now())


def test_a_booked_seat_stands_in_the_header(judged, organisation, admin):
    enrolment, start = judged.enrolment, judged.started_at
    place = Place.objects.create(organisation=organisation, name="Library 12", kind="cameras")
    seat = Seat.objects.create(place=place, number=7)
    SeatBooking.objects.create(
        seat=seat,
        enrolment=enrolment,
        starts_at=start - timedelta(minutes=5),
        ends_at=start + timedelta(hours=2),
        code="A",
    )
    report = photo_report(attempt=judged, organisation=organisation, now=timezone.now())
    assert ("Room number", "Library 12") in report.facts and ("Seat", "7 (booked, not let in)") in report.facts
    SeatBooking.objects.update(checked_in_at=start)
    assert ("Seat", "7") in photo_report(attempt=judged, organisation=organisation, now=timezone.now()).facts
