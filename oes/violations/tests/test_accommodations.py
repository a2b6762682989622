"""An accommodation's lines are shown with 0; pauses are neither exam nor gap; the student's counter counts the rest."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from oes.attempts.breaks import reapply_accommodations
from oes.attempts.models import Attempt, Pause
from oes.exams.models import Accommodation
from oes.exams.services import add_accommodation
from oes.journal.models import Entry
from oes.recordings.models import ClientEvent, Gap
from oes.recordings.services import ToldEvent, record_events
from oes.violations import services
from oes.violations.models import StudentSummary, Violation
from oes.violations.tests.scenes import film, sat
from oes.violations.tests.test_rebuild import PAGE, POLICY, sitting

SECRET = "only the administration reads this"


def allow(enrolment, admin, *kinds: str) -> None:
    row = Accommodation(
        student=enrolment.student, kinds_off=list(kinds), reason=SECRET,
        valid_from=timezone.localdate() - timedelta(days=2),
    )  # fmt: skip
    add_accommodation(accommodation=row, by=admin)


def pause(attempt: Attempt, start: float, end: float, most: float = 900.0) -> None:
    Pause.objects.create(attempt=attempt, start_seconds=start, end_seconds=end, most_seconds=most)
    granted = min(end - start, most)
    Attempt.objects.filter(pk=attempt.pk).update(paused_seconds=granted)
    attempt.refresh_from_db()


def test_a_helper_is_shown_and_weighs_nothing(enrolment, admin, signed_in, settings):
    settings.LANGUAGE_CODE = "en"
    allow(enrolment, admin, "second_person", "background_person")
    attempt = sat(enrolment, seconds=160.0, policy=POLICY)
    film(attempt, sitting(160, absent=(60, 80), second=(100, 110)))
    trust = services.rebuild(attempt)
    lines = {line.violation.kind: line for line in trust.lines.all()}
    assert (lines["second_person"].deduction, lines["second_person"].by_accommodation) == (0, True)
    assert (lines["nobody_in_frame"].deduction, lines["nobody_in_frame"].by_accommodation) == (7.0, False)
    assert trust.percent == 93
    assert StudentSummary.objects.get().direct_violations == 1
    for name in ("review:detailed", "reports:photo"):
        page = signed_in(admin).get(reverse(name, args=[attempt.uuid])).content.decode()
        assert "0, by accommodation" in page
        assert SECRET not in page


def test_applying_an_accommodation_anew_changes_the_percent_and_the_journal_says_so(enrolment, admin):
    attempt = sat(enrolment, seconds=160.0, policy=POLICY)
    film(attempt, sitting(160, second=(100, 110)))
    assert services.rebuild(attempt).percent == 89
    allow(enrolment, admin, "second_person")
    assert services.rebuild(attempt).percent == 89
    reapply_accommodations(attempt=attempt, by=admin)
    assert services.rebuild(attempt).percent == 100
    services.rebuild(attempt)
    told = Entry.objects.filter(action="trust_stated").order_by("pk")
    assert [entry.content["percent"] for entry in told] == [89, 100]


def test_a_break_is_a_gap_of_its_own_and_no_missing_recording(enrolment):
    attempt = sat(enrolment, seconds=260.0, policy=POLICY)
    film(attempt, [f for f in sitting(260) if not 96 <= f.at_seconds < 200])
    pause(attempt, 96.0, 200.0, most=80.0)
    trust = services.rebuild(attempt)
    gaps = [(g.reason, g.start_seconds, g.end_seconds) for g in Gap.objects.filter(track="camera")]
    assert gaps == [("pause", 96.0, 176.0), ("late_return", 176.0, 200.0)]
    assert trust.coverage == pytest.approx((260 - 30 - 80 - 24) / (260 - 30 - 80))
    assert trust.counted_seconds == pytest.approx(150)
    assert StudentSummary.objects.get().displayed_minutes == 3


def test_the_report_counts_a_break_among_no_gaps(enrolment, admin, signed_in, settings):
    settings.LANGUAGE_CODE = "en"
    attempt = sat(enrolment, seconds=260.0, policy=POLICY)
    film(attempt, [f for f in sitting(260) if not 96 <= f.at_seconds < 200])
    pause(attempt, 96.0, 200.0)
    services.rebuild(attempt)
    page = signed_in(admin).get(reverse("review:detailed", args=[attempt.uuid])).content.decode()
    assert "1 granted break, 1 min" in page
    assert "gap in the recording" not in page


def test_leaving_the_exams_page_for_a_break_is_no_switch(enrolment):
    attempt = sat(enrolment, seconds=400.0, policy=POLICY)
    pause(attempt, 100.0, 300.0)
    told = [(95.0, "left"), (308.0, "returned"), (350.0, "left"), (360.0, "returned")]
    record_events(
        attempt=attempt, source=ClientEvent.Source.EMBED, page=PAGE,
        events=[ToldEvent(n, kind, at) for n, (at, kind) in enumerate(told)],
    )  # fmt: skip
    services.rebuild(attempt)
    assert [(v.start_seconds, v.end_seconds) for v in Violation.objects.all()] == [(350.0, 360.0)]


def test_who_stays_away_from_the_exam_long_after_a_break_has_switched(enrolment):
    attempt = sat(enrolment, seconds=400.0, policy=POLICY)
    pause(attempt, 100.0, 300.0, most=100.0)
    told = [(95.0, "left"), (390.0, "returned")]
    record_events(
        attempt=attempt, source=ClientEvent.Source.EMBED, page=PAGE,
        events=[ToldEvent(n, kind, at) for n, (at, kind) in enumerate(told)],
    )  # fmt: skip
    (line,) = services.rebuild(attempt).lines.all()
    assert line.counted_seconds == pytest.approx(295 - 100)


def test_the_students_counter_leaves_out_grace_and_accommodated_ones(enrolment, admin):
    allow(enrolment, admin, "second_person")
    attempt = sat(enrolment, seconds=160.0, policy=POLICY)
    film(attempt, sitting(160, absent=(4, 20), second=(100, 110)))
    services.rebuild(attempt)
    attempt.refresh_from_db()
    assert Violation.objects.count() == 2
    assert (attempt.shown_violations, attempt.shown_newest) == (0, [])


def test_the_students_counter_lists_the_newest_first(enrolment):
    attempt = sat(enrolment, seconds=160.0, policy=POLICY)
    film(attempt, sitting(160, absent=(60, 80), second=(100, 110)))
    services.rebuild(attempt)
    attempt.refresh_from_db()
    assert attempt.shown_violations == 2
    assert attempt.shown_newest == [["second_person", 100.0, 110.0, ""], ["nobody_in_frame", 60.0, 80.0, ""]]
