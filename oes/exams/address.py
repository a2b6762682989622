"""The address of a testing system, with fields that are filled in for each attempt, and the origins of its pages."""

import re
from ipaddress import IPv6Address
from urllib.parse import urlsplit

FIELDS = ("student", "attempt", "return_link")
_FIELD = re.compile(r"\{([^{}]*)\}")
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"({_LABEL}\.)*{_LABEL}(:[1-9][0-9]{{0,4}})?")
LONGEST_HOST = 253
_USUAL_PORTS = {"http": 80, "https": 443}
_NEVER = re.compile(r"[\s<>\"\\\x00-\x1f]")
_NEVER_IN_HOST = frozenset("{}@;,'*")
"""Of these, `;`, `,` and `*` would mean something in the header that lists what a page may frame."""


def unknown_fields(template: str) -> list[str]:
    """Return the fields that nothing fills; a brace without its partner is one of them."""
    rest = _FIELD.sub("", template)
    return [name or "{}" for name in _FIELD.findall(template) if name not in FIELDS] + sorted(set(rest) & {"{", "}"})


def is_web_address(template: str) -> bool:
    """Return whether it is an http or https address whose host is fixed and that carries no password."""
    if _NEVER.search(template):
        return False
    try:
        parts = urlsplit(template)
        parts.port  # noqa: B018  raises for a port that is none
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not _NEVER_IN_HOST & set(parts.netloc)


def is_host(text: str) -> bool:
    """Return whether it is a whole host name in small ASCII letters, perhaps with a port."""
    return len(text) <= LONGEST_HOST and bool(_HOST.fullmatch(text))


def origin_of(address: str) -> str:
    """Return the origin of a web address as browsers write it: lower case, hosts in ASCII, no usual port.

    Returns '' for what is no web address.
    """
    if not is_web_address(address):
        return ""
    parts = urlsplit(address)
    host = _ascii(parts.hostname or "")
    port = "" if parts.port in (None, _USUAL_PORTS[parts.scheme]) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}" if host else ""


def _ascii(host: str) -> str:
    try:
        return f"[{IPv6Address(host).compressed}]" if ":" in host else host.encode("idna").decode()
    except ValueError:
        return ""


def origins_in(text: str) -> list[str]:
    """Return the origins that a text names, one a line and each once. ValueError names a line that is none.

    An origin is a scheme, a host and perhaps a port: no path, no wildcard, no part of a host.
    """
    found: list[str] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        origin = origin_of(line)
        parts = urlsplit(line) if origin else None
        if not parts or "*" in line or parts.path not in ("", "/") or parts.query or parts.fragment or line[-1] in "?#":
            raise ValueError(line)
        found.append(origin)
    return list(dict.fromkeys(found))
