"""One exam for real: recorded in a browser, judged by the machine, read and decided by a person."""

import io
import re
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.message import Message
from itertools import pairwise

import numpy as np
import pypdf
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from demo.clip import Scenes, frames
from oes.analysis.media import sampled
from tests.installations import stored
from tests.journeys.conftest import Scene, sign_in, until
from tests.journeys.films import FRAMES_PER_SECOND
from tests.journeys.student import Sitting

SCENES = ((0, 20, "normal"), (20, 30, "absent"), (30, 44, "normal"), (44, 54, "second"), (54, 85, "normal"))
CORNER = 48
MARKS = {"normal": 20, "absent": 130, "second": 240}
CAMERA_LAG_SECONDS = 8.0
"""A fake camera on a busy machine shows its frames late; when the page asked for it says roughly where they lie."""
STILL_SECONDS = 3.0
"""Two looks a second apart, joined over two seconds: the rules bridge no more."""
EDGE_SECONDS = 2.0
RULES = {"grace_seconds": 3.0, "minimum_seconds": 20.0, "segment_seconds": 4.0}


@pytest.mark.alone
@pytest.mark.browser
@pytest.mark.models
def test_a_whole_exam(scene, browser, films):
    own = scene(**RULES)
    camera = films.film("exam", lambda: marked(frames(SCENES, frames_per_second=FRAMES_PER_SECOND)))
    sitting = Sitting(browser(camera=camera).new_context(locale="kk-KZ"), own)
    sitting.come_to_ok()
    zero = sitting.press_ok()
    sitting.enter_exam()
    wait_for_clip(sitting.page, zero, 33)
    left, back = sitting.look_elsewhere(6)
    wait_for_clip(sitting.page, zero, 65)  # well after the scene: a fake camera may show it late
    sitting.page.bring_to_front()
    sitting.reload_and_go_on()
    sitting.page.wait_for_timeout(9_000)
    sitting.answer_all()
    sitting.finish()
    until(lambda: own.rows("select 1 from violations_trust where is_final"), seconds=60, what="the final trust")
    until(lambda: joined(own) == 2, seconds=30, what="the joined files")

    started = attempt_start(own)
    at = {name: shown(own, name) for name in ("absent", "second")} | {"left": (left - started, back - started)}
    for name in ("absent", "second"):
        assert at[name][0] == pytest.approx(zero - started + scene_start(name), abs=CAMERA_LAG_SECONDS), at
    check_violations(own, at)
    reviewer = browser().new_context(locale="ru-RU").new_page()
    sign_in(reviewer, own.own.url, "admin", "administration")
    check_students_page(reviewer, own)
    check_detailed_report(reviewer, own, at)
    check_photo_report(reviewer, own)


def scene_start(name: str) -> float:
    """Return when a scene begins on the clip's clock."""
    return next(start for start, _, what in SCENES if what == name)


def marked(pictures: Iterable[np.ndarray], scenes: Scenes = SCENES) -> Iterator[np.ndarray]:
    """Paint a corner of each frame in the grey of its scene, so that the recording itself tells what it shows."""
    for number, picture in enumerate(pictures):
        at = number / FRAMES_PER_SECOND
        scene = next((what for start, end, what in scenes if start <= at < end), "normal")
        painted = picture.copy()
        painted[-CORNER:, -CORNER:] = MARKS[scene]
        yield painted


