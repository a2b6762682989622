"""Reads for the photo report: one frozen value that the page and the PDF both show (G16, G17)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oes.accounts.models import Organisation
from oes.attempts.models import Attempt
from oes.domain.trust import TrustState
from oes.evidence.models import SignedHead
from oes.evidence.queries import newest_head
from oes.exams.seat_queries import number_words, seat_of
from oes.lib.moments import full_moment, report_span, seconds_in_words, zone_in_words
from oes.recordings.models import FaultLine
from oes.reports.entries import Entry, entries
from oes.review.account_words import cause_counts
from oes.review.answers import SaidAnswer, answers_of
from oes.review.card_queries import attempt_trust, coverage_percent, mark_text
from oes.review.comparison_queries import with_said
from oes.review.deleted import deleted_of
from oes.review.denials import Denials, after_review, denials_of
from oes.review.figures import TrustFigure
from oes.review.grades import LegendLine, legend
from oes.review.layers import layers_of
from oes.review.words import counts_of, with_grade
from oes.violations.models import Violation


@dataclass(frozen=True, slots=True)
class PhotoReport:
    """Everything the report says. `total` counts neither verification steps nor technical faults."""

    attempt: UUID
    student: UUID
    organisation: str
    full_name: str
    exam: str
    session_of: str
    facts: tuple[tuple[str, str], ...]
    trust: TrustFigure
    state: str
    total: int
    direct: int
    technical: int
    marks: tuple[str, ...]
    entries: tuple[Entry, ...]
    legend: tuple[LegendLine, ...]
    drawn_up: str
    signed: SignedHead | None
    """The newest signature under the attempt's chain; None while there is none."""
    lost_answers: tuple[SaidAnswer, ...]
    """What the student said to events that are found no more."""

    @property
    def direct_percent(self) -> int:
        """Return the share of direct violations among all, rounded half up; 0 of none."""
        return int(self.direct * 100 / self.total + 0.5) if self.total else 0


def started_attempt(uuid: UUID, organisation: Organisation) -> Attempt | None:
    """Return an attempt of this institution that has a clock, with what the report needs."""
    return (
        Attempt.objects.real()
        .filter(uuid=uuid, enrolment__student__organisation=organisation, started_at__isnull=False)
        .select_related("enrolment__student__study_group", "enrolment__exam", "policy", "trust")
        .first()
    )


def photo_report(*, attempt: Attempt, organisation: Organisation, now: datetime) -> PhotoReport:
    """Return the report as of `now`. Eighteen queries, however many entries there are."""
    zone = ZoneInfo(organisation.time_zone)
    found = Violation.objects.filter(attempt=attempt).select_related("evidence").prefetch_related("lines")
    violations = list(with_grade(found))
    checks = [*attempt.screenchecks.all(), *with_said(attempt.identitychecks.all()), *attempt.challenges.all()]
    done = attempt.clock_seconds(now)
    shown = [check for check in checks if check.done_at or check.at_seconds <= done]
    answers = answers_of(attempt, violations)
    denials = denials_of(attempt, violations)
    listed = entries(attempt, violations, shown, zone, answers.by_violation, denials.by_violation)
    counted, faults = counts_of(violations), list(FaultLine.objects.filter(attempt=attempt))
    student, exam = attempt.enrolment.student, attempt.enrolment.exam
    return PhotoReport(
        attempt=attempt.uuid,
        student=student.uuid,
        organisation=organisation.name,
        full_name=student.full_name,
        exam=exam.title,
        session_of=full_moment(attempt.started_at, zone),
        facts=(*_facts(attempt, zone, now, faults), *_reviewed(attempt, violations, denials)),
        trust=attempt_trust(attempt),
        state=_state(attempt),
        **counted._replace(technical=counted.technical + len(faults))._asdict(),
        marks=(
            *(mark_text(mark) for mark in attempt.marks.all()),
            *deleted_of(attempt.deletions.select_related("organisation")).marks,
        ),
        entries=tuple(listed),
        legend=legend((row, next(iter(row.lines.all()), None)) for row in violations),
        drawn_up=full_moment(now, zone),
        signed=newest_head(attempt.uuid),
        lost_answers=answers.lost,
    )


def _facts(attempt: Attempt, zone: ZoneInfo, now: datetime, faults: list[FaultLine]) -> tuple[tuple[str, str], ...]:
    student, exam = attempt.enrolment.student, attempt.enrolment.exam
    covered = coverage_percent(attempt)
    layers = layers_of(attempt, now)
    ended = full_moment(attempt.ended_at, zone) if attempt.ended_at else _("still running")
    seat = seat_of(attempt.enrolment, attempt.started_at)
    return (
        (_("Full name"), student.full_name),
        (_("Group"), student.study_group.code),
        (_("Record book number"), student.record_book_number),
        (_("Room number"), (seat.seat.place.name if seat else exam.room) or "-"),
        *([(_("Seat"), number_words(seat))] if seat else []),
        (_("Exam"), exam.title),
        (_("Session of"), full_moment(attempt.started_at, zone)),
        (_("End"), ended),
        (_("Duration"), seconds_in_words(attempt.duration_seconds(now))),
        *_breaks(attempt, zone, now),
        (_("Recorded"), layers.tier),
        (_("Layers"), layers.sentence),
        (_("Coverage"), "-" if covered is None else f"{covered}%"),
        *([(_("Technical faults, without weight"), cause_counts(faults))] if faults else []),
        (_("Rules, version"), str(attempt.policy.version)),
        (_("Time zone"), zone_in_words(zone, attempt.started_at)),
    )


def _reviewed(attempt: Attempt, violations: Iterable[Violation], denials: Denials) -> list[tuple[str, str]]:
    """Return the trust after review as one fact; none where nobody denied an event."""
    lines = [line for violation in violations for line in violation.lines.all()]
    percent = after_review(attempt_trust(attempt).percent, lines, denials)
    told = ngettext("%(n)d event denied", "%(n)d events denied", len(denials.by_violation))
    counted = told % {"n": len(denials.by_violation)}
    return [] if percent is None else [(_("Trust after review"), f"{percent}% ({counted})")]


def _breaks(attempt: Attempt, zone: ZoneInfo, now: datetime) -> list[tuple[str, str]]:
    """Return the granted breaks that were taken as one fact; none where there were none."""
    started_at = attempt.started_at
    spans = attempt.pause_spans(now)
    if not spans or started_at is None:
        return []
    told = [
        report_span(started_at + timedelta(seconds=span.start), started_at + timedelta(seconds=span.end), zone)
        for span in spans
    ]
    return [(_("Granted breaks"), "; ".join(told))]


def _state(attempt: Attempt) -> str:
    trust = getattr(attempt, "trust", None)
    if trust is None:
        return _("Not analysed yet")
    if trust.state == TrustState.TOO_SHORT:
        return _("Too short to count as an exam") if attempt.has_ended else _("Still within the first minutes")
    if trust.state == TrustState.WITHDRAWN:
        return _("The student withdrew the consent: no percent is stated, the institution decides")
    if trust.state == TrustState.INSUFFICIENT_EVIDENCE:
        return _("Insufficient evidence: too little was recorded to state a percent")
    return "" if trust.is_final else _("Provisional: the analysis is not finished")
