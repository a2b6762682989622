"""Reads for the detailed report: one attempt with all that its page shows, in a fixed number of queries (G20-G24)."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from oes.accounts.links import HOUR, Links
from oes.accounts.models import Organisation, Role
from oes.attempts.models import Attempt, Challenge, IdentityCheck, ScreenCheck
from oes.domain.durations import displayed_minutes
from oes.domain.spans import measured
from oes.domain.timeline import PAUSE
from oes.domain.trust import TrustState
from oes.exams.duties import is_observed_by
from oes.recordings.models import EXAM_TRACKS, Gap
from oes.recordings.playback import PlayedTrack, playback_of
from oes.review.answers import Contested, SaidAnswer, answers_of, contested_of
from oes.review.card_queries import attempt_trust, coverage_percent, mark_text
from oes.review.comparison_queries import with_said
from oes.review.deleted import Deleted, deleted_of
from oes.review.denials import SaidDenial, denials_of
from oes.review.detailed_words import Pin, Shown, check_pins, gap_words, shown_violations
from oes.review.figures import TrustFigure, whole_percent
from oes.review.grades import LegendLine, legend
from oes.review.layers import Layers, layers_of
from oes.review.ledger import Ledger, ledger_of
from oes.review.models import Verdict
from oes.review.words import Counts, counts_of, live_word, uncounted_words, with_grade
from oes.violations.models import LedgerLine, Trust, Violation

TOLD_TWICE_SECONDS = 15.0
_CURSOR = re.compile(r"(\d{1,9})-(\d{1,12}\.\d{3})")


@dataclass(frozen=True, slots=True)
class ShownGap:
    """Seconds that a track lacks, with the reason in words."""

    track: str
    start_seconds: float
    end_seconds: float
    reason: str
    caption: str


@dataclass(frozen=True, slots=True)
class Report:
    """The whole page. `too_short` and `live` are sentences or empty. `duration_seconds`: of the attempt's clock, with
    the breaks; `minutes`: without them."""

    attempt: Attempt
    duration_seconds: float
    minutes: int
    layers: Layers
    breaks: int
    break_minutes: int
    grace_seconds: float
    trust: TrustFigure
    trust_state: str
    trust_final: bool
    coverage_percent: int | None
    coverage_minimum: int
    too_short: str
    live: str
    marks: tuple[str, ...]
    deleted: Deleted
    verdicts: tuple[Verdict, ...]
    counts: Counts
    violations: tuple[Shown, ...]
    gaps: tuple[ShownGap, ...]
    pins: tuple[Pin, ...]
    ledger: Ledger
    lost_answers: tuple[SaidAnswer, ...]
    """What the student said to events that are found no more."""
    lost_denials: tuple[SaidDenial, ...]
    contested: Contested
    """How many events the student answered, and appealed against."""
    legend: tuple[LegendLine, ...]
    tracks: tuple[PlayedTrack, ...]

    @property
    def verdict(self) -> Verdict | None:
        """Return the verdict that stands."""
        return self.verdicts[0] if self.verdicts else None

    @property
    def faults(self) -> tuple[ShownGap, ...]:
        """Return the gaps that are missing recording: a granted break is none."""
        return tuple(gap for gap in self.gaps if gap.reason != PAUSE)

    @property
    def is_insufficient(self) -> bool:
        return self.trust_state == TrustState.INSUFFICIENT_EVIDENCE

    @property
    def is_withdrawn(self) -> bool:
        return self.trust_state == TrustState.WITHDRAWN

    @property
    def is_recorded(self) -> bool:
        """Return whether there is anything to play."""
        return any(track.parts or track.segments for track in self.tracks)


def attempts_of(organisation: Organisation) -> QuerySet[Attempt]:
    """Return the attempts whose reports an organisation may see, with what heads them."""
    known = Attempt.objects.real().filter(enrolment__student__organisation=organisation, started_at__isnull=False)
    return known.select_related("enrolment__exam", "enrolment__student__study_group", "policy", "trust")


def may_judge(user: Any) -> bool:
    """Return whether somebody decides about attempts: who only observes does not."""
    return bool(user.has_role(Role.ADMINISTRATION) or user.has_role(Role.REVIEWER))


def attempts_seen_by(user: Any, organisation: Organisation) -> QuerySet[Attempt]:
    """Return the attempts whose reports somebody may open: an observer those of the own exams."""
    rows = attempts_of(organisation)
    return rows if may_judge(user) else rows.filter(is_observed_by(user, "enrolment__exam__"))


def report_of(attempt: Attempt, *, links: Links, now: datetime, after: datetime | None = None) -> Report:
    """Return the report of an attempt that `attempts_of` gave. The number of queries does not depend on its rows.

    With `after` it lists only the segments that were analysed since.
    """
    policy, trust = attempt.policy.value(), _trust(attempt)
    clock, pauses = attempt.clock_seconds(now), attempt.pause_spans(now)
    duration = clock - measured(pauses)
    violations = list(_violations(attempt))
    deleted = deleted_of(attempt.deletions.select_related("organisation"))
    lines = list(LedgerLine.objects.filter(trust=trust).select_related("violation")) if trust else []
    return Report(
        attempt=attempt,
        duration_seconds=round(clock, 3),
        minutes=displayed_minutes(duration),
        layers=layers_of(attempt, now),
        breaks=len(pauses),
        break_minutes=displayed_minutes(measured(pauses)),
        grace_seconds=policy.grace_seconds,
        trust=attempt_trust(attempt),
        trust_state=trust.state if trust else "",
        trust_final=bool(trust and trust.is_final),
        coverage_percent=coverage_percent(attempt),
        coverage_minimum=whole_percent(policy.coverage_minimum),
        too_short=uncounted_words(attempt, now),
        live=live_word(attempt),
        marks=(*(mark_text(mark) for mark in attempt.marks.all()), *deleted.marks),
        deleted=deleted,
        verdicts=tuple(Verdict.objects.filter(attempt=attempt).select_related("by")),
        counts=counts_of(violations),
        gaps=tuple(_gap(gap) for gap in Gap.objects.filter(attempt=attempt, track__in=EXAM_TRACKS)),
        pins=_pins(attempt, links),
        tracks=tuple(playback_of(attempt=attempt, links=links, after=after)),
        **_judged(attempt, violations, lines, links),
    )


def _judged(attempt: Attempt, violations: list[Violation], lines: list[LedgerLine], links: Links) -> dict[str, Any]:
    """Return the events, their ledger, and what people said to them."""
    trust, weighed = _trust(attempt), {line.violation_id: line for line in lines}
    answers, denials = answers_of(attempt, violations), denials_of(attempt, violations)
    grace_seconds = attempt.policy.value().grace_seconds
    return {
        "violations": shown_violations(violations, lines, grace_seconds, links, denials.by_violation),
        "ledger": ledger_of(
            lines,
            violations,
            grace_seconds,
            percent=trust.percent if trust else None,
            answers=answers.by_violation,
            denials=denials,
        ),
        "lost_answers": answers.lost,
        "lost_denials": denials.lost,
        "contested": contested_of(attempt, answers, violations),
        "legend": legend((row, weighed.get(row.pk)) for row in violations),
    }


def cursor_of(now: datetime) -> str:
    """Return the word by which a page's next poll asks only for segments that came after this one."""
    return f"{int(now.timestamp() // HOUR)}-{now.timestamp():.3f}"