def shown(own: Scene, name: str) -> tuple[float, float]:
    """Return from when to when the stored recording shows a scene, in seconds of the attempt.

    It ends where the camera of a busy machine stood still for longer than the rules bridge: nobody knows what was then.
    """
    segments = own.rows(
        "select started_seconds, blob_key from recordings_segment s join recordings_track t on t.id = s.track_id"
        " where t.kind = 'camera' order by started_seconds"
    )
    seen = sorted(
        start + picture.at_seconds
        for start, key in segments
        for picture in sampled(stored(own.own, key), per_second=5)
        if abs(picture.rgb[-CORNER // 2 :, -CORNER // 2 :].mean() - MARKS[name]) < 30
    )
    stops = (here for here, following in pairwise(seen) if following - here > STILL_SECONDS)
    return seen[0], next(stops, seen[-1])


def wait_for_clip(page: Page, zero: float, seconds: float) -> None:
    page.wait_for_timeout(max(0.0, zero + seconds - time.time()) * 1000)


def attempt_start(own: Scene) -> float:
    ((told,),) = own.rows("select started_at from attempts_attempt")
    return datetime.fromisoformat(told + "+00:00").timestamp()


def joined(own: Scene) -> int:
    return len(own.rows("select 1 from recordings_joinedfile"))


def check_violations(own: Scene, at: dict[str, tuple[float, float]]) -> None:
    """Each thing that happened is found at its time, and nothing else that weighs."""
    found = own.rows("select kind, start_seconds, end_seconds from violations_violation order by start_seconds")
    weighed = [(kind, start, end) for kind, start, end in found if kind != "poor_light"]
    assert [kind for kind, _, _ in weighed] == ["nobody_in_frame", "window_switch", "second_person"], found
    for violation, name in zip(weighed, ("absent", "left", "second"), strict=True):
        assert violation[1:] == pytest.approx(at[name], abs=EDGE_SECONDS), (violation, at)
    gaps = own.rows("select track, reason, end_seconds - start_seconds, start_seconds from recordings_gap")
    assert {reason for _, reason, _, _ in gaps} == {"reload"}, gaps
    assert all(length < 15 for _, _, length, _ in gaps), gaps


def check_students_page(page: Page, own: Scene) -> None:
    ((percent, minutes),) = own.rows("select trust_percent, displayed_minutes from violations_studentsummary")
    ((lost,),) = own.rows("select sum(deduction) from violations_ledgerline")
    assert percent == int(100 - lost + 0.5)
    assert 40 <= percent < 100
    page.goto(own.own.url + "/students/")
    row = page.locator("tbody tr", has_text="Нұрсұлтанқызы")
    expect(row).to_contain_text("ИС-21-1")
    expect(row).to_contain_text(f"{percent}%")
    expect(row).to_contain_text(str(minutes))
    row.get_by_role("link").last.click()
    expect(page.locator("body")).to_contain_text("Дерекқор")


def check_detailed_report(page: Page, own: Scene, at: dict[str, tuple[float, float]]) -> None:
    """Both players play and seek on one clock; the verdict is kept."""
    ((uuid,),) = own.rows("select uuid from attempts_attempt")
    page.goto(f"{own.own.url}/attempts/{hyphened(uuid)}/detailed/")
    until(lambda: page.evaluate(READY) == 2, seconds=20, what="both players")
    cards = page.locator(".carousel [data-uuid]")
    expect(cards).to_have_count(3)
    cards.nth(2).click()
    until(lambda: all(abs(t - at["second"][0]) < 4 for t in page.evaluate(TIMES)), seconds=15, what="the seek")
    before = page.evaluate(TIMES)
    page.keyboard.press("Space")
    page.wait_for_timeout(3000)
    page.keyboard.press("Space")
    after = page.evaluate(TIMES)
    assert after != before, "the players do not play"
    assert abs(after[0] - after[1]) < 0.7, after
    page.keyboard.press("x")
    if page.locator("dialog[open] button.is-main, dialog[open] [type=submit]").count():
        page.locator("dialog[open] button.is-main, dialog[open] [type=submit]").first.click()
    until(lambda: own.rows("select honest from review_verdict") == [(0,)], seconds=15, what="the verdict")


READY = "[...document.querySelectorAll('video')].filter(v => v.readyState >= 2).length"
TIMES = "[...document.querySelectorAll('video')].map(v => v.currentTime)"


def check_photo_report(page: Page, own: Scene) -> None:
    """The PDF holds pictures and Kazakh letters, and the mail brings it."""
    ((uuid,),) = own.rows("select uuid from attempts_attempt")
    address = f"{own.own.url}/attempts/{hyphened(uuid)}/photo-report/"
    page.goto(address)
    expect(page.locator("body")).to_contain_text("Нұрсұлтанқызы")
    answer = page.request.get(address.rstrip("/") + ".pdf")
    assert answer.headers["content-type"] == "application/pdf"
    check_pdf(answer.body())
    page.fill("input[type=email]", "dean@example.org")
    page.locator("form", has=page.locator("input[type=email]")).locator("button").last.click()
    # The student gets mails of the own, such as the signed record, at about the same time.
    until(lambda: mails_to(own, "dean@example.org"), seconds=30, what="the mail")
    parts = {part.get_content_type(): part for part in mails_to(own, "dean@example.org")[0].walk()}
    check_pdf(parts["application/pdf"].get_payload(decode=True))


def mails_to(own: Scene, address: str) -> list[Message]:
    return [message for message in own.mail.messages if message["To"] == address]


def check_pdf(body: bytes) -> None:
    """Read the PDF as a reader would: text by its fonts' maps, pictures as pictures."""
    pages = pypdf.PdfReader(io.BytesIO(body)).pages
    text = "".join(page.extract_text() for page in pages)
    assert "Әбдіжәлелқызы Гүлнұр-Аружан Нұрсұлтанқызы" in re.sub(r"\s+", " ", text)
    pictures = [picture for page in pages for picture in page.images]
    assert len(pictures) >= 3
    assert min(Image.open(io.BytesIO(p.data)).size[0] for p in pictures) >= 100


def hyphened(stored: str) -> str:
    """SQLite keeps uuids without hyphens."""
    return f"{stored[:8]}-{stored[8:12]}-{stored[12:16]}-{stored[16:20]}-{stored[20:]}"
