"""The demo's exam session: made once, without a clash, and still going on weeks later."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from demo.people import make_institution
from demo.screen import EXAM_TITLE
from demo.term import make_term
from oes.exams.models import Exam, ExamPeriod, Format, SeatBooking
from oes.journal.models import Entry
from oes.portal.conflicts import conflicts_of
from oes.portal.session import session_of
from oes.portal.waiting import states_of


@pytest.fixture
def institution(db, tmp_path: Path):
    return make_institution(testing_system="http://127.0.0.1:8001", sign_ins=tmp_path / "sign-ins.json")


def test_it_is_made_once_and_has_no_clash(institution):
    period = make_term(institution)
    entries = Entry.objects.count()
    assert make_term(institution) == period
    assert Entry.objects.count() == entries
    Exam.objects.filter(title=EXAM_TITLE).update(closes_at=timezone.now())  # as the attempt's seeding does
    session = session_of(period)
    conflicts = conflicts_of(session)
    assert (conflicts.hard, conflicts.clashing_students, conflicts.clashing_staff) == (0, 0, 0)
    assert SeatBooking.objects.count() == 2
    kinds = {state.kind for state in states_of(session, timezone.now())}
    assert {"application_undecided", "problem_unanswered"} <= kinds


def test_weeks_later_it_still_goes_on(institution):
    period = make_term(institution)
    past = timezone.now() - timedelta(days=3)
    ExamPeriod.objects.update(ends_on=past.date(), applications_until=past.date())
    Exam.objects.filter(format=Format.WRITTEN).update(closes_at=past)
    make_term(institution)
    period.refresh_from_db()
    assert period.ends_on > timezone.localdate() < period.applications_until
    assert Exam.objects.get(format=Format.WRITTEN).closes_at > timezone.now()
