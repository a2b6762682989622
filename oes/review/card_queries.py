"""Reads for the student card: the student, and one row per attempt, newest first (G13, G14)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext, ngettext

from oes.attempts.allowances import terms_of
from oes.attempts.models import Attempt, AttemptMark, AttemptRelease, IdentityCheck
from oes.domain.accommodation import Terms
from oes.domain.durations import displayed_minutes
from oes.domain.trust import TrustState
from oes.exams.models import ReferencePhoto, Student
from oes.exams.seat_queries import booking_of, seat_words, with_seats
from oes.journal import services as journal
from oes.review.deleted import deleted_of, with_deletions
from oes.review.denials import after_review, among, with_denials
from oes.review.figures import TrustFigure, trust_figure, whole_percent
from oes.review.layers import tier_words
from oes.review.models import Verdict
from oes.review.pictures import PictureRef
from oes.review.words import Counts, counts_of, live_word, uncounted_words, with_grade
from oes.violations.models import LedgerLine, Violation

SEEN = ("attempt", "kind", "direct", "detail", "start_seconds", "end_seconds")
WEIGHED = ("trust", "violation__kind", "uncapped", "cap")
CONTINUOUS_SECONDS = 0.5
"""Less than this between two segments is no gap (docs/account.md)."""


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One row. `uncounted` is the reason why it is no exam, or empty; `live` says what is still going on."""

    attempt: Attempt
    minutes: int
    trust: TrustFigure
    after_review: int | None
    uncounted: str
    live: str
    coverage_percent: int | None
    """How much of what counts was recorded; None before it was measured."""
    tier: str
    """How it was recorded; empty before "OK"."""
    marks: tuple[str, ...]
    picture: PictureRef | None
    counts: Counts
    verdicts: tuple[Verdict, ...]
    releases: tuple[AttemptRelease, ...]
    terms: Terms
    breaks: int
    can_release: bool
    seat: str
    """Place and seat at the university, or the exam's room; empty where neither is known."""
    problems: int
    """How many technical problems the student reported of it."""

    @property
    def verdict(self) -> Verdict | None:
        """Return the verdict that stands."""
        return self.verdicts[0] if self.verdicts else None


@dataclass(frozen=True, slots=True)
class Card:
    """The whole page."""

    student: Student
    exams: int
    trust: TrustFigure
    photo: PictureRef | None
    accommodated: bool
    """Whether the student has or had an accommodation."""
    rows: tuple[AttemptRow, ...]


def card(*, student: Student, now: datetime) -> Card:
    """Return the card; the number of queries does not depend on the number of attempts."""
    photo = _reference(student)
    attempts = list(_attempts(student))
    newest = {attempt.enrolment_id: attempt.pk for attempt in reversed(attempts)}
    reported = journal.counts(subjects=[attempt.uuid for attempt in attempts], action="problem_reported")
    rows = tuple(_row(a, now, photo, newest[a.enrolment_id] == a.pk, reported.get(a.uuid, 0)) for a in attempts)
    summary = getattr(student, "summary", None)
    accommodated = student.accommodations.exists()
    if summary is None:
        return Card(student, 0, trust_figure(None), photo, accommodated, rows)
    trust = trust_figure(summary.trust_percent, insufficient=summary.insufficient, coverage=summary.least_coverage)
    return Card(student, summary.exams, trust, photo, accommodated, rows)


def mark_text(mark: AttemptMark) -> str:
    """Return a mark in words, with its minutes where it has any."""
    if mark.kind == AttemptMark.Kind.ENDED_EARLY and mark.minutes is not None:
        return ngettext(
            "Ended %(minutes)d minute early without the testing system's word",
            "Ended %(minutes)d minutes early without the testing system's word",
            mark.minutes,
        ) % {"minutes": mark.minutes}
    return str(mark.get_kind_display())


