"""`verify.html`: the browsers' verifier in one file, with all languages, that loads nothing."""

import base64
import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from oes.evidence import words

HERE = Path(__file__).resolve().parent
MODULES = ("bytes", "sha2", "ed25519", "crypto", "frame", "links", "heads", "verify", "words", "page")
"""In the order of their imports."""
PAGE = {
    "title": _("Check an evidence pack"),
    "what": _(
        "This page checks the zip of an exam's recording: whether anything was changed since it was signed, and where."
    ),
    "trust": _(
        "It needs no network and sends nothing. One that came inside a pack could have been changed with it: for a "
        "dispute take the page from the institution, or use another verifier."
    ),
    "file": _("Evidence pack (zip)"),
    "key": _("Fingerprint of the institution's key"),
    "key_about": _("64 digits, from where the institution publishes them. Without it nobody knows who signed."),
    "receipt": _("Receipt, if the student has one"),
    "receipt_about": _("64 digits from the recorder's page, or the text of the QR code."),
    "scan": _("Picture of the QR code"),
    "verify": _("Check"),
    "facts": _("What the pack says of itself"),
    "not_digits": _("Fingerprint and receipt have 64 hexadecimal digits each."),
    "not_read": _("The browser could not read the file. Choose it again."),
    "not_scanned": _("No QR code of a receipt was found in the picture."),
}
_IMPORT = re.compile(r"^import .*\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)


@lru_cache(maxsize=1)
def verifier_page() -> str:
    """Return the page. The same installation makes the same bytes."""
    style = (HERE / "pack_files" / "verify.css").read_text(encoding="utf-8")
    parts = {
        "style": style,
        "style_hash": _csp_hash(style),
        "script": _script(),
        "script_hash": _csp_hash(_script()),
        "words": json.dumps(_all_words(), ensure_ascii=False).replace("<", "\\u003c"),
    }
    template = (HERE / "pack_files" / "verify.html").read_text(encoding="utf-8")
    return re.sub(r"\{(\w+)\}", lambda name: parts[name[1]], template)


def _script() -> str:
    """Return all modules as one: no page of a file can import its neighbours."""
    sources = [(HERE / "static" / "evidence" / f"{name}.js").read_text(encoding="utf-8") for name in MODULES]
    return "".join(_EXPORT.sub("", _IMPORT.sub("", source)) for source in sources)


def _csp_hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _all_words() -> dict[str, Any]:
    return {code: _words(code, name) for code, name in settings.LANGUAGES}


def _words(code: str, name: str) -> dict[str, dict[str, str]]:
    """Return every word of one language, by the names that the modules know."""
    with translation.override(code):
        return {
            "outcomes": _plain(words.OUTCOMES),
            "sentences": _plain(words.SENTENCES),
            "places": _plain(words.PLACES),
            "tracks": _plain(words.TRACKS),
            "about": _plain(words.ABOUT),
            "facts": _plain(words.FACTS),
            "page": {**_plain(PAGE), "language": name},
        }


def _plain(texts: dict[str, Any]) -> dict[str, str]:
    return {key: str(text) for key, text in texts.items()}
