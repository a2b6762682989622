"""The embed script, and the small box that asks for a code, under addresses that never change."""

import hashlib
import json
import re
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import condition, require_safe

from oes.integrations.embed.words import code_words

View = Callable[[HttpRequest], HttpResponse]
FOLDER = Path(__file__).parent / "static" / "embed"


@cache
def _script() -> tuple[bytes, str]:
    return _with_tag(without_remarks((FOLDER / "oes-embed.js").read_text(encoding="utf-8")).encode())


def without_remarks(source: str) -> str:
    """Return a script without indentation and without remarks that begin a line; the first says what it is and stays.

    Students' pages load the script again and again, so it is kept small. It holds no text over several lines.
    """
    first, end, rest = source.partition("*/\n")
    bare = re.sub(r"^\s*(/\*.*?\*/|//[^\n]*)$", "", rest, flags=re.MULTILINE | re.DOTALL)
    return first + end + re.sub(r"(^|\n)\s+", r"\1", bare)


@cache
def _code_script() -> tuple[bytes, str]:
    """Return the box with its sentences in all languages: the page's own language chooses in the browser."""
    words = {}
    for language, _ in settings.LANGUAGES:
        with override(language):
            words[language] = {key: str(text) for key, text in code_words().items()}
    told = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    source = without_remarks((FOLDER / "oes-embed-code.js").read_text(encoding="utf-8"))
    return _with_tag(f"window.OES.words = {told};\n{source}".encode())


def _with_tag(body: bytes) -> tuple[bytes, str]:
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def for_all_origins(view: View) -> View:
    """Let pages of every origin load what a view answers, also where it answers "not modified"."""

    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        response = view(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return answered


@login_not_required
@require_safe
@for_all_origins
@condition(etag_func=lambda request: _script()[1])
def script(request: HttpRequest) -> HttpResponse:
    """The script under an address that never changes, so that a testing system names it once."""
    return _served(_script()[0])


@login_not_required
@require_safe
@for_all_origins
@condition(etag_func=lambda request: _code_script()[1])
def code_script(request: HttpRequest) -> HttpResponse:
    """The box that asks for a code; the embed script loads it where it is needed."""
    return _served(_code_script()[0])


def _served(body: bytes) -> HttpResponse:
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, max-age=300"
    return response
