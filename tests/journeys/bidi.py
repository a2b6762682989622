"""A small client of WebDriver BiDi, the one protocol by which a stock Firefox lets itself be driven.

Source: the specification at w3.org/TR/webdriver-bidi. Everything blocks; one thread uses one connection.
"""

import base64
import itertools
import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from websockets.exceptions import InvalidHandshake
from websockets.sync.client import ClientConnection, connect

ANSWER_SECONDS = 40.0
"""A page that loads on a busy machine answers late."""
POLL_SECONDS = 0.1
VISIBLE = """(selector) => [...document.querySelectorAll(selector)].find(
  one => one.getClientRects().length && getComputedStyle(one).visibility === 'visible' && !one.disabled) || null"""


class BidiError(Exception):
    """The browser refused a command; holds its code and its words."""


@contextmanager
def session(address: str, *, seconds: float) -> Iterator["Bidi"]:
    """Yield a session with the browser at ws://HOST:PORT/session, as soon as it listens; TimeoutError if too late."""
    end = time.monotonic() + seconds
    with ExitStack() as open_ones:
        socket = None
        while socket is None:
            try:
                socket = open_ones.enter_context(connect(address, max_size=None, proxy=None))
            except (OSError, InvalidHandshake) as error:
                if time.monotonic() > end:
                    raise TimeoutError(f"no browser answers at {address}") from error
                time.sleep(POLL_SECONDS)
        yield Bidi(socket)


class Bidi:
    """A session with a browser."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._numbers = socket, itertools.count(1)
        prompts = {"beforeUnload": "accept", "default": "ignore"}
        told = self.call("session.new", capabilities={"alwaysMatch": {"unhandledPromptBehavior": prompts}})
        self.version = str(told["capabilities"]["browserVersion"])

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send one command and return its result. BidiError when refused, TimeoutError without an answer."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            heard = json.loads(self._socket.recv(timeout=ANSWER_SECONDS))
            if heard.get("id") != number:
                continue  # an event, or the answer to a command that was given up
            if heard["type"] == "error":
                raise BidiError(f"{method}: {heard['error']}: {heard['message']}")
            return heard["result"]

    def tabs(self) -> list["Tab"]:
        """Return the open tabs, oldest first."""
        return [Tab(self, one["context"]) for one in self.call("browsingContext.getTree", maxDepth=0)["contexts"]]

    def sign_out(self) -> None:
        """Forget all cookies."""
        self.call("storage.deleteCookies")


class Tab:
    """One tab. Clicks and keys are real input events, which browsers take for a person's."""

    def __init__(self, bidi: Bidi, context: str) -> None:
        self._bidi, self.context = bidi, context

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tab) and other.context == self.context

    __hash__ = None  # type: ignore[assignment]

    def goto(self, url: str) -> None:
        self._bidi.call("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def reload(self) -> None:
        self._bidi.call("browsingContext.reload", context=self.context, wait="complete")

    def bring_to_front(self) -> None:
        self._bidi.call("browsingContext.activate", context=self.context)

    def screenshot(self, path: Path) -> None:
        told = self._bidi.call("browsingContext.captureScreenshot", context=self.context)
        path.write_bytes(base64.b64decode(told["data"]))

    def evaluate(self, expression: str) -> Any:
        """Return a string, number, boolean or None that an expression (or its promise) comes to."""
        told = self._bidi.call(
            "script.evaluate", expression=expression, target={"context": self.context}, awaitPromise=True
        )
        if told["type"] == "exception":
            raise BidiError(told["exceptionDetails"]["text"])
        return told["result"].get("value")

    def address(self) -> str:
        return str(self.evaluate("location.href"))

    def text(self, selector: str) -> str:
        return str(self.evaluate(f"document.querySelector({json.dumps(selector)}).innerText"))

    def shows(self, selector: str) -> bool:
        """Return whether something that fits is shown and enabled."""
        return bool(self.evaluate(f"Boolean(({VISIBLE})({json.dumps(selector)}))"))

    def wait_for(self, selector: str, *, seconds: float = ANSWER_SECONDS) -> None:
        """Wait until something that fits is shown and enabled. AssertionError if it is not in time."""
        self.until(lambda: self.shows(selector), seconds=seconds, what=selector)

    def until(self, condition: Callable[[], object], *, seconds: float = ANSWER_SECONDS, what: str) -> None:
        """Wait for a condition; a page that is just being replaced counts as not yet."""
        end = time.monotonic() + seconds
        while not self._holds(condition):
            assert time.monotonic() < end, f"waited {seconds:.0f} s for {what}"
            time.sleep(POLL_SECONDS)

    def _holds(self, condition: Callable[[], object]) -> bool:
        try:
            return bool(condition())
        except BidiError:
            return False

    def click(self, selector: str) -> None:
        """Press the mouse on what is shown, scrolling to it first."""
        self.wait_for(selector)
        moves: list[dict[str, Any]] = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": {"type": "element", "element": self._element(selector)}},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "mouse", "actions": moves})

    def type(self, selector: str, text: str) -> None:
        """Click into a field and type."""
        self.click(selector)
        self.press(text)

    def press(self, text: str) -> None:
        """Press a key for each letter, wherever the focus is."""
        strokes = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keyboard", "actions": strokes})

    def _act(self, source: dict[str, Any]) -> None:
        self._bidi.call("input.performActions", context=self.context, actions=[source])

    def _element(self, selector: str) -> dict[str, str]:
        told = self._bidi.call(
            "script.callFunction",
            functionDeclaration=f"(selector) => {{ const one = ({VISIBLE})(selector);"
            " one.scrollIntoView({block: 'center'}); return one; }",
            arguments=[{"type": "string", "value": selector}],
            target={"context": self.context},
            awaitPromise=False,
        )
        return {"sharedId": told["result"]["sharedId"]}
