"""The organisation's time zone: dates on its pages are in it."""

from contextlib import AbstractContextManager
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone


def zone_or_none(name: str) -> ZoneInfo | None:
    """Return the time zone, or None when there is no such name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def in_zone(name: str) -> AbstractContextManager[None]:
    """Activate a time zone for templates and forms; an unknown name leaves the installation's own."""
    return timezone.override(zone_or_none(name) or timezone.get_default_timezone())
