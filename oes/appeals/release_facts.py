"""What a student would be told with a verdict, and why it may not be told yet. A fixed number of queries for many."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from oes.accounts.models import Organisation
from oes.appeals.deadlines import calendar_of, rules_of
from oes.appeals.rule_words import rule_text
from oes.domain.grades import Grade
from oes.domain.release_duty import ToTell, is_told, lacks
from oes.recordings.models import EXAM_TRACKS, JoinedFile, Segment, Track
from oes.review.denials import among, with_denials
from oes.review.models import Verdict
from oes.violations.models import LedgerLine, Violation

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Until when a student may answer and appeal, counted from one moment."""

    now: datetime
    answer_until: datetime
    appeal_until: datetime


@dataclass(frozen=True, slots=True)
class Prepared:
    """A verdict with what the student would be told (`Release.told`); `code` says why not, empty: it may be released.

    Codes: released, newer (a later verdict stands above), running, analysing, joining (the recording is still being put
    together), and those of `oes.domain.release_duty.Lack`.
    """

    verdict: Verdict
    told: dict[str, Any]
    code: str


def deadlines_of(organisation: Organisation, now: datetime) -> Deadlines:
    """Return the deadlines of what is released now. Two queries."""
    rules = rules_of(organisation)
    calendar = calendar_of(organisation, rules)
    return Deadlines(now, calendar.deadline(now, rules.answer_days), calendar.deadline(now, rules.filing_days))


def with_facts(rows: QuerySet[Verdict]) -> QuerySet[Verdict]:
    """Return verdicts with all that `prepared` reads of them: eight queries, however many there are."""
    later = Verdict.objects.filter(attempt=OuterRef("attempt")).filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    )
    waits = Segment.objects.filter(
        track__attempt=OuterRef("attempt"), track__kind__in=EXAM_TRACKS, track__joined_at=None
    )
    return (
        rows.annotate(is_above=Exists(later), is_joining=Exists(waits.exclude(codecs="").exclude(blob_key="")))
        .select_related(
            "by", "attempt__enrolment__exam", "attempt__enrolment__student__user__organisation",
            "attempt__enrolment__student__study_group", "attempt__policy", "attempt__trust",
        )
        .prefetch_related(
            Prefetch("attempt__violations", Violation.objects.select_related("evidence")),
            Prefetch("attempt__trust__lines", LedgerLine.objects.select_related("violation")),
            Prefetch("attempt__denials", with_denials().queryset),
            Prefetch("attempt__tracks", Track.objects.filter(kind__in=EXAM_TRACKS).prefetch_related("joined_files")),
        )
    )  # fmt: skip


def standing(organisation_id: int) -> QuerySet[Verdict]:
    """Return the verdicts of an institution that stand and that their students do not know."""
    above = Verdict.objects.filter(attempt=OuterRef("attempt")).order_by("-at", "-pk").values("pk")[:1]
    rows = Verdict.objects.filter(attempt__enrolment__exam__is_rehearsal=False, released_at=None)
    return rows.filter(pk=Subquery(above), attempt__enrolment__student__organisation=organisation_id)


def prepared(rows: Iterable[Verdict], deadlines: Deadlines) -> list[Prepared]:
    """Return what each verdict (of `with_facts`) would tell, and what keeps it. No query."""
    return [_prepared(row, deadlines) for row in rows]


def _prepared(verdict: Any, deadlines: Deadlines) -> Prepared:
    attempt = verdict.attempt
    trust = getattr(attempt, "trust", None)
    events = told_events(attempt) if verdict.honest is False or attempt.policy.value().show_reasons else []
    told = {
        "v": FORMAT,
        "honest": verdict.honest,
        "reason": verdict.reason,
        "percent": trust.percent if trust else None,
        "events": [event for event, _ in events],
    }
    return Prepared(verdict, told, _code(verdict, events, deadlines))


def _code(verdict: Any, events: Sequence[tuple[dict[str, Any], bool]], deadlines: Deadlines) -> str:
    """Return the first reason why a verdict may not be told; empty where it may."""
    attempt = verdict.attempt
    trust = getattr(attempt, "trust", None)
    for code, holds in (
        ("released", verdict.released_at is not None),
        ("newer", verdict.is_above),
        ("running", not attempt.has_ended),
        ("analysing", attempt.started_at is not None and not (trust and trust.is_final)),
        ("joining", verdict.is_joining and not verdict.honest),
    ):
        if holds:
            return code
    missing = lacks(
        honest=verdict.honest,
        reason=verdict.reason,
        events=[ToTell(event["rule"], event["deduction"], has_clip) for event, has_clip in events],
        now=deadlines.now,
        answer_until=deadlines.answer_until,
        appeal_until=deadlines.appeal_until,
    )
    return str(missing[0]) if missing else ""


def told_events(attempt: Any) -> list[tuple[dict[str, Any], bool]]:
    """Return the events that a student is told, in order of time, each with whether there is something to look at."""
    trust = getattr(attempt, "trust", None)
    lines = {line.violation_id: line for line in trust.lines.all()} if trust else {}
    violations = list(attempt.violations.all())
    denied = among(attempt.denials.all(), violations).by_violation
    films = [film for track in attempt.tracks.all() for film in track.joined_files.all()]
    grace = attempt.policy.value().grace_seconds
    found = []
    for row in violations:
        line = lines.get(row.pk)
        has_clip = can_be_seen(row, films)
        if is_told(
            deduction=line.deduction if line else None,
            has_clip=has_clip,
            is_technical=row.definition.grade == Grade.TECHNICAL,
            denied=row.pk in denied,
        ):
            found.append((_event(row, line, grace), has_clip))
    return found


def can_be_seen(violation: Violation, films: Collection[JoinedFile]) -> bool:
    """Return whether a student can open a film or a picture of an event."""
    evidence = getattr(violation, "evidence", None)
    if evidence and evidence.blob_key:
        return True
    return any(
        film.start_seconds <= violation.end_seconds and violation.start_seconds <= film.end_seconds for film in films
    )


def _event(row: Violation, line: LedgerLine | None, grace_seconds: float) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "detail": row.detail,
        "start_seconds": row.start_seconds,
        "end_seconds": row.end_seconds,
        "direct": row.direct,
        "deduction": line.deduction if line else None,
        "rule": rule_text(row, line, grace_seconds),
    }
