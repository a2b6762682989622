"""Clips and pictures for student members of a panel: planned, made in the confined process, forgotten again."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from oes.analysis import confined
from oes.analysis.facts import BrokeReader, UnreadableMedia
from oes.appeals.models import Appeal, AppealLine, Blurred, LineKind, MemberRole, PanelMember
from oes.domain.appeal_state import OPEN, AppealState
from oes.domain.clips import clip_of
from oes.domain.spans import Span
from oes.lib import blobs
from oes.recordings.models import EXAM_TRACKS, Segment, Track, TrackKind
from oes.violations.models import Evidence

log = logging.getLogger(__name__)
SEEN_IN = (AppealState.ACCEPTED, AppealState.VOTING, AppealState.VOTED, AppealState.TIED, AppealState.DECIDED)
"""States in which members look at the case."""
LEASE = timedelta(minutes=5)
MOST_TRIES = 3
MOST_BYTES = 128 * 1024 * 1024
"""Of segments for one clip; those of a minute have about 10 MB."""
FORGOTTEN_AFTER = timedelta(days=30)


def blur_next() -> bool:
    """Make one clip or picture that a panel's student members need; return False when none is wanted.

    Nothing is made for a case without student members, nor where the appellant lets them see faces.
    """
    if row := _claimed():
        _make(row)
        return True
    return _plan_next()


def forget_next() -> bool:
    """Delete what was made for one case that has been over for 30 days; return False when there is none."""
    over = Q(appeal__changed_at__lt=timezone.now() - FORGOTTEN_AFTER) & ~Q(appeal__state__in=OPEN)
    row = Blurred.objects.filter(over).select_related("appeal__attempt").first()
    if row is None:
        return False
    if row.blob_key:
        blobs.delete(row.blob_key)
    row.delete()
    return True


def wanted() -> QuerySet[Appeal]:
    """Return the cases whose student members see no faces."""
    students = PanelMember.objects.filter(
        appeal=OuterRef("pk"), member__role=MemberRole.STUDENT, recused_at=None, member__removed_at=None
    )
    return Appeal.objects.filter(Exists(students), state__in=SEEN_IN, faces_agreed=False, attempt__isnull=False)


def _plan_next() -> bool:
    lines = _contested().filter(appeal=OuterRef("pk"), blurred=None)
    known = Blurred.objects.filter(appeal=OuterRef(OuterRef("pk")), violation=OuterRef("violation__uuid"))
    pictures = Evidence.objects.filter(~Exists(known), violation__attempt=OuterRef("attempt")).exclude(blob_key="")
    appeal = wanted().filter(Exists(lines) | Exists(pictures)).select_related("attempt").first()
    if appeal is None:
        return False
    Blurred.objects.bulk_create([*_clips(appeal), *_pictures(appeal)], ignore_conflicts=True)
    return True


def _contested() -> QuerySet[AppealLine]:
    return AppealLine.objects.filter(kind=LineKind.EVENT, start_seconds__isnull=False, end_seconds__isnull=False)


def _clips(appeal: Appeal) -> list[Blurred]:
    """Return a clip of each contested event and track; one that cannot be made says so and is planned only once."""
    there = set(Track.objects.filter(attempt=appeal.attempt, kind__in=EXAM_TRACKS).values_list("kind", flat=True))
    length = appeal.attempt.clock_seconds(timezone.now())
    rows = []
    for line in _contested().filter(appeal=appeal, blurred=None):
        clip = clip_of(Span(line.start_seconds, line.end_seconds), length=length) or Span(0.0, 0.0)
        for track in sorted(there or {TrackKind.CAMERA}):
            rows.append(
                Blurred(appeal=appeal, line=line, track=track, start_seconds=clip.start, end_seconds=clip.end)
            )  # fmt: skip
    return rows


def _pictures(appeal: Appeal) -> list[Blurred]:
    known = set(appeal.blurred.exclude(violation=None).values_list("violation", flat=True))
    rows = Evidence.objects.filter(violation__attempt=appeal.attempt).exclude(blob_key="")
    told = rows.values_list("violation__uuid", "segment__track__kind")
    return [Blurred(appeal=appeal, violation=uuid, track=_track(kind)) for uuid, kind in told if uuid not in known]


def _track(kind: str) -> str:
    return TrackKind.SCREEN if kind in (TrackKind.SCREEN, TrackKind.CHECK_SCREEN) else TrackKind.CAMERA


def _claimed() -> Blurred | None:
    """Return a row that no other worker has, or None."""
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - LEASE) | Q(claimed_at__gt=now + LEASE)
    waiting = Blurred.objects.filter(free, made_at=None, failure="").select_related("appeal__attempt")
    while row := waiting.order_by("tries", "pk").first():
        same = Blurred.objects.filter(pk=row.pk, claimed_at=row.claimed_at)
        if same.update(claimed_at=now, tries=F("tries") + 1):
            row.tries += 1
            return row
    return None


def _make(row: Blurred) -> None:
    try:
        body = _clip(row) if row.line_id else _picture(row)
    except UnreadableMedia as error:
        _give_up(row, str(error))
    except BrokeReader as error:
        log.warning("nothing was blurred", extra={"row": str(row.uuid), "reason": str(error)})
        if row.tries >= MOST_TRIES:
            _give_up(row, str(error))
    else:
        _keep(row, body)


def _give_up(row: Blurred, why: str) -> None:
    log.warning("there is nothing to blur", extra={"row": str(row.uuid), "reason": why})
    Blurred.objects.filter(pk=row.pk).update(failure=why[:200] or "unreadable", claimed_at=None)


@transaction.atomic
def _keep(row: Blurred, body: bytes) -> None:
    """Store it beside what it was made of: what deletes recordings and pictures deletes it, too."""
    folder, ending = ("attempts", "webm") if row.line_id else ("pictures", "jpg")
    key = f"{folder}/{row.appeal.attempt.uuid}/blurred/{row.uuid}.{ending}"
    blobs.put(key, body)
    Blurred.objects.filter(pk=row.pk).update(blob_key=key, made_at=timezone.now())


def _clip(row: Blurred) -> bytes:
    span = Span(row.start_seconds, row.end_seconds)
    rows = Segment.objects.filter(
        track__attempt=row.appeal.attempt, track__kind=row.track, started_seconds__lt=span.end,
        ended_seconds__gt=span.start, unreadable_reason="",
    ).exclude(blob_key="")  # fmt: skip
    bodies, starts, size = [], [], 0
    for segment in rows.order_by("started_seconds"):
        body = _read(segment.blob_key)
        size += len(body or b"")
        if body and size <= MOST_BYTES:
            bodies.append(body)
            starts.append(segment.started_seconds)
    if not bodies:
        raise UnreadableMedia("no recording is kept")
    return confined.blurred_clip(bodies, starts=starts, span=span, track=row.track)


def _picture(row: Blurred) -> bytes:
    rows = Evidence.objects.filter(violation__uuid=row.violation, violation__attempt=row.appeal.attempt)
    body = _read(rows.values_list("blob_key", flat=True).first() or "")
    if body is None:
        raise UnreadableMedia("no picture is kept")
    return confined.blurred_picture(body, track=row.track)


def _read(key: str) -> bytes | None:
    try:
        return blobs.read(key)
    except OSError as error:
        log.warning("its bytes are gone", extra={"reason": type(error).__name__})
        return None