def attempt_trust(attempt: Attempt) -> TrustFigure:
    """Return the trust of one attempt as it is shown."""
    trust = getattr(attempt, "trust", None)
    if trust is None:
        return trust_figure(None)
    insufficient = trust.state == TrustState.INSUFFICIENT_EVIDENCE
    return trust_figure(trust.percent, insufficient=insufficient, coverage=trust.coverage)


def reviewed_percent(attempt: Attempt) -> int | None:
    """Return the trust after review of an attempt that came with its violations, lines and denials; else None."""
    trust = getattr(attempt, "trust", None)
    if trust is None or not attempt.denials.all():
        return None
    return after_review(trust.percent, trust.lines.all(), among(attempt.denials.all(), attempt.violations.all()))


def coverage_percent(attempt: Attempt) -> int | None:
    """Return the coverage that every report prints; None where it has not been measured yet."""
    trust = getattr(attempt, "trust", None)
    if trust is None or (trust.seen_changed_at is None and not trust.is_final):
        return None  # the row is there before the first rebuild
    if (1 - trust.coverage) * trust.counted_seconds < CONTINUOUS_SECONDS:
        return 100  # as the account of the recording says: every second is stored
    return whole_percent(trust.coverage)


def _reference(student: Student) -> PictureRef | None:
    approved = ReferencePhoto.objects.filter(student=student, state=ReferencePhoto.State.APPROVED)
    newest = approved.order_by("-decided_at", "-pk").first()
    return PictureRef("reference", str(newest.uuid)) if newest else None


def _attempts(student: Student) -> QuerySet[Attempt]:
    faces = IdentityCheck.objects.exclude(blob_key="").order_by("at_seconds", "pk")
    releases = AttemptRelease.objects.select_related("by").order_by("-at")
    return (
        Attempt.objects.real()
        .filter(enrolment__student=student)
        .select_related("enrolment__exam", "policy", "trust")
        .prefetch_related(
            "marks",
            with_deletions(),
            "allowances",
            "pauses",
            Prefetch("identitychecks", queryset=faces),
            Prefetch("violations", queryset=with_grade(Violation.objects.only(*SEEN))),
            Prefetch("trust__lines", queryset=LedgerLine.objects.select_related("violation").only(*WEIGHED)),
            with_denials(),
            Prefetch("verdicts", queryset=Verdict.objects.select_related("by")),
            Prefetch("enrolment__releases", queryset=releases),
            with_seats("enrolment__"),
        )
        .order_by("-created_at", "-pk")
    )


def _row(attempt: Any, now: datetime, photo: PictureRef | None, is_newest: bool, problems: int) -> AttemptRow:
    exam, enrolment = attempt.enrolment.exam, attempt.enrolment
    faces = attempt.identitychecks.all()
    used_up = attempt.attempt_number >= exam.maximum_attempts + enrolment.extra_attempts
    return AttemptRow(
        attempt=attempt,
        minutes=displayed_minutes(attempt.duration_seconds(now)),
        trust=attempt_trust(attempt),
        after_review=reviewed_percent(attempt),
        uncounted=uncounted_words(attempt, now),
        live=live_word(attempt),
        coverage_percent=coverage_percent(attempt),
        tier=tier_words(attempt.tier) if attempt.started_at else "",
        marks=(*(mark_text(mark) for mark in attempt.marks.all()), *deleted_of(attempt.deletions.all()).marks),
        picture=PictureRef("identity", str(faces[0].uuid)) if faces else photo,
        counts=counts_of(attempt.violations.all()),
        verdicts=tuple(attempt.verdicts.all()),
        releases=tuple(enrolment.releases.all()) if is_newest else (),
        terms=terms_of(attempt),
        breaks=len(attempt.pauses.all()),
        can_release=is_newest and attempt.has_ended and used_up,
        seat=_seat(attempt),
        problems=problems,
    )


def _seat(attempt: Any) -> str:
    enrolment, started_at = attempt.enrolment, attempt.started_at
    booking = booking_of(enrolment.live_bookings, started_at) if started_at else None
    if booking:
        return seat_words(booking)
    return gettext("room %(room)s") % {"room": enrolment.exam.room} if enrolment.exam.room else ""
