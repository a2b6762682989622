"""What a student does in the browser, step by step."""

import time

from playwright.sync_api import BrowserContext, Page

from tests.journeys.conftest import CODE, Scene, sign_in

STEP_MS = 40_000
CAMERA_CLOCK = """
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async wanted => {
  const stream = await ask(wanted);
  if (wanted.video && !window.cameraSince) window.cameraSince = Date.now();
  return stream;
};
"""
"""Notes when the fake camera began to play, so that its scenes have a place on the attempt's clock."""


class Sitting:
    """One student in one browser."""

    def __init__(self, context: BrowserContext, scene: Scene) -> None:
        context.add_init_script(CAMERA_CLOCK)
        self.context, self.scene = context, scene
        self.page: Page = context.new_page()
        self.page.set_default_timeout(STEP_MS)
        self.exam: Page | None = None

    def come_to_ok(self) -> None:
        """Come to "OK" where the rules ask for no movement."""
        self._check()
        self.page.wait_for_selector("#ok-go", state="visible")

    def come_to_challenge(self) -> None:
        """Come to the liveness request."""
        self._check()
        self.page.wait_for_selector("#challenge-start", state="visible")

    def _check(self) -> None:
        """Sign in, consent, pass the device check and the identity check."""
        page, url = self.page, self.scene.own.url
        sign_in(page, url, "aigerim", "student")
        page.goto(f"{url}/exams/{self.scene.uuids['exam']}/")
        page.click("button[name=answer][value=accept]")
        self.at_device_check()
        page.click("#fact-camera-action")
        if page.is_visible("#fact-screen-action"):  # not where the browser can share no screen
            page.click("#fact-screen-action")
        page.click("#device-go:enabled")
        page.click("#identity-check")
        page.wait_for_selector("#identity-go", state="visible")
        page.click("#identity-go")

    def at_device_check(self) -> None:
        """Do what a journey adds to the device check."""

    def press_ok(self) -> float:
        """Press OK twice, as impatient people do; return the camera clip's zero as a moment (time.time)."""
        self.page.dblclick("#ok-go")
        self.page.wait_for_selector("#exam-open", state="visible")
        assert self.page.inner_text("#exam-code").strip() == CODE
        return float(self.page.evaluate("window.cameraSince")) / 1000

    def enter_exam(self) -> Page:
        """Open the testing system and begin its test."""
        with self.context.expect_page() as opened:
            self.page.click("#exam-open")
        exam = opened.value
        exam.fill("input[name=name]", "Айгерім")
        exam.fill("input[name=code]", CODE)
        exam.click("button[type=submit], form button")
        exam.wait_for_url("**/question**")
        self.exam = exam
        return exam

    def look_elsewhere(self, seconds: float) -> tuple[float, float]:
        """Bring another window to the front for a while; return when it was left and when it was back."""
        assert self.exam is not None
        devtools = self.context.new_cdp_session(self.exam)
        devtools.send("Emulation.setFocusEmulationEnabled", {"enabled": False})
        other = self.context.new_page()
        other.bring_to_front()
        left = time.time()
        other.wait_for_timeout(seconds * 1000)
        self.exam.bring_to_front()
        devtools.send("Emulation.setFocusEmulationEnabled", {"enabled": True})
        back = time.time()
        other.close()
        return left, back

    def answer_all(self) -> None:
        """Answer every question of the demo test, up to its last page."""
        assert self.exam is not None
        while self.exam.query_selector("input[name=answer]"):
            self.exam.check("input[name=answer] >> nth=0")
            self.exam.click("form button")
            self.exam.wait_for_load_state()

    def reload_and_go_on(self) -> None:
        """Reload, and take three seconds to find the button: a gap that the report has to explain."""
        self.page.reload()
        self.page.wait_for_selector("#resume-go", state="visible")
        self.page.wait_for_timeout(3000)
        self.page.click("#resume-go")
        self.page.wait_for_selector("#exam-time", state="visible")

    def finish(self) -> None:
        """Finish on the recorder's page, show the face once more, and wait until all is sent."""
        page = self.page
        page.bring_to_front()
        page.click("#exam-finish")
        page.click("#exam-finish-yes")
        page.wait_for_selector("[data-step=done] a", state="visible")
