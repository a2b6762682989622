"""An exam that requires Safe Exam Browser: another browser is shown the way, the right one is recorded as tier S."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Scene, sign_in, until
from tests.journeys.student import Sitting
from tests.journeys.test_one_exam import hyphened

RULES = {"grace_seconds": 2.0, "minimum_seconds": 10.0, "segment_seconds": 4.0}
REQUIRE = """
from oes.domain.safe_exam_browser import config_key
from oes.exams.models import Exam
from oes.integrations.seb.services import file_settings
exam = Exam.objects.get(is_rehearsal=False)
exam.safe_exam_browser = "required"
exam.save()
print(config_key(file_settings(exam, root={root!r})))
"""
INTERFACE = """
const hex = (bytes) => Array.from(new Uint8Array(bytes)).map((one) => one.toString(16).padStart(2, "0")).join("");
window.SafeExamBrowser = {{
  version: "3.7",
  security: {{
    configKey: "", browserExamKey: "",
    updateKeys(done) {{
      const told = new TextEncoder().encode(location.href.split("#")[0] + "{key}");
      crypto.subtle.digest("SHA-256", told).then((hash) => {{ this.configKey = hex(hash); done(); }});
    }},
  }},
}};
delete navigator.mediaDevices.__proto__.getDisplayMedia;
"""
"""What the program gives to pages, as its developer pages describe it. It shares its screen with nobody."""


@pytest.mark.browser
@pytest.mark.models
def test_an_exam_in_safe_exam_browser(scene, browser, calm):
    own = scene(**RULES)
    key = own.own.run("shell", "-v", "0", "-c", REQUIRE.format(root=own.own.url + "/")).split()[-1]
    started = browser(camera=calm)
    check_another_browser(own, started)

    context = started.new_context(locale="en-GB")
    context.add_init_script(INTERFACE.format(key=key))
    sitting = Sitting(context, own)
    sitting.come_to_ok()
    sitting.press_ok()
    sitting.enter_exam().wait_for_timeout(12_000)
    sitting.answer_all()
    sitting.finish()
    check_receipt(own, sitting)
    until(lambda: own.rows("select 1 from violations_trust where is_final"), seconds=60, what="the final trust")
    check_report(own, started)


def check_another_browser(own: Scene, started) -> None:
    page = started.new_context(locale="en-GB").new_page()
    sign_in(page, own.own.url, "aigerim", "student")
    answer = page.goto(f"{own.own.url}/exams/{own.uuids['exam']}/")
    assert answer.status == 403
    expect(page.locator("main")).to_contain_text("This exam is sat in Safe Exam Browser")
    assert (
        page.request.get(page.get_attribute("a.button:not(.main)", "href")).headers["content-type"] == "application/seb"
    )


def check_receipt(own: Scene, sitting: Sitting) -> None:
    """What the page shows at the end is a link of the chain, after the student's finish; then the head is signed."""
    link = sitting.page.inner_text("#receipt-link")
    after = "select 1 from journal_entry where action = 'attempt_submitted' and sequence <= "
    assert own.rows(f"{after} (select sequence from journal_entry where link = '{link}')")
    until(lambda: own.rows("select 1 from evidence_signedhead"), seconds=30, what="the signed head")
    sitting.page.click("text=The signed record")
    expect(sitting.page.locator(".signed code").first).to_have_text(re.compile("[0-9a-f]{64}"))


def check_report(own: Scene, started) -> None:
    assert own.rows("select kind from recordings_track where kind in ('camera', 'screen')") == [("camera",)]
    ((uuid, tier, coverage),) = own.rows(
        "select uuid, tier, coverage from attempts_attempt join violations_trust on attempt_id = attempts_attempt.id"
    )
    assert tier == "S"
    assert coverage > 0.8
    page = started.new_context(locale="en-GB").new_page()
    sign_in(page, own.own.url, "admin", "administration")
    for report in ("detailed", "photo-report"):
        page.goto(f"{own.own.url}/attempts/{hyphened(uuid)}/{report}/")
        expect(page.locator("main")).to_contain_text("S: camera inside SEB: unverified")
