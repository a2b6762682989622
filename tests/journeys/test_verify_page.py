"""`verify.html` in Chromium, from a file, without network: a clean pack, a tampered one, a receipt of before."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from bench.packs import Signer, signed, written
from bench.tampering import clean, rebuild_truly, swap_media
from oes.evidence.page import verifier_page
from tests.journeys.conftest import FLAGS, chromium

TRUE = Signer(b"the institution's own secret key")


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    """Return the page as it lies in a folder, in a browser that is offline."""
    (tmp_path / "verify.html").write_text(verifier_page(), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        context = browser.new_context(offline=True, locale="en-GB")
        opened, asked = context.new_page(), []
        opened.on("request", lambda request: asked.append(request.url))
        opened.goto((tmp_path / "verify.html").as_uri())
        yield opened
        assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
        browser.close()


def judged(page: Page, pack: bytes, key: str = "", receipt: str = "") -> str:
    """Let the page check a pack and return what it says."""
    page.evaluate("document.querySelector('#result').replaceChildren()")
    page.set_input_files("#file", {"name": "pack.zip", "mimeType": "application/zip", "buffer": pack})
    page.fill("#key", key)
    page.fill("#receipt", receipt)
    page.click("button[type=submit]")
    page.wait_for_selector(".outcome", timeout=5000)
    return page.inner_text("#result")


@pytest.mark.browser
def test_it_says_from_a_file_and_offline_what_is_wrong_and_where(page):
    rng, began = random.Random(11), time.monotonic()
    parts = clean(rng, TRUE)
    pack = written(signed(parts, TRUE))
    spaced = " ".join(TRUE.fingerprint[at : at + 8] for at in range(0, 64, 8)).upper()
    assert judged(page, pack, spaced, parts.receipts()[3]).startswith("Clean")
    assert judged(page, pack).startswith("Nothing contradicts itself, but who signed is not established")
    swapped = judged(page, swap_media(rng, parts, TRUE).body, TRUE.fingerprint)
    assert swapped.startswith("Tampered with")
    assert swapped.count("The recording was changed (line ") == 2
    rebuilt = rebuild_truly(rng, parts, TRUE)
    assert f"(receipt {rebuilt.receipt})" in judged(page, rebuilt.body, TRUE.fingerprint, rebuilt.receipt)
    assert judged(page, b"PK is no zip", TRUE.fingerprint).startswith("Unreadable")
    page.click("button[lang=ru]")
    page.fill("#key", "12")
    page.click("button[type=submit]")
    assert page.is_visible("#problem")
    assert time.monotonic() - began < 20
