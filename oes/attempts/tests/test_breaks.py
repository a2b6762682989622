"""Accommodations frozen with an attempt, granted breaks, extra minutes, and what closes when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oes.attempts import breaks
from oes.attempts.allowances import closes_at, terms_of
from oes.attempts.models import Allowance, Attempt, AttemptMark, IdentityCheck, Pause
from oes.attempts.services import AttemptRefused, end_attempt, open_attempt, ready_attempt, start_attempt
from oes.domain.accommodation import Terms
from oes.exams.models import Accommodation, Exam
from oes.exams.services import add_accommodation, end_accommodation
from oes.journal.models import Entry

MINUTE = 60.0


@pytest.fixture
def accommodation(aigerim, admin) -> Accommodation:
    row = Accommodation(
        student=aigerim, kinds_off=["looked_away"], breaks=2, break_minutes=15, extra_minutes=30, reason="secret",
        valid_from=timezone.localdate() - timedelta(days=2),
    )  # fmt: skip
    return add_accommodation(accommodation=row, by=admin)


@pytest.fixture
def sitting(accommodation, attempt) -> Attempt:
    return attempt


def pass_time(attempt: Attempt, minutes: float) -> Attempt:
    """Let an attempt have begun so much earlier."""
    Attempt.objects.filter(pk=attempt.pk).update(started_at=attempt.started_at - timedelta(minutes=minutes))
    return Attempt.objects.select_related("enrolment__exam", "enrolment__student", "policy").get(pk=attempt.pk)


def rest(attempt: Attempt, minutes: float) -> Attempt:
    """Take a break of so many minutes."""
    return breaks.end_break(attempt=pass_time(breaks.take_break(attempt=attempt), minutes))


def minutes_of(attempt: Attempt) -> float:
    return attempt.duration_seconds(timezone.now()) / MINUTE


def test_what_is_allowed_is_frozen_at_the_start(sitting, accommodation, admin):
    end_accommodation(accommodation=accommodation, by=admin)
    add_accommodation(
        accommodation=Accommodation(student=accommodation.student, extra_minutes=99, valid_from="2020-01-01"), by=admin
    )
    assert terms_of(sitting) == Terms(frozenset({"looked_away"}), 2, 15, 30)
    (entry,) = Entry.objects.filter(action="allowance_applied")
    assert "secret" not in str(entry.content)


def test_a_person_may_apply_it_anew(sitting, accommodation, admin):
    end_accommodation(accommodation=accommodation, by=admin)
    Attempt.objects.filter(pk=sitting.pk).update(started_at=timezone.now() + timedelta(seconds=1))
    breaks.reapply_accommodations(attempt=sitting, by=admin)
    sitting.refresh_from_db()
    assert terms_of(sitting).is_plain
    assert Entry.objects.filter(action="allowance_applied", actor=admin.uuid).count() == 1
    assert Allowance.objects.count() == 2  # the old row stays
    assert sitting.changed_at is not None


def test_a_plain_student_gets_no_rows(attempt):
    assert terms_of(attempt).is_plain
    assert not Allowance.objects.exists()
    with pytest.raises(AttemptRefused, match="no_break"):
        breaks.take_break(attempt=attempt)
    assert breaks.break_state(attempt, timezone.now()) is None


def test_a_break_stops_the_duration_and_not_the_clock(sitting):
    back = rest(pass_time(sitting, 20), 10)
    assert back.state == "started"
    assert back.clock_seconds(timezone.now()) / MINUTE == pytest.approx(30, abs=0.1)
    assert minutes_of(back) == pytest.approx(20, abs=0.1)
    state = breaks.break_state(back, timezone.now())
    assert (state.left, round(state.seconds / MINUTE), state.is_on) == (1, 5, False)


def test_the_duration_stands_still_while_a_break_lasts(sitting):
    paused = pass_time(breaks.take_break(attempt=pass_time(sitting, 20)), 10)
    assert minutes_of(paused) == pytest.approx(20, abs=0.1)


def test_a_break_ends_in_the_account_after_the_granted_minutes(sitting):
    back = rest(pass_time(sitting, 20), 40)
    assert minutes_of(back) == pytest.approx(20 + 25, abs=0.1)
    state = breaks.break_state(back, timezone.now())
    assert (state.left, state.seconds) == (0, 0)
    with pytest.raises(AttemptRefused, match="no_break"):
        breaks.take_break(attempt=back)


def test_the_number_of_breaks_is_kept(sitting):
    once = rest(rest(sitting, 1), 1)
    with pytest.raises(AttemptRefused, match="no_break"):
        breaks.take_break(attempt=once)


def test_pressing_twice_changes_nothing(sitting):
    breaks.take_break(attempt=sitting)
    breaks.take_break(attempt=sitting)
    assert Pause.objects.count() == 1
    for _ in range(2):
        breaks.end_break(attempt=sitting)
    assert IdentityCheck.objects.filter(moment="break").count() == 1
    told = Entry.objects.filter(action__in=["attempt_paused", "attempt_resumed"])
    assert sorted(told.values_list("action", flat=True)) == ["attempt_paused", "attempt_resumed"]


def test_the_face_is_checked_after_it_and_later_moments_move(sitting):
    IdentityCheck.objects.all().delete()
    for at in (10 * MINUTE, 40 * MINUTE):
        IdentityCheck.objects.create(attempt=sitting, moment="random", at_seconds=at)
    rest(pass_time(sitting, 20), 10)
    planned = list(IdentityCheck.objects.order_by("at_seconds").values_list("moment", "at_seconds"))
    assert [moment for moment, _ in planned] == ["random", "break", "random"]
    assert [at / MINUTE for _, at in planned] == pytest.approx([10, 30.07, 50], abs=0.1)


def test_an_end_in_a_break_closes_it(sitting):
    paused = pass_time(breaks.take_break(attempt=pass_time(sitting, 20)), 10)
    ended = end_attempt(attempt=paused, source="return_link")
    assert (ended.state, Pause.objects.filter(end_seconds=None).exists()) == ("submitted", False)
    assert minutes_of(ended) == pytest.approx(20, abs=0.1)


def test_extra_minutes_and_breaks_move_the_closing_time(sitting):
    exam = sitting.enrolment.exam
    now = timezone.now()
    assert closes_at(sitting, now) == exam.closes_at + timedelta(minutes=30)
    back = rest(sitting, 10)
    late = closes_at(back, timezone.now()) - exam.closes_at
    assert late.total_seconds() / MINUTE == pytest.approx(40, abs=0.1)


def test_a_student_with_extra_minutes_may_still_start_and_others_not(accommodation, exam, enrolment, daniyar):
    opened = open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="")
    ready_attempt(attempt=opened, tier="A")
    Exam.objects.filter(pk=exam.pk).update(closes_at=timezone.now() - timedelta(minutes=10))
    assert start_attempt(attempt=opened).is_running
    other = enrolment.exam.enrolments.create(student=daniyar)
    with pytest.raises(AttemptRefused, match="closed"):
        open_attempt(enrolment=other, text_version="1", language="kk", user_agent="")


def test_an_early_end_is_measured_against_the_students_own_minutes(sitting):
    end_attempt(attempt=pass_time(sitting, 61), source="student")
    assert AttemptMark.objects.get(kind="ended_early").minutes == 28


def test_staff_give_a_running_attempt_more(sitting, admin):
    breaks.grant(attempt=sitting, terms=Terms(breaks=1, break_minutes=5, extra_minutes=10), by=admin)
    assert terms_of(sitting) == Terms(frozenset({"looked_away"}), 3, 20, 40)
    assert Entry.objects.filter(action="allowance_granted", actor=admin.uuid).exists()
    ended = end_attempt(attempt=sitting, source="student")
    with pytest.raises(AttemptRefused):
        breaks.grant(attempt=ended, terms=Terms(extra_minutes=10), by=admin)
