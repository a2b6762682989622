"""What a hostile student tries with breaks, extra minutes and tiers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conftest import make_user
from oes.attempts.breaks import grant
from oes.attempts.models import Attempt, Pause
from oes.attempts.services import AttemptRefused, end_attempt, open_attempt
from oes.domain.accommodation import Terms
from oes.exams.models import Exam
from oes.recorder.tests.test_api import Page
from oes.recorder.tests.test_fairness_api import allow, sit
from oes.recordings.expiry import close_next
from oes.recordings.models import ClientEvent, Gap, Run
from oes.violations.models import Trust, Violation
from oes.violations.services import rebuild
from tests.scenes import add_segment


@pytest.fixture
def rested(enrolment, admin) -> Attempt:
    """An hour into an exam; two breaks with ten minutes together are granted."""
    allow(enrolment, admin, breaks=2, break_minutes=10)
    attempt = sit(enrolment)
    return back(attempt, 3600)


def back(attempt: Attempt, seconds: float) -> Attempt:
    Attempt.objects.filter(pk=attempt.pk).update(started_at=timezone.now() - timedelta(seconds=seconds))
    attempt.refresh_from_db()
    return attempt


def age_pause(attempt: Attempt, seconds: float) -> None:
    start = attempt.elapsed_seconds(timezone.now()) - seconds
    Pause.objects.filter(attempt=attempt, end_seconds=None).update(start_seconds=start)


def test_taking_and_ending_twice_gives_no_second_break(rested):
    page = Page(rested)
    assert [page.post("/pause", {}).json()["break"]["left"] for _ in range(3)] == [1, 1, 1]
    assert [page.post("/resume", {}).json()["break"]["left"] for _ in range(3)] == [1, 1, 1]
    assert Pause.objects.count() == 1
    assert page.post("/pause", {}).status_code == 200
    page.post("/resume", {})
    assert (page.post("/pause", {}).status_code, page.post("/pause", {}).json()["code"]) == (409, "no_break")


def test_an_endless_break_is_no_longer_a_break(rested):
    page = Page(rested)
    page.post("/pause", {})
    age_pause(rested, 1800)
    rested.refresh_from_db()
    assert rested.paused_so_far(timezone.now()) == pytest.approx(600, abs=1)
    told = page.post("/resume", {}).json()
    assert told["break"]["left"] == 0
    rested.refresh_from_db()
    assert rested.paused_seconds == pytest.approx(600, abs=1)
    rebuild(end_attempt(attempt=rested, source="student"))
    late = Gap.objects.filter(attempt=rested, reason="late_return", track="camera")
    assert sum(g.end_seconds - g.start_seconds for g in late) == pytest.approx(1200, abs=5)


def test_who_never_comes_back_is_closed(rested):
    Page(rested).post("/pause", {})
    age_pause(rested, 3000)
    Run.objects.filter(attempt=rested).update(last_seen_at=timezone.now() - timedelta(minutes=40))
    assert close_next()
    rested.refresh_from_db()
    assert (rested.state, rested.end_source) == ("expired", "silent")
    assert not Pause.objects.filter(end_seconds=None).exists()


@pytest.mark.parametrize("state", ["created", "submitted", "expired", "terminated"])
def test_no_break_without_a_running_exam(enrolment, admin, state):
    allow(enrolment, admin, breaks=2, break_minutes=10)
    if state == "created":
        attempt = open_attempt(enrolment=enrolment, text_version="1", language="kk", user_agent="")
    else:
        source = {"submitted": "student", "expired": "silent", "terminated": "staff"}[state]
        attempt = end_attempt(attempt=sit(enrolment), source=source)
    page = Page(attempt)
    assert page.post("/pause", {}).status_code == 409
    assert page.post("/resume", {}).status_code == 409
    assert not Pause.objects.exists()


def test_a_break_hides_no_switch_that_began_before_or_ends_after(rested):
    for n, (kind, at) in enumerate([("heartbeat", 1800), ("left", 1990.0), ("returned", 2700.0), ("heartbeat", 3500)]):
        ClientEvent.objects.create(
            attempt=rested, source="embed", run_key="8a4e9d10-0000-4000-8000-000000000001", sequence=n, kind=kind,
            at_seconds=at, received_at=timezone.now(),
        )  # fmt: skip
    Pause.objects.create(attempt=rested, start_seconds=2000, end_seconds=2600, most_seconds=600)
    Attempt.objects.filter(pk=rested.pk).update(paused_seconds=600)
    rebuild(rested)
    found = Violation.objects.get(kind="window_switch")
    assert (found.start_seconds, found.end_seconds) == (1990.0, 2700.0)
    line = Trust.objects.get(attempt=rested).lines.get(violation=found)
    assert line.counted_seconds == pytest.approx(110, abs=0.1)


def test_breaks_do_not_hold_the_exam_open_beyond_what_was_granted(rested, exam):
    Exam.objects.filter(pk=exam.pk).update(closes_at=timezone.now() - timedelta(minutes=11))
    Page(rested).post("/pause", {})
    age_pause(rested, 1500)
    Run.objects.filter(attempt=rested).update(last_seen_at=timezone.now() - timedelta(seconds=90))
    assert close_next()
    rested.refresh_from_db()
    assert rested.has_ended


def test_what_is_uploaded_in_a_break_is_no_evidence_lost(rested):
    Page(rested).post("/pause", {})
    age_pause(rested, 300)
    add_segment(rested, 3400)
    rebuild(rested)
    rested.refresh_from_db()
    assert rested.state == "paused"


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b"null", b'{"a": NaN}', b'{"x": "\\ud800"}'])
@pytest.mark.parametrize("call", ["/pause", "/resume", "/ready", "/start", "/finish", "/rehearsal", "/events"])
def test_no_nonsense_breaks_a_call(rested, body, call):
    page = Page(rested)
    answer = Client().post(page.base + call, body, content_type="application/json", headers=page.headers)
    assert answer.status_code < 500


def test_the_tier_cannot_change_while_the_exam_runs(rested):
    page = Page(rested)
    for tier in ("B", "C", "S", None, 5, ["A"], "A"):
        assert page.post("/ready", {"tier": tier}).json()["state"] == "started"
    rested.refresh_from_db()
    assert rested.tier == "A"


@pytest.mark.parametrize("name", ["grants", "reapplied"])
@pytest.mark.parametrize("role", ["student", "proctor"])
def test_only_administrators_grant(rested, organisation, client, name, role):
    client.force_login(make_user(organisation, "somebody", role))
    address = reverse(f"review:{name}", args=[rested.uuid])
    assert client.post(address, {"extra_minutes": 60, "breaks": 3, "break_minutes": 60}).status_code == 403
    assert rested.allowances.count() == 1


def test_a_grant_on_top_is_bounded_by_state(rested, admin):
    grant(attempt=rested, terms=Terms(breaks=1, break_minutes=5), by=admin)
    end_attempt(attempt=rested, source="student")
    with pytest.raises(AttemptRefused, match="wrong_state"):
        grant(attempt=rested, terms=Terms(extra_minutes=5), by=admin)
