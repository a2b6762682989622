"""Writes about recordings: runs and their lease, claims, events, announcements, gaps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from oes.attempts.models import Attempt, ScreenCheck
from oes.attempts.services import note_change
from oes.domain.technical import TechnicalFault
from oes.domain.timeline import MissingSpan
from oes.journal import services as journal
from oes.lib.canonical import digest, instant
from oes.recordings.clocks import Clocks
from oes.recordings.documents import batch_of_events, faults, gaps_of_track
from oes.recordings.models import AnnouncedSegment, ClientEvent, FaultLine, Gap, Run, Segment

LEASE_SECONDS = 15
"""A recorder page that was not heard of for so long has lost its lease."""
CLAIM_SECONDS = 120
"""A worker that holds a segment longer is taken for dead."""
MOST_TRIES = 3
MOST_EVENTS = 20_000
"""More than a day of heartbeats: a page that tells more is broken or hostile."""
MOST_ANNOUNCED = 20_000
"""A day of two tracks has about as many segments."""


class LeaseHeld(Exception):
    """Another page records this attempt."""


@transaction.atomic
def open_run(*, attempt: Attempt, take_over: bool, user_agent: str, key: UUID | None = None) -> Run:
    """Give the lease of an attempt to a new page load. LeaseHeld when another page is live and stays.

    A page that asks again with the same key gets the same run: a message that arrives twice takes no lease away.
    """
    Attempt.objects.select_for_update().get(pk=attempt.pk)
    known = Run.objects.filter(key=key).first() if key else None
    if known and known.attempt_id == attempt.pk:
        return known
    now = timezone.now()
    holder = Run.objects.filter(attempt=attempt, replaced_at=None).order_by("-number").first()
    alive = holder and now - holder.last_seen_at < timedelta(seconds=LEASE_SECONDS)
    if alive and not take_over:
        raise LeaseHeld
    Run.objects.filter(attempt=attempt, replaced_at=None).update(replaced_at=now)
    number = (Run.objects.filter(attempt=attempt).aggregate(Max("number"))["number__max"] or 0) + 1
    run = Run.objects.create(
        attempt=attempt,
        number=number,
        key=uuid4() if known or not key else key,
        user_agent=user_agent[:300],
        last_seen_at=now,
    )
    journal.append(subject=attempt.uuid, action="run_opened", run=number, took_over=bool(alive))
    return run


def keep_lease(*, attempt: Attempt, run_key: UUID) -> bool:
    """Note that a page is alive; return whether it still holds the lease."""
    return bool(Run.objects.filter(attempt=attempt, key=run_key, replaced_at=None).update(last_seen_at=timezone.now()))


class TooManyEvents(Exception):
    """The attempt has as many events of this source as it may have."""


class TooManyAnnounced(Exception):
    """This attempt has announced more segments than any recorder sends."""


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event as a browser told it, already checked."""

    sequence: int
    kind: str
    at_seconds: float
    wall_at: datetime | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a batch: how many events were new, and the link that holds them; "" where none was."""

    new: int
    link: str


@transaction.atomic
def record_events(*, attempt: Attempt, source: str, page: UUID, events: Iterable[ToldEvent]) -> Stored:
    """Store events once each, and their batch in the attempt's chain. A shared screen plans its check (G17)."""
    if ClientEvent.objects.filter(attempt=attempt, source=source).count() >= MOST_EVENTS:
        raise TooManyEvents
    known = set(
        ClientEvent.objects.filter(attempt=attempt, source=source, run_key=page).values_list("sequence", flat=True)
    )
    new = {e.sequence: e for e in events if e.sequence not in known}
    now = timezone.now()
    rows = [
        ClientEvent(
            attempt=attempt, source=source, run_key=page, sequence=e.sequence, kind=e.kind,
            at_seconds=float(e.at_seconds), wall_at=e.wall_at, received_at=now, detail=e.detail[:200],
        )
        for e in new.values()
    ]  # fmt: skip
    ClientEvent.objects.bulk_create(rows, ignore_conflicts=True)
    if source == ClientEvent.Source.RECORDER and attempt.started_at and not attempt.is_rehearsal:
        _plan_screen_checks(attempt, new.values())
    if not rows:
        return Stored(0, "")
    note_change(attempt.pk)
    return Stored(len(rows), _link_batch(attempt, rows))


def _link_batch(attempt: Attempt, rows: Sequence[ClientEvent]) -> str:
    """Add the link of a batch; its rows are found again by source, page and the moment they came."""
    first = rows[0]
    document = batch_of_events(
        source=first.source, page=first.run_key, received_at=first.received_at, events=rows
    )  # fmt: skip
    return journal.append(
        subject=attempt.uuid, action="events_told", source=first.source, page=str(first.run_key),
        received_at=instant(first.received_at), events=len(rows), sha256=digest(document),
    )  # fmt: skip


def _plan_screen_checks(attempt: Attempt, events: Iterable[ToldEvent]) -> None:
    for event in events:
        if event.kind == "screen_shared":
            ScreenCheck.objects.create(
                attempt=attempt, kind=ScreenCheck.Kind.OPENING, at_seconds=event.at_seconds, surface=event.detail[:20]
            )


