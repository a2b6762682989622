"""Who has a duty at an exam: observers look, and change nothing (W10)."""

from typing import Any

from django.db.models import Q

from oes.exams.models import ExamDuty


def is_observed_by(user: Any, prefix: str = "") -> Q:
    """Return the condition that somebody observes an exam; `prefix` leads to the exam, such as `enrolment__exam__`."""
    return Q(**{f"{prefix}duties__user": user, f"{prefix}duties__duty": ExamDuty.Duty.OBSERVER})


def is_observer(user: Any) -> Q:
    """Return the condition that a duty is somebody's observing."""
    return Q(user=user, duty=ExamDuty.Duty.OBSERVER)
