"""The row of a student on the students page (G5-G9)."""

from django.utils import timezone

from oes.attempts.models import Attempt
from oes.domain.durations import total_displayed_minutes
from oes.domain.trust import CountedExam, TrustState, overall_trust
from oes.exams.models import Student
from oes.violations.models import StudentSummary, Trust, Violation


def rebuild_summary(student: Student) -> StudentSummary:
    """Sum up a student's attempts. Uncounted ones add their minutes, but no exam (G9); a running one is not yet one."""
    attempts = (
        Attempt.objects.real().filter(enrolment__student=student, started_at__isnull=False).select_related("trust")
    )
    rows = [(a, _trust(a), a.duration_seconds(timezone.now())) for a in attempts]
    judged = [(t, seconds) for a, t, seconds in rows if t is not None and a.has_ended]
    counted = [(t, seconds) for t, seconds in judged if t.state != TrustState.TOO_SHORT]
    exams = [CountedExam(t.percent, seconds) for t, seconds in counted]
    percents = [t.percent for t, _ in counted if t.percent is not None]
    thin = [t.coverage for t, _ in counted if t.state == TrustState.INSUFFICIENT_EVIDENCE]
    row, _ = StudentSummary.objects.update_or_create(
        student=student,
        defaults={
            "exams": len(exams),
            "displayed_minutes": total_displayed_minutes(seconds for _, _, seconds in rows),
            "trust_percent": overall_trust(exams),
            "worst_percent": min(percents, default=None),
            "insufficient": bool(thin),
            "least_coverage": min(thin, default=None),
            "direct_violations": _direct(student),
        },
    )
    return row


def _direct(student: Student) -> int:
    """Return the number of direct violations, without those of kinds that an accommodation takes the weight of."""
    found = Violation.objects.filter(attempt__enrolment__student=student, direct=True)
    return found.exclude(lines__by_accommodation=True).count()


def _trust(attempt: Attempt) -> Trust | None:
    return getattr(attempt, "trust", None)
