"""A phone as Chromium can play one, and what is done on it."""

from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page

from tests.journeys.conftest import CODE, Scene, sign_in
from tests.journeys.student import Sitting

USER_AGENT = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 "
    "Mobile Safari/537.36"
)
UPRIGHT, SIDEWAYS = {"width": 390, "height": 844}, {"width": 844, "height": 390}
NO_SCREEN = "delete MediaDevices.prototype.getDisplayMedia;"
FRAME = "#frame-place iframe"
WHOLE_TRY_MS = 40_000


def phone(browser: Browser, **more: object) -> BrowserContext:
    """Open a context with a phone's viewport, touch, name, and no sharing of the screen."""
    looks = {"viewport": UPRIGHT, "user_agent": USER_AGENT, "locale": "kk-KZ"} | more
    context = browser.new_context(has_touch=True, is_mobile=True, device_scale_factor=2, **looks)
    context.add_init_script(NO_SCREEN)
    return context


def begin_try(administrator: Page, own: Scene) -> str:
    """Press "Try on a phone" on the exam's page at a computer; return the link for the phone."""
    administrator.goto(f"{own.own.url}/manage/exams/{own.uuids['exam']}/")
    administrator.click("form[action$='/phone/'] button")
    return administrator.inner_text("code.link").strip()


def open_try(context: BrowserContext, link: str) -> tuple[Page, FrameLocator]:
    """Open the link on a phone and begin."""
    page = context.new_page()
    page.set_default_timeout(WHOLE_TRY_MS)
    page.goto(link)
    page.tap("form.choices button")
    return page, page.frame_locator(FRAME)


def enter(exam: FrameLocator) -> None:
    """Sign in to the demo testing system in the frame."""
    exam.locator("input[name=name]").fill("Айгерім")
    exam.locator("input[name=code]").fill(CODE)
    exam.locator("form button").tap()


class PhoneSitting(Sitting):
    """One student with one phone."""

    def __init__(self, context: BrowserContext, scene: Scene) -> None:
        super().__init__(context, scene)
        self.frame = self.page.frame_locator(FRAME)

    def begin(self) -> None:
        """Come to "OK", press it, and sign in to the exam in the frame."""
        self.come_to_ok()
        self.page.tap("#ok-go")
        self.page.wait_for_selector(FRAME, state="visible")
        enter(self.frame)
        self.frame.locator("input[name=answer]").first.wait_for()

    def answer(self) -> None:
        """Answer one question."""
        question = self.frame.locator("h1").inner_text()
        self.frame.locator("input[name=answer]").first.check()
        self.frame.locator("form button").tap()
        self.frame.locator("h1").filter(has_not_text=question).wait_for()

    def hand_in(self) -> None:
        """Answer what is left, and finish on the recorder's bar."""
        while self.frame.locator("input[name=answer]").count():
            self.answer()
        self.page.tap("#frame-finish")
        self.page.tap("#exam-finish-yes")
        self.page.wait_for_selector("[data-step=done] a", state="visible")


def sign_in_administrator(browser: Browser, own: Scene) -> Page:
    page = browser.new_context(locale="ru-RU").new_page()
    sign_in(page, own.own.url, "admin", "administration")
    return page
