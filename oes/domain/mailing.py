"""When a mail is tried again, and when somebody's mail of the day leaves."""

from datetime import datetime, time, timedelta, tzinfo

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 180, 360, 720, 1440, 1440, 1440))
"""After each try that failed; nearly four days in all. The first is longer than a try can take."""
DIGEST_AT = time(7, 0)
_FINAL = range(500, 600)


def pause_after(tries: int) -> timedelta | None:
    """Return how long to wait after so many tries, or None when enough was tried."""
    return PAUSES[tries - 1] if tries <= len(PAUSES) else None


def is_final(code: int) -> bool:
    """Return whether a mail server's answer says that the same mail will never be taken (RFC 5321, 4.2.1)."""
    return code in _FINAL


def next_digest(at: datetime, zone: tzinfo) -> datetime:
    """Return the next moment, after `at`, at which the mail of the day leaves where the clock shows that zone."""
    here = at.astimezone(zone)
    today = datetime.combine(here.date(), DIGEST_AT, zone)
    return today if at < today else datetime.combine(here.date() + timedelta(days=1), DIGEST_AT, zone)
