"""A small testing system on an origin of its own, as an institution has one: `python -m demo.testing_system`.

It shows what a testing system has to do for OES: include the embed script on each page, tell where the exam begins
and ends by an attribute of that tag, let it ask for a code where the browser has cut the test's pages off from the
recorder, check the access code, and link back at the end. It keeps nothing on disk.
"""

import argparse
import secrets
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from demo.testing_pages import QUESTIONS, Sitting, finish_page, question_page, sign_in_page

MOST_BYTES = 16 * 1024
COOKIE = "demo-sitting"


class Handler(BaseHTTPRequestHandler):
    """Sign in, one question a page, finish."""

    server: "TestingSystem"

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        sitting = self._sitting()
        if url.path == "/question" and sitting:
            self._send(self._next(sitting))
        elif url.path in ("/", "/exam") and sitting and sitting.attempt and sitting.attempt == query.get("attempt"):
            self._redirect("/question")  # a page that was loaded anew goes on where it was
        elif url.path in ("/", "/exam"):
            self._send(sign_in_page(oes=self.server.oes, query=query, wrong_code=False))
        else:
            self._redirect("/")

    def do_POST(self) -> None:
        form = self._form()
        if urlsplit(self.path).path == "/sign-in":
            self._sign_in(form)
            return
        sitting = self._sitting()
        if sitting and form.get("number") == str(len(sitting.answers)) and len(sitting.answers) < len(QUESTIONS):
            sitting.answers.append(form.get("answer", ""))
        self._redirect("/question" if sitting else "/")

    def _sign_in(self, form: dict[str, str]) -> None:
        if not form.get("name") or (self.server.code and form.get("code", "").strip() != self.server.code):
            self._send(sign_in_page(oes=self.server.oes, query=form, wrong_code=True))
            return
        language = form.get("language", "kk")
        key = secrets.token_urlsafe(16)
        self.server.sittings[key] = Sitting(
            form["name"][:120], language, form.get("return", ""), attempt=form.get("attempt", "")
        )
        self._redirect("/question", cookie=f"{COOKIE}={key}; Path=/; HttpOnly; {self.server.cookie_rule}")

    def _next(self, sitting: Sitting) -> str:
        if len(sitting.answers) < len(QUESTIONS):
            return question_page(oes=self.server.oes, sitting=sitting)
        return finish_page(oes=self.server.oes, sitting=sitting)

    def _sitting(self) -> Sitting | None:
        morsel = SimpleCookie(self.headers.get("Cookie", "")).get(COOKIE)
        return self.server.sittings.get(morsel.value) if morsel else None

    def _form(self) -> dict[str, str]:
        length = self.headers.get("Content-Length", "0")
        body = self.rfile.read(min(int(length) if length.isdigit() else 0, MOST_BYTES))
        return {name: values[0] for name, values in parse_qs(body.decode(errors="replace")).items()}

    def _send(self, page: str) -> None:
        body = page.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        if not self.server.frames:
            self.send_header("X-Frame-Options", "DENY")
        if self.server.lose_opener:
            self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.end_headers()
        self.wfile.write(body)

    def _redirect(self, place: str, cookie: str = "") -> None:
        self.send_response(303)
        self.send_header("Location", place)
        if cookie:
            self.send_header("Set-Cookie", cookie)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal belongs to OES."""


SAME_SITE = {
    "lax": "SameSite=Lax",
    "strict": "SameSite=Strict",
    "none": "SameSite=None; Secure",
    "partitioned": "SameSite=None; Secure; Partitioned",
}


class TestingSystem(ThreadingHTTPServer):
    """Listens on this machine only. `code` empty takes any access code.

    Without `frames` it does not let itself be shown in one, as phones need it. `same_site`: a key of SAME_SITE; only
    with the last two its cookies are kept in a frame of another site, and with none not by every browser.
    `lose_opener`: its pages cut themselves off from the tab that opened them, as a single sign-on may do.
    """

    daemon_threads = True

    def __init__(
        self,
        *,
        port: int,
        oes: str,
        code: str = "",
        lose_opener: bool = False,
        frames: bool = True,
        same_site: str = "lax",
    ) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.oes = oes.rstrip("/")
        self.code = code
        self.lose_opener = lose_opener
        self.frames = frames
        self.cookie_rule = SAME_SITE[same_site]
        self.sittings: dict[str, Sitting] = {}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument(
        "--oes", default="http://127.0.0.1:8000", help="origin of OES, where the embed script comes from"
    )
    parser.add_argument("--code", default="", help="access code to ask for; without it any code is taken")
    parser.add_argument("--lose-opener", action="store_true", help="cut pages off from the tab that opened them")
    parser.add_argument("--no-frames", action="store_true", help="forbid other sites to show it in a frame")
    parser.add_argument("--same-site", choices=SAME_SITE, default="lax", help="the rule of its cookie")
    options = parser.parse_args()
    difficult = {
        "lose_opener": options.lose_opener, "frames": not options.no_frames, "same_site": options.same_site,
    }  # fmt: skip
    system = TestingSystem(port=options.port, oes=options.oes, code=options.code, **difficult)
    system.serve_forever()


if __name__ == "__main__":
    main()
