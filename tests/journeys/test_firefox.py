"""A whole exam in Firefox: camera and screen, the testing system's tab, a reload, and all of it on the server."""

from uuid import UUID

import pytest

from oes.analysis.media import sampled
from tests.installations import stored
from tests.journeys.bidi import Bidi, Tab
from tests.journeys.conftest import CODE, PASSWORD, Scene, until
from tests.journeys.firefox import running_firefox

RULES = {"grace_seconds": 2.0, "minimum_seconds": 10.0, "segment_seconds": 4.0, "random_checks": 0}
RECORDED_SECONDS = 12
SEGMENTS = """select t.kind, s.started_seconds, s.ended_seconds, s.blob_key from recordings_segment s
    join recordings_track t on t.id = s.track_id where t.kind in ('camera', 'screen') order by s.started_seconds"""
ARROW_LEFT = "\ue012"
READY = "[...document.querySelectorAll('video')].filter(v => v.readyState >= 2).length"
PLAYED = "[...document.querySelectorAll('video')].filter(v => v.currentTime > 1).length"
MISSING = """select a.track, a.run_number, a.sequence from recordings_announcedsegment a where not exists (
    select 1 from recordings_segment s join recordings_track t on t.id = s.track_id join recordings_run r
    on r.id = s.run_id where t.kind = a.track and r.number = a.run_number and s.sequence = a.sequence)"""
UNREAD = "select 1 from recordings_segment where analysed_at is null and unreadable_reason = ''"


@pytest.mark.browser
@pytest.mark.models
def test_a_whole_exam_in_firefox(scene, tmp_path):
    own = scene(**RULES)
    folder = tmp_path / "firefox"
    folder.mkdir()
    with running_firefox(folder) as browser:
        recorder = browser.tabs()[0]
        come_to_ok(recorder, own)
        recorder.click("#ok-go")
        recorder.wait_for("#exam-open")
        exam = enter_exam(browser, recorder)
        wait_for_clock(recorder, RECORDED_SECONDS)
        recorder.bring_to_front()
        recorder.reload()
        recorder.click("#resume-go")
        recorder.wait_for("#exam-time")
        wait_for_clock(recorder, 2 * RECORDED_SECONDS)
        answer_all(exam)
        finish(recorder)
        until(lambda: own.rows("select 1 from violations_trust where is_final"), seconds=60, what="the final trust")
        until(lambda: len(own.rows("select 1 from recordings_joinedfile")) == 2, seconds=30, what="the joined files")
        browser.sign_out()
        check_report(recorder, own)
    check_attempt(own)
    check_recording(own)


def come_to_ok(page: Tab, own: Scene) -> None:
    """Sign in, consent, share, be checked. The made-up camera shows no face, and nobody is refused for it."""
    enter(page, own, "aigerim", "student")
    page.goto(f"{own.own.url}/exams/{own.uuids['exam']}/")
    page.click("button[name=answer][value=accept]")
    page.click("#fact-camera-action")
    page.wait_for("#fact-camera.good")
    page.click("#fact-screen-action")
    page.click("#device-go")
    for _ in range(2):
        page.click("#identity-check:not([aria-busy])")
        page.wait_for("#identity-answer.busy")
        page.wait_for("#identity-answer:not(.busy)")
    page.click("#identity-go")
    page.wait_for("#ok-go")


def enter(page: Tab, own: Scene, login: str, system: str) -> None:
    page.goto(f"{own.own.url}/sign-in/?system={system}")
    page.type("input[name=username]", login)
    page.type("input[name=password]", PASSWORD)
    page.click("form button.is-main")
    page.until(lambda: "/sign-in/" not in page.address(), what="the sign-in")


def enter_exam(browser: Bidi, recorder: Tab) -> Tab:
    """Open the testing system by its button and begin its test."""
    recorder.click("#exam-open")
    recorder.until(lambda: len(browser.tabs()) == 2, what="the exam's tab")
    exam = next(tab for tab in browser.tabs() if tab != recorder)
    exam.type("input[name=name]", "Айгерім")
    exam.type("input[name=code]", CODE)
    exam.click("form button")
    exam.until(lambda: "/question" in exam.address(), what="the first question")
    return exam


def wait_for_clock(page: Tab, seconds: int) -> None:
    """Wait until the exam's clock on the recorder's page has come so far."""
    shown = "document.getElementById('exam-time').textContent.split(':').reduce((sum, part) => sum * 60 + +part, 0)"
    page.until(lambda: page.evaluate(shown) >= seconds, seconds=60, what=f"{seconds} s of the exam")


def answer_all(exam: Tab) -> None:
    exam.bring_to_front()
    number = "(document.querySelector('input[name=number]') || {}).value || ''"
    while before := exam.evaluate(number):
        exam.click("input[name=answer]")
        exam.click("form button")
        exam.until(lambda before=before: exam.evaluate(number) != before, what="the next question")


def finish(recorder: Tab) -> None:
    recorder.bring_to_front()
    recorder.click("#exam-finish")
    recorder.click("#exam-finish-yes")
    recorder.wait_for("[data-step=done] a")


def check_report(page: Tab, own: Scene) -> None:
    """A reviewer with the same browser reads the tier, and both players play."""
    enter(page, own, "admin", "administration")
    ((uuid,),) = own.rows("select uuid from attempts_attempt")
    page.goto(f"{own.own.url}/attempts/{UUID(uuid)}/detailed/")
    assert "A: " in page.text(".fact-line")
    page.press(ARROW_LEFT * RECORDED_SECONDS)  # 5 s each: to the start, for the first violation may lie in the reload
    page.until(lambda: page.evaluate(READY) == 2, what="both players")
    page.press(" ")
    page.until(lambda: page.evaluate(PLAYED) == 2, what="both players to play")


def check_attempt(own: Scene) -> None:
    """Firefox has no word for what is shared, but by name and shape it is the whole screen: tier A without a mark."""
    assert own.rows("select tier, state from attempts_attempt") == [("A", "submitted")]
    marks = {kind for (kind,) in own.rows("select kind from attempts_attemptmark")}
    assert "screen_unverified" not in marks, marks
    assert "no_local_store" not in marks, marks
    shared = own.rows("select distinct detail from recordings_clientevent where kind = 'screen_shared'")
    assert shared == [("monitor",)]
    told = {kind for (kind,) in own.rows("select kind from recordings_clientevent where source = 'embed'")}
    assert {"exam_started", "exam_ended"} <= told, "the exam's tab was not heard"


def check_recording(own: Scene) -> None:
    """Both tracks are whole but for the reload, and the machine read every segment."""
    assert not own.rows(MISSING)
    assert not own.rows(UNREAD)
    assert not own.rows("select unreadable_reason from recordings_segment where unreadable_reason != ''")
    gaps = own.rows("select track, reason, end_seconds - start_seconds from recordings_gap")
    assert {reason for _, reason, _ in gaps} <= {"reload"}, gaps
    assert all(length < 15 for _, _, length in gaps), gaps
    for kind in ("camera", "screen"):
        segments = [row for row in own.rows(SEGMENTS) if row[0] == kind]
        assert len(segments) >= 5, segments
        for _, start, end, key in segments:
            pictures = list(sampled(stored(own.own, key), per_second=1))
            assert pictures, f"{key} holds no picture"
            assert max(p.at_seconds for p in pictures) <= end - start + 1
