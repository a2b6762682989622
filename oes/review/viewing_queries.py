"""Reads for the page that says who watched a recording: from the journal, not from rows that could change."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from oes.accounts.models import User
from oes.journal.models import Entry

SHOWN = ("recording_viewed", "recording_watched", "photo_report_viewed", "photo_report_mailed")


@dataclass(slots=True)
class Viewed:
    """One look at a recording or report. `seconds`: how long the players ran; None for what has no players."""

    what: str
    who: str
    at: datetime
    seconds: int | None


def viewings_of(attempt: UUID) -> list[Viewed]:
    """Return who looked at an attempt, newest first. Two queries."""
    entries = list(Entry.objects.filter(chain__subject=attempt, action__in=SHOWN).order_by("sequence"))
    names = {user.uuid: _name(user) for user in User.objects.filter(uuid__in={entry.actor for entry in entries})}
    rows: dict[str, Viewed] = {}
    for entry in entries:
        key = entry.content.get("viewing", entry.link)
        if entry.action == "recording_watched":
            if key in rows:
                rows[key].seconds = entry.content["seconds"]
        else:
            seconds = 0 if entry.action == "recording_viewed" else None
            rows[key] = Viewed(entry.action, names.get(entry.actor, ""), entry.at, seconds)
    return sorted(rows.values(), key=lambda row: row.at, reverse=True)


def _name(user: User) -> str:
    return user.get_full_name() or user.username
