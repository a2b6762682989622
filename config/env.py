"""Typed readers of environment variables that fail loudly: a wrong value stops the start."""

import os
import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_YES = {"1", "true", "yes", "on"}
_NO = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """Return the variable, or the contents of the file that `<NAME>_FILE` names."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {error}") from error
    return os.environ.get(name, default)


def boolean(name: str, *, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _YES:
        return True
    if value.lower() in _NO:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}")


def integer(name: str, *, default: int, least: int = 0) -> int:
    value = os.environ.get(name)
    if value is None:
        return default
    if not value.lstrip("-").isdigit() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number of at least {least}, not {value!r}")
    return int(value)


def origin(name: str) -> str:
    """Return an address such as `https://exam.example.kz`, without a path, or "" where none is told."""
    told = text(name).rstrip("/")
    if told and not re.fullmatch(r"https?://[^/\s]+", told):
        raise ImproperlyConfigured(f"{name} must be an address such as https://exam.example.kz, not {told!r}")
    return told


def words(name: str, default: str = "") -> list[str]:
    """Return the parts of a comma-separated variable, without empty ones."""
    return [w.strip() for w in os.environ.get(name, default).split(",") if w.strip()]


def folder(name: str, default: Path) -> Path:
    return Path(os.environ.get(name) or default).expanduser().resolve()
