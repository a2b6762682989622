"""The extension's manifest for one deployment: a plain function of origin, browser and key."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from oes.exams.address import origins_in

BROWSERS = ("chromium", "firefox")
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
OLDEST = {"chromium": "116", "firefox": "128.0"}
PAGES = "/attempts/*"
"""The recorder's page and nothing else of the deployment may speak to the extension."""


class BadOrigin(ValueError):
    """The origin cannot be built for; the message says why, for people."""


def checked_origin(text: str) -> str:
    """Return the origin as browsers write it: lower case, without the usual port. Raises BadOrigin."""
    try:
        (origin,) = origins_in(text)
    except ValueError as error:
        raise BadOrigin(f"{text!r} is not an origin such as https://exam.example.kz.") from error
    if urlsplit(origin).scheme == "http" and urlsplit(origin).hostname not in LOCAL_HOSTS:
        raise BadOrigin(f"{text!r}: browsers record over https only; http is for localhost and 127.0.0.1.")
    return origin


def chromium_id(public_key: bytes) -> str:
    """Return the id that Chromium derives from a public key (DER): 32 letters from a to p."""
    digest = hashlib.sha256(public_key).hexdigest()[:32]
    return "".join(chr(ord("a") + int(letter, 16)) for letter in digest)


def firefox_id(origin: str) -> str:
    """Return the add-on's id in Firefox, one for each deployment."""
    return f"oes-{hashlib.sha256(origin.encode()).hexdigest()[:16]}@oes-proctoring"


def manifest_for(
    common: Mapping[str, Any], *, browser: str, origin: str, public_key: bytes | None = None
) -> dict[str, Any]:
    """Return the manifest of one browser. Without a key Chromium's id is the store's."""
    made = {**common, "content_security_policy": {"extension_pages": _content_policy(origin)}}
    if browser == "firefox":
        return {**made, **_firefox(origin)}
    made |= {
        "minimum_chrome_version": OLDEST["chromium"],
        "background": {"service_worker": "background.js", "type": "module"},
        "externally_connectable": {"matches": [f"{origin}{PAGES}"]},
    }
    return made | ({"key": base64.b64encode(public_key).decode()} if public_key else {})


def _content_policy(origin: str) -> str:
    """Let the extension reach this deployment and nothing else, even if its code were turned against it."""
    own = "script-src 'self'; style-src 'self'; img-src 'self'"
    return f"default-src 'none'; {own}; connect-src {origin}; base-uri 'none'; form-action 'none'"


def _firefox(origin: str) -> dict[str, Any]:
    parts = urlsplit(origin)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return {
        "background": {"scripts": ["background.js"], "type": "module"},
        # Firefox's patterns know no ports: background.js compares the whole origin.
        "content_scripts": [
            {"matches": [f"{parts.scheme}://{host}{PAGES}"], "js": ["bridge.js"], "run_at": "document_start"}
        ],
        "browser_specific_settings": {
            "gecko": {
                "id": firefox_id(origin),
                "strict_min_version": OLDEST["firefox"],
                "data_collection_permissions": {"required": ["browsingActivity"]},
            }
        },
    }
