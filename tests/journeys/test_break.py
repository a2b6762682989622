"""A student with an accommodation takes a break and comes back; the report says so, and nothing else happened."""

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Scene, sign_in, until
from tests.journeys.student import Sitting

RULES = {
    "grace_seconds": 5.0,
    "minimum_seconds": 20.0,
    "segment_seconds": 4.0,
    "most_violations": 10,
    "random_checks": 0,
    "coverage_minimum": 0.6,
}
ALLOW = """
from django.utils import timezone
from oes.accounts.models import User
from oes.exams.models import Accommodation, Student
from oes.exams.services import add_accommodation
allowed = dict(breaks=1, break_minutes=1, extra_minutes=5, kinds_off=["looked_away"])
row = Accommodation(student=Student.objects.get(), valid_from=timezone.localdate(), reason="why", **allowed)
add_accommodation(accommodation=row, by=User.objects.get(username="admin"))
"""
BREAK_SECONDS = 6
DURATIONS = """select paused_seconds, (julianday(ended_at) - julianday(started_at)) * 86400
    from attempts_attempt"""
LIVE = "document.querySelectorAll('video[data-preview]')[0].srcObject"


@pytest.mark.browser
@pytest.mark.models
def test_a_break(scene, browser, calm):
    own = scene(**RULES)
    own.own.run("shell", "-v", "0", "-c", ALLOW)
    sitting = Sitting(browser(camera=calm).new_context(locale="ru-RU"), own)
    sitting.come_to_ok()
    sitting.press_ok()
    page = sitting.page
    page.wait_for_timeout(12_000)
    expect(page.locator("#exam-violations")).to_contain_text("10")
    take_a_break(page, own)
    page.wait_for_timeout(9_000)
    until(lambda: checked(own), seconds=30, what="the face after the break")
    sitting.finish()
    until(lambda: own.rows("select 1 from violations_trust where is_final"), seconds=60, what="the final trust")
    check_rows(own)
    reviewer = browser().new_context(locale="en-US").new_page()
    sign_in(reviewer, own.own.url, "admin", "administration")
    check_report(reviewer, own)


def take_a_break(page: Page, own: Scene) -> None:
    """Take a break, load the page anew in it, as people do, and come back."""
    page.click("#exam-break")
    page.click("#exam-break-yes")
    page.wait_for_selector("#break-back", state="visible")
    until(lambda: page.evaluate(LIVE) is None, seconds=5, what="the camera to go off")
    assert own.rows("select state from attempts_attempt") == [("paused",)]
    page.reload()
    page.wait_for_selector("#break-left", state="visible")
    page.wait_for_timeout(BREAK_SECONDS * 1000)
    page.click("#break-back")
    page.wait_for_selector("#exam-open", state="visible")


def checked(own: Scene) -> bool:
    return bool(own.rows("select 1 from attempts_identitycheck where moment = 'break' and done_at is not null"))


def check_rows(own: Scene) -> None:
    ((start, end),) = own.rows("select start_seconds, end_seconds from attempts_pause")
    assert end - start >= BREAK_SECONDS
    recorded = own.rows(
        "select 1 from recordings_segment s join recordings_track t on t.id = s.track_id"
        f" where t.kind in ('camera', 'screen') and s.started_seconds > {start + 1} and s.ended_seconds < {end - 1}"
    )
    assert not recorded, "something was recorded in the break"
    gaps = own.rows("select track, reason, end_seconds - start_seconds from recordings_gap")
    assert sorted(track for track, reason, _ in gaps if reason == "pause") == ["camera", "screen"], gaps
    ((paused, whole),) = own.rows(DURATIONS)
    assert paused == pytest.approx(end - start, abs=0.01)
    check_coverage(own, whole - paused, [(track, length) for track, reason, length in gaps if reason != "pause"])


def check_coverage(own: Scene, judged: float, gaps: list[tuple[str, float]]) -> None:
    """The break is not counted among what is missing; a busy machine may lose pictures besides."""
    ((state, coverage),) = own.rows("select state, coverage from violations_trust")
    lost = max(sum(length for track, length in gaps if track == kind) for kind in ("camera", "screen"))
    assert state == "stated"
    assert coverage > 0.9 - lost / judged, (coverage, gaps, judged)


def check_report(page: Page, own: Scene) -> None:
    uuid = UUID(own.rows("select uuid from attempts_attempt")[0][0])
    page.goto(f"{own.own.url}/attempts/{uuid}/photo-report/")
    expect(page.locator("body")).to_contain_text("Granted breaks")
    expect(page.locator("body")).to_contain_text("Verification - Face, after a break")
    page.goto(f"{own.own.url}/attempts/{uuid}/detailed/")
    expect(page.locator(".fact-line")).to_contain_text("1 granted break")
    until(lambda: page.locator(".lane .pause").count() >= 2, seconds=15, what="the break on the strip")
