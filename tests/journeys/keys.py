"""A page used by keyboard alone: Tab, Space, Enter and arrows; and what somebody who does not see it would miss."""

from playwright.sync_api import Locator, Page

from tests.access.outline import faults_in

MOST_TABS = 250
SLOWEST_MS = 15_000
_FOCUSED = "e => document.activeElement === e && e.matches(':focus-visible')"


class Keys:
    """Somebody at a keyboard, with a profile of their own in the browser."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        page.set_default_timeout(SLOWEST_MS)

    def open(self, path: str) -> None:
        """Open a page, and ask whether it says everything in words."""
        answer = self.page.goto(self.url + path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        self.check()

    def check(self) -> None:
        """Fail with what a screen reader misses on the page as it stands now."""
        faults = faults_in(self.page.content())
        assert faults == [], f"{self.page.url}: {'; '.join(faults)}"

    def refused(self, path: str) -> int:
        """Return the status with which a page is refused."""
        answer = self.page.goto(self.url + path)
        assert answer is not None
        return answer.status

    def go_to(self, target: Locator) -> None:
        """Move the focus with Tab; the way past the menu is the link that skips it."""
        element = target.element_handle()
        for _ in range(MOST_TABS):
            if element.evaluate(_FOCUSED):
                return
            self.page.keyboard.press("Tab")
            if self.page.evaluate("() => document.activeElement.matches('.skip')"):
                self.page.keyboard.press("Enter")
        raise AssertionError(f"Tab does not come to {target}")

    def press(self, name: str, role: str = "button") -> None:
        """Press a button or follow a link that has this name."""
        self.go_to(self.page.get_by_role(role, name=name, exact=True).filter(visible=True).first)
        self.page.keyboard.press("Enter")

    def write(self, label: str, text: str) -> None:
        """Write into a field in place of what stands there."""
        self.go_to(self.page.get_by_label(label).filter(visible=True).first)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def tick(self, box: Locator) -> None:
        self.go_to(box)
        self.page.keyboard.press("Space")
        assert box.is_checked()

    def choose(self, group: Locator, name: str) -> None:
        """Choose one of several: Tab comes to the group, arrows go through it."""
        answers, wanted = group.get_by_role("radio"), group.get_by_role("radio", name=name)
        chosen = [one for one in answers.all() if one.is_checked()]
        self.go_to(chosen[0] if chosen else answers.first)
        self.page.keyboard.press("Space")
        for _ in range(answers.count()):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"arrows do not come to {name}")
