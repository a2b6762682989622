"""Reads for the page that says who watched a recording: from the journal, not from rows that could change."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from oes.accounts.models import User
from oes.journal.models import Entry

WHAT: dict[str, str | Promise] = {
    "recording_viewed": gettext_lazy("Detailed report"),
    "photo_report_viewed": gettext_lazy("Photo report"),
    "photo_report_mailed": gettext_lazy("Photo report, sent by e-mail"),
    "evidence_packed": gettext_lazy("Evidence pack"),
    "identity_pictures_viewed": gettext_lazy("Photos to compare"),
    "appeal_case_viewed": gettext_lazy("Case of an appeal"),
    "appeal_recording_viewed": gettext_lazy("Recording, in the case of an appeal"),
}
"""Journal actions by which somebody saw a recording or its pictures; how long players ran is told by another."""
WATCHED = "recording_watched"


@dataclass(slots=True)
class Viewed:
    """One look at a recording or report. `seconds`: how long the players ran; None for what has no players.

    `who` is empty for what was done on the server itself.
    """

    what: str | Promise
    who: str
    at: datetime
    seconds: int | None


def viewings_of(attempt: UUID) -> list[Viewed]:
    """Return who looked at an attempt, newest first. Two queries."""
    entries = list(Entry.objects.filter(chain__subject=attempt, action__in=[*WHAT, WATCHED]).order_by("sequence"))
    names = {user.uuid: user.shown_name for user in User.objects.filter(uuid__in={entry.actor for entry in entries})}
    rows: dict[str, Viewed] = {}
    for entry in entries:
        key = entry.content.get("viewing", entry.link)
        if entry.action == WATCHED:
            if key in rows:
                rows[key].seconds = entry.content["seconds"]
        else:
            seconds = 0 if entry.action == "recording_viewed" else None
            rows[key] = Viewed(WHAT[entry.action], names.get(entry.actor, ""), entry.at, seconds)
    return sorted(rows.values(), key=lambda row: row.at, reverse=True)