def after_of(cursor: str, now: datetime) -> datetime | None:
    """Return since when a cursor's page lacks segments, or None where it needs them all.

    It does when the hour has changed, and the links with it. Some seconds are told twice, since two workers may
    commit in another order than they looked at the clock.
    """
    told = _CURSOR.fullmatch(cursor)
    if told is None or int(told[1]) != int(now.timestamp() // HOUR):
        return None
    return datetime.fromtimestamp(min(float(told[2]), now.timestamp()) - TOLD_TWICE_SECONDS, UTC)


def version_of(attempt: Attempt, now: datetime) -> str:
    """Return a word that changes whenever the report of an attempt does. One query.

    Links to the recording live for a few hours and are renewed every hour, so the word changes with it.
    """
    trust = _trust(attempt)
    verdict = Verdict.objects.filter(attempt=attempt).values_list("pk", flat=True).first()
    told: list[Any] = [
        attempt.pk, attempt.state, attempt.changed_at, verdict, get_language(),
        int(now.timestamp() // HOUR),
    ]  # fmt: skip
    if trust:
        told += [trust.built_at, trust.is_final, trust.percent, trust.state]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def _trust(attempt: Attempt) -> Trust | None:
    return getattr(attempt, "trust", None)


def _violations(attempt: Attempt) -> QuerySet[Violation]:
    return with_grade(Violation.objects.filter(attempt=attempt).select_related("evidence"))


def _pins(attempt: Attempt, links: Links) -> tuple[Pin, ...]:
    faces = with_said(IdentityCheck.objects.filter(attempt=attempt))
    return check_pins(links, faces, *(model.objects.filter(attempt=attempt) for model in (ScreenCheck, Challenge)))


def _gap(gap: Gap) -> ShownGap:
    return ShownGap(gap.track, gap.start_seconds, gap.end_seconds, gap.reason, gap_words(gap.reason))
