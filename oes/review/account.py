"""What the reports say of each second: how much of a track is stored, what is missing and why, whose fault it was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.urls import reverse

from oes.accounts.links import Links
from oes.attempts.models import Attempt
from oes.domain.clocks import usual_offset
from oes.domain.spans import measured
from oes.domain.timeline import PAUSE
from oes.lib.moments import report_span
from oes.recordings.clocks import clocks_of
from oes.recordings.models import ClientEvent, FaultLine, Gap, UnannouncedSegment
from oes.recordings.playback import recording_of
from oes.recordings.server_time import Lost, lost_by
from oes.review.account_words import (
    cause_words,
    clocks_words,
    detail_of,
    length_words,
    place_words,
    source_words,
    track_words,
)
from oes.review.detailed_words import gap_words
from oes.review.figures import whole_percent


@dataclass(frozen=True, slots=True)
class TrackLine:
    """How much of one track is there, from "OK" to the end without granted breaks."""

    caption: str
    percent: int
    missing: str
    gaps: int


@dataclass(frozen=True, slots=True)
class Line:
    """A gap or a fault: what (track or cause), why, where on the attempt's clock and on both wall clocks, who knows."""

    what: str
    why: str
    place: str
    length: str
    server: str
    browser: str
    source: str


@dataclass(frozen=True, slots=True)
class LateGroup:
    """Segments that follow each other, came after the end, and were not announced."""

    caption: str
    place: str
    length: str
    received_at: datetime
    state: str
    uuids: str
    """Joined by commas, as the form sends them back."""
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountPage:
    """The section of the detailed report."""

    tracks: tuple[TrackLine, ...]
    gaps: tuple[Line, ...]
    faults: tuple[Line, ...]
    lost: Lost
    lost_words: str
    clocks: str
    late: tuple[LateGroup, ...]

    @property
    def waits(self) -> bool:
        """Return whether a person has to decide about something."""
        return any(group.state == UnannouncedSegment.State.WAITING for group in self.late)


def account_page(attempt: Attempt, *, links: Links, zone: ZoneInfo, now: datetime) -> AccountPage:
    """Return what the section shows. Nine queries, however many rows there are."""
    gaps = list(Gap.objects.filter(attempt=attempt))
    faults = FaultLine.objects.filter(attempt=attempt)
    lost = lost_by(attempt)
    told = ClientEvent.objects.filter(attempt=attempt, source=ClientEvent.Source.RECORDER, wall_at__isnull=False)
    return AccountPage(
        tracks=tuple(_tracks(attempt, gaps, now)),
        gaps=tuple(_gap_line(gap, zone) for gap in gaps),
        faults=tuple(fault_line(fault, attempt, zone) for fault in faults),
        lost=lost,
        lost_words=length_words(lost.seconds),
        clocks=clocks_words(usual_offset(clocks_of(attempt, told).readings)),
        late=tuple(_late(attempt, links)),
    )


def _tracks(attempt: Attempt, gaps: Sequence[Gap], now: datetime) -> Iterable[TrackLine]:
    asked = attempt.clock_seconds(now) - measured(attempt.pause_spans(now))
    for track in attempt.policy.value().required_tracks(attempt.tier):
        own = [gap for gap in gaps if gap.track == track and gap.reason != PAUSE]
        missing = sum(gap.end_seconds - gap.start_seconds for gap in own)
        share = max(0.0, 1 - missing / asked) if asked > 0 else 1.0
        yield TrackLine(track_words(track), whole_percent(share), length_words(missing), len(own))


def _gap_line(gap: Gap, zone: ZoneInfo) -> Line:
    return Line(
        what=track_words(gap.track),
        why=gap_words(gap.reason),
        place=place_words(gap.start_seconds, gap.end_seconds),
        length=length_words(gap.end_seconds - gap.start_seconds),
        server=_wall(gap.server_from, gap.server_to, zone),
        browser=_wall(gap.browser_from, gap.browser_to, zone),
        source=source_words(gap.known_by),
    )


def fault_line(fault: FaultLine, attempt: Attempt, zone: ZoneInfo) -> Line:
    """Return a line of the ledger of technical faults, as reports and the certificate print it."""
    return Line(
        what=cause_words(fault.cause),
        why=gap_words(fault.reason) + detail_of(fault),
        place=place_words(fault.start_seconds, fault.end_seconds),
        length=length_words(fault.end_seconds - fault.start_seconds),
        server=_wall(_server(attempt, fault.start_seconds), _server(attempt, fault.end_seconds), zone),
        browser=_wall(fault.browser_from, fault.browser_to, zone),
        source=source_words(fault.known_by),
    )


def _server(attempt: Attempt, seconds: float) -> datetime | None:
    """Return a place on the attempt's clock by the server's wall clock, which it was set by."""
    return attempt.started_at + timedelta(seconds=seconds) if attempt.started_at else None


def _wall(start: datetime | None, end: datetime | None, zone: ZoneInfo) -> str:
    return report_span(start, end, zone) if start and end else ""


def _late(attempt: Attempt, links: Links) -> Iterable[LateGroup]:
    """Yield what came unannounced, those that wait first."""
    rows = list(UnannouncedSegment.objects.filter(attempt=attempt).order_by("-state", "track", "started_seconds", "pk"))
    token = links.token(recording_of(attempt.uuid)) if rows else ""
    number = 0
    before: UnannouncedSegment | None = None
    numbered = []
    for row in rows:
        number += not _goes_on(before, row)
        numbered.append((number, row))
        before = row
    for _, group in groupby(numbered, key=lambda one: one[0]):
        yield _late_group([row for _, row in group], token)


def _goes_on(before: UnannouncedSegment | None, row: UnannouncedSegment) -> bool:
    same = before is not None and (before.track, before.state) == (row.track, row.state)
    return bool(same and before and abs(row.started_seconds - before.ended_seconds) < 1.0)


def _late_group(rows: Sequence[UnannouncedSegment], token: str) -> LateGroup:
    start, end = rows[0].started_seconds, rows[-1].ended_seconds
    links = [reverse("recordings:late", args=[row.uuid]) + f"?token={token}" for row in rows if row.blob_key]
    return LateGroup(
        caption=track_words(rows[0].track),
        place=place_words(start, end),
        length=length_words(end - start),
        received_at=max(row.received_at for row in rows),
        state=rows[0].state,
        uuids=",".join(str(row.uuid) for row in rows),
        links=tuple(links),
    )
