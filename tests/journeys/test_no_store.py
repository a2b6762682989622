"""A browser without IndexedDB whose line breaks: a minute in memory, then a gap with its reason, nothing lost."""

from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Scene, sign_in, until
from tests.journeys.student import Sitting

RULES = {"grace_seconds": 2.0, "minimum_seconds": 10.0, "segment_seconds": 4.0}
NO_STORE = "Object.defineProperty(window, 'indexedDB', { value: undefined })"
SEGMENTS = "**/segments/**"
TOLD = "select kind, detail from recordings_clientevent where kind like 'bitrate%' or kind like 'storage%' order by id"
STORED = """select t.kind, count(*), max(s.sequence) + 1 from recordings_segment s
    join recordings_track t on t.id = s.track_id where t.kind in ('camera', 'screen') group by t.kind"""


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.models
def test_a_full_memory_is_a_gap_with_its_reason_and_nothing_is_lost(scene, browser, calm):
    own = scene(**RULES)
    context = browser(camera=calm).new_context(locale="en-GB")
    context.add_init_script(NO_STORE)
    sitting = Sitting(context, own)
    page = sitting.page
    sitting.come_to_ok()
    expect(page.locator("#trouble-store")).to_be_visible()
    sitting.press_ok()
    page.wait_for_timeout(6000)
    page.route(SEGMENTS, lambda route: route.abort())
    await_here(page, lambda: ("storage_full", "camera") in own.rows(TOLD), seconds=100)
    expect(page.locator("#trouble-room")).to_be_visible()
    page.wait_for_timeout(4000)
    page.unroute(SEGMENTS)
    page.click("#trouble-room button")
    await_here(page, lambda: ("storage_free", "camera") in own.rows(TOLD), seconds=30)
    page.wait_for_timeout(8000)
    sitting.finish()
    check_rows(own)

    reviewer = browser().new_context(locale="en-GB").new_page()
    sign_in(reviewer, own.own.url, "admin", "administration")
    ((uuid,),) = own.rows("select uuid from attempts_attempt")
    reviewer.goto(f"{own.own.url}/attempts/{UUID(uuid)}/detailed/")
    reviewer.wait_for_function("document.documentElement.outerHTML.includes('No recording: no room left')")


def check_rows(own: Scene) -> None:
    """Look at what the server was left with."""
    until(lambda: own.rows("select 1 from violations_trust where is_final"), seconds=60, what="the final trust")
    assert own.rows(TOLD)[:3] == [("bitrate_lowered", "low"), ("storage_full", "screen"), ("storage_full", "camera")]
    gaps = own.rows("select track, end_seconds - start_seconds from recordings_gap where reason = 'storage_full'")
    assert {track for track, _ in gaps} == {"camera", "screen"}
    assert all(seconds > 2 for _, seconds in gaps)
    stored = own.rows(STORED)
    assert len(stored) == 2
    assert all(count == sequences for _, count, sequences in stored), stored
    assert ("no_local_store",) in own.rows("select kind from attempts_attemptmark")


def await_here(page: Page, condition: Callable[[], object], *, seconds: float) -> None:
    """Wait while the page's requests are answered; `until` would let them stand."""
    for _ in range(int(seconds * 2)):
        if condition():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"waited {seconds:.0f} s in vain")
