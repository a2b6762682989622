"""The full addresses that mails lead to."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from oes.notices.models import Notice

_secret: dict[str, str] = {}


def register(kind: str, path: str) -> None:
    """Let a function, by its dotted path, make the address for notices of a kind when their mail is written.

    It gets the notice and returns the full address, or "". For links that open something: they are stored nowhere.
    """
    _secret[kind] = path


def address_of(row: Notice) -> str:
    """Return the full address that the notice's mail leads to, "" where there is none or ours is not known."""
    if row.kind in _secret:
        made: Callable[[Notice], str] = import_string(_secret[row.kind])
        return made(row)
    origin = origin_of(row.user.organisation)
    return origin + row.path if row.path and origin else ""


def origin_of(organisation: Any) -> str:
    """Return where the institution's pages are: `https://host`, "" where no host name is known.

    An institution with a host name of its own has it there; the default one at the address of the settings.
    """
    if organisation.host:
        return f"{'https' if settings.OES_HTTPS else 'http'}://{organisation.host}"
    return settings.OES_PUBLIC_URL.rstrip("/")
