"""A browser that cannot record video sits a whole exam with one picture a second: found, played and printed alike."""

import time

import pytest
from playwright.sync_api import Page, expect

from demo.clip import frames
from oes.analysis.media import probe
from tests.installations import stored as stored_bytes
from tests.journeys.conftest import Scene, sign_in, until
from tests.journeys.films import FRAMES_PER_SECOND
from tests.journeys.student import Sitting
from tests.journeys.test_one_exam import CAMERA_LAG_SECONDS, attempt_start, hyphened, marked, shown

SCENES = ((0, 26, "normal"), (26, 36, "second"), (36, 75, "normal"))
SECOND_AT = 26
LOW_KBPS = 60
RULES = {"grace_seconds": 3.0, "minimum_seconds": 15.0, "segment_seconds": 4.0, "camera_kbps": LOW_KBPS}
OLD_BROWSER = "delete window.MediaRecorder; delete MediaDevices.prototype.getDisplayMedia;"
PLAYS = "[...document.querySelectorAll('video')].map(v => [v.currentTime, v.readyState, v.videoWidth])"
PICTURES = "from recordings_segment s join recordings_track t on t.id = s.track_id where t.kind = 'camera'"


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.models
def test_an_exam_in_pictures(scene, browser, films):
    own = scene(**RULES, challenge_at_start=True)
    camera = films.film("pictures", lambda: marked(frames(SCENES, frames_per_second=FRAMES_PER_SECOND), SCENES))
    context = browser(camera=camera).new_context(locale="ru-RU")
    context.add_init_script(OLD_BROWSER)
    sitting = Sitting(context, own)
    sitting.come_to_ok()  # without the movements that the rules ask for: no blink shows in a picture a second
    zero = sitting.press_ok()
    sitting.enter_exam()
    reviewer = browser().new_context(locale="ru-RU").new_page()
    sign_in(reviewer, own.own.url, "admin", "administration")
    sitting.page.wait_for_timeout(max(0.0, zero + SECOND_AT + 21 - time.time()) * 1000)
    check_it_is_watched_live(reviewer, own)
    sitting.page.bring_to_front()
    sitting.reload_and_go_on()
    sitting.page.wait_for_timeout(9_000)
    sitting.answer_all()
    sitting.finish()
    until(lambda: own.rows("select 1 from violations_trust where is_final"), seconds=60, what="the final trust")
    until(lambda: own.rows("select 1 from recordings_joinedfile"), seconds=30, what="the joined file")

    check_what_is_stored(own)
    second = shown(own, "second")
    assert second[0] == pytest.approx(zero - attempt_start(own) + SECOND_AT, abs=CAMERA_LAG_SECONDS)
    found = own.rows("select kind, start_seconds, end_seconds from violations_violation where kind != 'poor_light'")
    assert [kind for kind, _, _ in found] == ["second_person"], found
    assert found[0][1:] == pytest.approx(second, abs=2.0)
    check_reports(reviewer, own)


def check_it_is_watched_live(page: Page, own: Scene) -> None:
    """Segments play while the exam runs, each made into video once."""
    open_detailed(page, own)
    until(lambda: page.evaluate(PLAYS)[0][1] >= 2, seconds=20, what="the live player")
    assert page.evaluate("document.querySelectorAll('video').length") == 1, "no player for a screen"


def check_what_is_stored(own: Scene) -> None:
    """One JPEG a second within the budget, and nothing lost but the reload."""
    ((tier, state),) = own.rows("select tier, state from attempts_attempt")
    assert (tier, state) == ("C", "submitted")
    assert own.rows(f"select distinct container, codecs {PICTURES}") == [("mov", "vp8")]
    ((size, length),) = own.rows(f"select sum(size), sum(ended_seconds - started_seconds) {PICTURES}")
    kbps = 8 * size / length / 1000
    assert 5 < kbps <= 50, kbps
    stored = own.rows(f"select blob_key, ended_seconds - started_seconds {PICTURES}")
    for key, told in stored:
        assert probe(stored_bytes(own.own, key)).seconds == pytest.approx(told, abs=0.3)
    gaps = own.rows("select reason, end_seconds - start_seconds from recordings_gap where track = 'camera'")
    assert {reason for reason, _ in gaps} == {"reload"}, gaps
    assert sum(length for _, length in gaps) < 15, gaps
    assert {kind for (kind,) in own.rows("select kind from attempts_attemptmark")} >= {"challenge_unchecked"}
    ((trust, coverage),) = own.rows("select state, coverage from violations_trust")
    assert trust != "insufficient_evidence"
    assert coverage > 0.8


def check_reports(page: Page, own: Scene) -> None:
    """Both report pages name the tier; the joined file plays and seeks."""
    uuid = open_detailed(page, own)
    expect(page.locator("body")).to_contain_text("C: ")
    until(lambda: page.evaluate(PLAYS)[0][1] >= 2, seconds=20, what="the player")
    page.locator(".carousel [data-uuid]").first.click()
    until(lambda: page.evaluate(PLAYS)[0][0] > 5, seconds=15, what="the seek")
    before = page.evaluate(PLAYS)[0][0]
    page.keyboard.press("Space")
    until(lambda: page.evaluate(PLAYS)[0][0] > before + 2, seconds=15, what="the pictures to play")
    assert page.evaluate(PLAYS)[0][2] == 320
    page.goto(f"{own.own.url}/attempts/{uuid}/photo-report/")
    expect(page.locator("body")).to_contain_text("C: ")
    pictures = "[...document.images].filter(one => one.naturalWidth >= 100).length"
    until(lambda: page.evaluate(pictures) >= 1, seconds=15, what="a picture on the photo report")


def open_detailed(page: Page, own: Scene) -> str:
    ((uuid,),) = own.rows("select uuid from attempts_attempt")
    page.goto(f"{own.own.url}/attempts/{hyphened(uuid)}/detailed/")
    return hyphened(uuid)
