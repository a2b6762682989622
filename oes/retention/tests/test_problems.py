"""Technical problems go with the attempt, or after a year."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from oes.portal.models import Problem
from oes.portal.problem_services import report_problem
from oes.retention.expiry import tidy
from oes.retention.removal import result_rows


def test_a_problem_goes_with_its_attempt(attempt, aigerim):
    report_problem(uuid=uuid4(), student=aigerim, attempt=attempt, kind="camera", text="?")
    result_rows(attempt)
    assert not Problem.objects.exists()


def test_one_without_an_attempt_goes_a_year_after_its_last_change(aigerim):
    old, new = (report_problem(uuid=uuid4(), student=aigerim, kind="other", text="?") for _ in range(2))
    Problem.objects.filter(pk=old.pk).update(changed_at=timezone.now() - timedelta(days=366))
    tidy()
    assert Problem.objects.get() == new
