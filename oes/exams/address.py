"""The address of a testing system, with fields that are filled in for each attempt."""

import re
from urllib.parse import urlsplit

FIELDS = ("student", "attempt", "return_link")
_FIELD = re.compile(r"\{([^{}]*)\}")
_NEVER = re.compile(r"[\s<>\"\\\x00-\x1f]")


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
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not set("{}@") & set(parts.netloc)
