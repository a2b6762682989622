"""What may be deleted, and from which day. Days come from the rules an attempt was opened with, never more of them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from oes.domain.policy import Policy

LEAST_DAYS = 7
"""Late segments come for days, and reviewers need time to look."""
MOST_DAYS = 3650


class Kind(StrEnum):
    """A kind of data that is deleted at once. Keys are stored: they never change.

    MEDIA: segments and what is made of them for players. MEASURES: what the machine measured in them, faces in numbers
    included. EVENTS: what the student's computer told. PICTURES: evidence, identity and screen checks. RESULTS: the
    attempt itself, with consent, violations, trust, ledger and verdicts. PHOTOS: a student's reference photos.
    """

    MEDIA = "media"
    MEASURES = "measures"
    EVENTS = "events"
    PICTURES = "pictures"
    RESULTS = "results"
    PHOTOS = "photos"


OF_ATTEMPT = (Kind.MEDIA, Kind.MEASURES, Kind.EVENTS, Kind.PICTURES)
"""What goes while the attempt stays, in this order."""


def days_of(policy: Policy) -> dict[Kind, int]:
    """Return for how many days a version of the rules keeps each kind; nothing of an attempt outlives its results."""
    days = {kind: int(getattr(policy, f"keep_{kind}_days")) for kind in Kind}
    return {kind: min(told, days[Kind.RESULTS]) if kind in OF_ATTEMPT else told for kind, told in days.items()}


def kept_days(promised: Policy, newest: Policy) -> dict[Kind, int]:
    """Return for how many days each kind is kept: as promised when the attempt began, or shorter if the newest version
    says so. A longer one is no reason to break a promise."""
    before, now = days_of(promised), days_of(newest)
    return {kind: min(before[kind], now[kind]) for kind in Kind}


def due(since: datetime, days: Mapping[Kind, int], now: datetime) -> list[Kind]:
    """Return the kinds of an attempt that ended at `since` whose days are over."""
    return [kind for kind in (*OF_ATTEMPT, Kind.RESULTS) if since + timedelta(days=days[kind]) <= now]


def holds(until: date | None, lifted: bool, today: date) -> bool:
    """Return whether a hold keeps everything today: its last day included, without one until it is lifted."""
    return not lifted and (until is None or today <= until)
