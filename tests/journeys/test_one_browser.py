"""What one browser can do to a recording: a second tab, a cleared storage, another student at the same computer."""

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.journeys.conftest import Scene, sign_in, until
from tests.journeys.student import Sitting

RULES = {
    "grace_seconds": 2.0, "minimum_seconds": 10.0, "segment_seconds": 4.0, "random_checks": 0, "show_counter": True,
}  # fmt: skip
LEASE_SECONDS = 6
"""The first tab asks every 4 s whether it still records."""
OTHER = """
from conftest import make_student
from oes.accounts.models import Organisation, User
from oes.exams.models import Enrolment, Exam
s = make_student(Organisation.objects.get(), "daniyar", "Ахметов Данияр Ерланұлы", "ВТ-20-3")
User.objects.filter(username="daniyar").update(password=User.objects.get(username="aigerim").password)
Enrolment.objects.create(exam=Exam.objects.get(), student=s)
"""
GAPS = """select track, reason, start_seconds, end_seconds from recordings_gap
    where not (reason = 'unknown' and end_seconds - start_seconds < 2) order by start_seconds"""
"""Without the moments in which the camera of a busy machine stood still."""
SEGMENTS = """select a.uuid, t.kind, r.number, s.sequence, s.started_seconds, s.ended_seconds, s.sha256
    from recordings_segment s join recordings_track t on t.id = s.track_id join recordings_run r on r.id = s.run_id
    join attempts_attempt a on a.id = t.attempt_id where t.kind in ('camera', 'screen') order by s.started_seconds"""


@pytest.fixture
def context(browser, calm) -> BrowserContext:
    return browser(camera=calm).new_context(locale="ru-RU")


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.models
def test_a_second_tab_takes_over_and_a_cleared_storage_loses_only_what_was_not_sent(scene, context):
    own = scene(**RULES)
    sitting = Sitting(context, own)
    sitting.come_to_ok()
    sitting.press_ok()
    first = sitting.page
    stored(own, "camera", at_least=1)
    second = take_over(context, first)
    sitting.page = second
    stored(own, "screen", at_least=1, run=2)

    lost_from, lost_to = clear_storage_offline(context, second)
    kept = len(own.rows(SEGMENTS))
    expect(second.locator("#trouble-store")).to_be_visible()
    stored(own, "camera", at_least=2, run=2, after=lost_to)
    assert len(own.rows(SEGMENTS)) > kept

    second.reload()
    sign_in(second, own.own.url, "aigerim", "student")
    second.goto(first.url)
    if second.locator("#elsewhere-take").is_visible():
        second.click("#elsewhere-take")
    second.click("#resume-go")
    second.wait_for_selector("#exam-time", state="visible")
    second.wait_for_timeout(5000)
    sitting.finish()
    until(lambda: own.rows("select 1 from violations_trust where is_final"), seconds=60, what="the final trust")
    check_nothing_double(own)
    check_gaps(own, lost_from, lost_to)


def stored(own: Scene, track: str, *, at_least: int, run: int = 1, after: float = 0.0) -> None:
    """Wait until so many segments of a run, begun after a moment of the attempt, are on the server."""
    until(
        lambda: sum(row[1:3] == (track, run) and row[4] >= after for row in own.rows(SEGMENTS)) >= at_least,
        seconds=60, what=f"{at_least} segments of {track}, run {run}",
    )  # fmt: skip


def take_over(context: BrowserContext, first: Page) -> Page:
    """Open the recorder a second time and record there: the first tab lets go of camera and screen."""
    second = context.new_page()
    second.goto(first.url)
    second.click("#elsewhere-take")
    second.click("#resume-go")
    second.wait_for_selector("#exam-time", state="visible")
    first.wait_for_selector("#elsewhere-take", state="visible", timeout=LEASE_SECONDS * 2000)
    live = "[...document.querySelectorAll('video')].some(v => v.srcObject && v.srcObject.active)"
    assert not first.evaluate(live), "the first tab still has the camera"
    return second


def clear_storage_offline(context: BrowserContext, page: Page) -> tuple[float, float]:
    """Lose the connection, and then all that the browser keeps for us; return from when to when, in exam seconds."""
    clock = "document.getElementById('exam-time').textContent.split(':').reduce((sum, part) => sum * 60 + +part, 0)"
    context.set_offline(True)
    lost_from = page.evaluate(clock)
    waiting = "+document.getElementById('exam-waiting').textContent"
    enough = page.evaluate(waiting) + 2  # what was on its way when the line broke may be in hand, and not lost
    until(lambda: page.evaluate(waiting) >= enough, seconds=30, what="a queue")
    devtools = context.new_cdp_session(page)
    origin = page.evaluate("location.origin")
    devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    context.clear_cookies()
    lost_to = page.evaluate(clock)
    page.wait_for_selector("#trouble-store", timeout=15_000)
    context.set_offline(False)
    return lost_from, lost_to


