"""The demo testing system, from sign-in to the link back."""

import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from demo import testing_system

OES = "http://127.0.0.1:8000"


@pytest.fixture
def address() -> Iterator[str]:
    system = testing_system.TestingSystem(port=0, oes=OES, code="4718")
    threading.Thread(target=system.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{system.server_address[1]}"
    system.shutdown()
    system.server_close()


class Browser:
    def __init__(self, address: str) -> None:
        self.address, self.opener = address, build_opener(HTTPCookieProcessor())

    def get(self, path: str) -> str:
        with self.opener.open(self.address + path, timeout=5) as answer:
            return answer.read().decode()

    def post(self, path: str, **form: str) -> str:
        with self.opener.open(self.address + path, urlencode(form).encode(), timeout=5) as answer:
            return answer.read().decode()

    def sit(self, back: str = "") -> str:
        page = self.post("/sign-in", name="Айгерім", code="4718", language="ru", **{"return": back})
        for number in range(5):
            page = self.post("/question", number=str(number), answer="1")
        return page


def test_a_test_goes_from_sign_in_to_the_return_link(address):
    back = f"{OES}/attempts/return/x"
    browser = Browser(address)
    assert quote("Кіру") not in browser.get(f"/exam?return={quote(back, safe='')}")
    page = browser.sit(back)
    assert f'href="{back}"' in page
    assert 'data-exam="ended"' in page


def test_every_page_has_the_embed_script(address):
    browser = Browser(address)
    first = browser.post("/sign-in", name="A", code="4718", language="en")
    for page in (browser.get("/"), first, browser.post("/question", number="0", answer="0")):
        assert f'<script src="{OES}/embed/oes-embed.js"' in page
    assert 'data-exam="started"' in first


def test_the_pages_of_the_test_may_ask_for_a_code_and_the_sign_in_does_not(address):
    browser = Browser(address)
    assert "data-code" not in browser.get("/")
    assert 'data-code="ask"' in browser.post("/sign-in", name="A", code="4718", language="en")


@pytest.mark.parametrize(("lose", "policy"), [(True, "same-origin"), (False, None)])
def test_it_cuts_its_pages_off_from_their_opener_only_if_told(lose, policy):
    system = testing_system.TestingSystem(port=0, oes=OES, lose_opener=lose)
    threading.Thread(target=system.serve_forever, daemon=True).start()
    with build_opener().open(f"http://127.0.0.1:{system.server_address[1]}/", timeout=5) as answer:
        assert answer.headers["Cross-Origin-Opener-Policy"] == policy
    system.shutdown()
    system.server_close()


def test_a_wrong_code_does_not_begin(address):
    assert 'role="alert"' in Browser(address).post("/sign-in", name="A", code="1")


@pytest.mark.parametrize("back", ["https://evil.example/", "javascript:alert(1)", ""])
def test_only_a_link_to_oes_is_shown(address, back):
    assert "<a " not in Browser(address).sit(back)


def test_names_are_text(address):
    page = Browser(address).post("/sign-in", name="<script>x</script>", code="4718", language="xx")
    assert "<script>x" not in page


def test_an_answer_counts_once(address):
    browser = Browser(address)
    browser.post("/sign-in", name="A", code="4718", language="en")
    browser.post("/question", number="0", answer="0")
    assert "2 / 5" in browser.post("/question", number="0", answer="0")


def test_questions_need_a_sign_in(address):
    assert 'action="/sign-in"' in Browser(address).get("/question")


def answer_of(*, path: str = "/", **options: object) -> tuple[str, list[str]]:
    """Return the X-Frame-Options and the cookies of a testing system with these options."""
    system = testing_system.TestingSystem(port=0, oes=OES, **options)
    threading.Thread(target=system.serve_forever, daemon=True).start()
    try:
        asked = HTTPConnection("127.0.0.1", system.server_address[1], timeout=5)
        asked.request("POST", "/sign-in", urlencode({"name": "A"}))
        answer = asked.getresponse()
        answer.read()
        asked.request("GET", path)
        page = asked.getresponse()
        return page.getheader("X-Frame-Options", ""), answer.headers.get_all("Set-Cookie")
    finally:
        system.shutdown()
        system.server_close()


def test_it_can_forbid_frames_and_lose_its_cookies_there():
    allowed, (cookie,) = answer_of()
    assert allowed == ""
    assert cookie.endswith("SameSite=Lax")
    forbidden, (cookie,) = answer_of(frames=False, same_site="none")
    assert forbidden == "DENY"
    assert cookie.endswith("SameSite=None; Secure")


def test_a_page_loaded_anew_goes_on_with_the_same_attempt_only(address):
    browser = Browser(address)
    browser.post("/sign-in", name="A", code="4718", language="en", attempt="one")
    assert 'action="/question"' in browser.get("/?attempt=one")
    assert 'action="/sign-in"' in browser.get("/?attempt=two")
    assert 'action="/sign-in"' in browser.get("/")