def announce(*, attempt: Attempt, segments: Iterable[Mapping[str, Any]]) -> None:
    """Keep which segments are still to come. The first announced hash of a segment stands.

    Raises TooManyAnnounced: every row costs each rebuild something, and the disk.
    """
    if AnnouncedSegment.objects.filter(attempt=attempt).count() >= MOST_ANNOUNCED:
        raise TooManyAnnounced
    rows = [
        AnnouncedSegment(
            attempt=attempt, track=s["track"], run_number=s["run"], sequence=s["sequence"], sha256=s["sha256"],
            started_seconds=s.get("start"), ended_seconds=s.get("end"),
        )
        for s in segments
    ]  # fmt: skip
    AnnouncedSegment.objects.bulk_create(rows, ignore_conflicts=True)


def claim_segment() -> Segment | None:
    """Return a segment that no other worker has, or None when there is no work.

    Tries are counted here, so that a worker that dies leaves its mark; the third death makes it unreadable.
    """
    lease, now = timedelta(seconds=CLAIM_SECONDS), timezone.now()
    waiting = Segment.objects.waiting(now - lease, now + lease)
    while segment := waiting.select_related("track__attempt__enrolment__exam").first():
        same = Segment.objects.filter(pk=segment.pk, claimed_at=segment.claimed_at, analysed_at=None)
        if segment.tries >= MOST_TRIES:
            same.update(unreadable_reason=f"worker died {segment.tries} times")
            note_change(segment.track.attempt_id)
            continue
        now = timezone.now()
        if same.update(claimed_at=now, tries=F("tries") + 1):
            segment.claimed_at, segment.tries = now, segment.tries + 1
            return segment
    return None


def give_back(segment: Segment) -> None:
    """Undo a claim whose work failed for a reason that lies with the server: it was no try of the segment's own.

    The lease runs on, so that the same fault is not met again at once.
    """
    Segment.objects.filter(pk=segment.pk, claimed_at=segment.claimed_at, tries__gt=0).update(tries=F("tries") - 1)


def note_failed_try(segment: Segment, *, reason: str) -> None:
    """Give a claimed segment up after its last try, with the reason of that. Before it, the lease runs on."""
    if segment.tries >= MOST_TRIES:
        finish_segment(segment, unreadable=f"{segment.tries} times: {reason}")


def finish_segment(segment: Segment, *, unreadable: str = "", codecs: str = "") -> None:
    """Note that a segment needs no more work: analysed (with what a player must know), or unreadable."""
    now = timezone.now()
    if unreadable:
        # Only by whom it still belongs to: another worker may have read it after all.
        mine = Segment.objects.filter(pk=segment.pk, analysed_at=None, claimed_at=segment.claimed_at)
        mine.update(unreadable_reason=unreadable[:200], claimed_at=None)
    else:
        Segment.objects.filter(pk=segment.pk).update(
            analysed_at=now, claimed_at=None, codecs=codecs, unreadable_reason=""
        )
    note_change(segment.track.attempt_id)


def replace_gaps(*, attempt: Attempt, track: str, missing: Iterable[MissingSpan], clocks: Clocks) -> None:
    """Store the gaps of a track anew, each with its beginning and end on both wall clocks.

    After the end the chain says when they differ from those stated before.
    """
    Gap.objects.filter(attempt=attempt, track=track).delete()
    Gap.objects.bulk_create(
        Gap(
            attempt=attempt, track=track, start_seconds=m.span.start, end_seconds=m.span.end, reason=m.reason,
            known_by=m.known_by, server_from=clocks.server(m.span.start), server_to=clocks.server(m.span.end),
            browser_from=clocks.browser(m.span.start), browser_to=clocks.browser(m.span.end),
        )
        for m in missing
    )  # fmt: skip
    if attempt.has_ended:  # while it runs the last gap grows with every rebuild
        sha256 = digest(gaps_of_track(attempt=attempt, track=track))
        journal.state(subject=attempt.uuid, action="gaps_stated", part=track, sha256=sha256)


def replace_faults(*, attempt: Attempt, lines: Iterable[TechnicalFault], clocks: Clocks) -> None:
    """Store the ledger of an attempt's technical faults anew. After the end the chain says when it differs."""
    FaultLine.objects.filter(attempt=attempt).delete()
    FaultLine.objects.bulk_create(
        FaultLine(
            attempt=attempt, cause=line.cause, reason=line.reason, start_seconds=round(line.span.start, 3),
            end_seconds=round(line.span.end, 3), known_by=line.known_by, detail=line.detail,
            browser_from=clocks.browser(line.span.start), browser_to=clocks.browser(line.span.end),
        )
        for line in lines
    )  # fmt: skip
    if attempt.has_ended:
        sha256 = digest(faults(attempt=attempt))
        journal.state(subject=attempt.uuid, action="faults_stated", part="faults", sha256=sha256)


def outstanding(attempt: Attempt) -> int:
    """Return how many announced segments have not arrived."""
    announced = AnnouncedSegment.objects.filter(attempt=attempt)
    stored = Segment.objects.filter(track__attempt=attempt)
    return len(
        set(announced.values_list("track", "run_number", "sequence"))
        - set(stored.values_list("track__kind", "run__number", "sequence"))
    )