def check_nothing_double(own: Scene) -> None:
    """Each segment is there once, and the two tabs recorded together no longer than the first could not know."""
    rows = own.rows(SEGMENTS)
    assert len({row[6] for row in rows}) == len(rows)
    for track in ("camera", "screen"):
        ends = max(row[5] for row in rows if row[1:3] == (track, 1))
        begins = min(row[4] for row in rows if row[1:3] == (track, 2))
        assert ends - begins < LEASE_SECONDS, (track, begins, ends)


def check_gaps(own: Scene, lost_from: float, lost_to: float) -> None:
    """What was cleared before it was sent is a gap with its reason; all else is there, but for tab changes."""
    gaps = own.rows(GAPS)
    for track in ("camera", "screen"):
        lost = [(start, end) for kind, reason, start, end in gaps if (kind, reason) == (track, "recording_lost")]
        assert lost, gaps
        assert lost_from - 6 <= lost[0][0] < lost[-1][1] <= lost_to + 6, (gaps, lost_from, lost_to)
    assert {reason for _, reason, _, _ in gaps} <= {"recording_lost", "reload", "offline"}, gaps
    assert not own.rows("select unreadable_reason from recordings_segment where unreadable_reason != ''")


@pytest.mark.browser
@pytest.mark.models
def test_a_borrowed_computer_sends_the_other_students_rest_and_shows_nothing_of_it(scene, context):
    own = scene(**RULES)
    own.own.run("shell", "-v", "0", "-c", OTHER)
    attempt, waiting = leave_a_rest(own, context)
    before = set(own.rows(SEGMENTS))
    page = context.new_page()
    sent: list[tuple[str, str]] = []
    page.on("request", lambda request: note_call(request, sent))
    borrow(page, own)
    until(lambda: len(own.rows(SEGMENTS)) >= len(before) + len(waiting), seconds=30, what="the rest")

    arrived = set(own.rows(SEGMENTS)) - before
    assert {row[0] for row in arrived} == {attempt}, "the rest came under another attempt"
    assert {row[6] for row in arrived} >= set(waiting)
    lenders = {token for path, token in sent if attempt in path.replace("-", "")}
    borrowers = {token for path, token in sent if attempt not in path.replace("-", "")}
    assert len(lenders) == 1
    assert not lenders & borrowers
    shown = page.inner_text("body")
    assert "Данияр" in shown
    assert "Нұрсұлтанқызы" not in shown
    assert page.text_content("#exam-waiting") == "0"
    until(lambda: not page.evaluate(WAITING), seconds=10, what="an empty queue")


def leave_a_rest(own: Scene, context: BrowserContext) -> tuple[str, list[str]]:
    """Record, lose the connection, close the tab, sign out; return the attempt and the hashes that still wait."""
    lender = Sitting(context, own)
    lender.come_to_ok()
    lender.press_ok()
    stored(own, "camera", at_least=1)
    context.set_offline(True)
    queued = "+document.getElementById('exam-waiting').textContent"
    until(lambda: lender.page.evaluate(queued) >= 4, seconds=30, what="a queue")
    waiting = lender.page.evaluate(WAITING)
    assert waiting
    lender.page.close(run_before_unload=False)
    context.set_offline(False)
    context.clear_cookies()
    ((attempt,),) = own.rows("select uuid from attempts_attempt")
    return attempt, waiting


def borrow(page: Page, own: Scene) -> None:
    """Another student signs in, and checks the camera for an exam of their own."""
    sign_in(page, own.own.url, "daniyar", "student")
    page.goto(f"{own.own.url}/exams/{own.uuids['exam']}/")
    page.click("button[name=answer][value=accept]")
    page.click("#fact-camera-action")
    page.wait_for_selector("#fact-camera.good")


WAITING = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open('oes-recorder');
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const asked = opening.result.transaction('segments').objectStore('segments').getAll();
    asked.onsuccess = () => {
      opening.result.close();
      resolve(asked.result.filter(one => !one.track.startsWith('check_')).map(one => one.sha256));
    };
  };
})"""


def note_call(request: Request, sent: list[tuple[str, str]]) -> None:
    """Note where a call of the recorder goes, and with which token."""
    if "/api/v1/attempts/" in request.url:
        sent.append((request.url, request.headers.get("authorization", "")))
