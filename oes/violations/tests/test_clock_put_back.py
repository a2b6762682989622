"""A server clock that was ahead leaves moments of the future behind: they keep no attempt from a rebuild."""

from datetime import timedelta

from django.utils import timezone

from oes.attempts.models import Attempt
from oes.domain.policy import Policy
from oes.violations import services
from oes.violations.models import Trust
from oes.violations.tests.scenes import SITTING, film, frame, sat


def test_a_clock_that_was_put_back_hides_no_change(enrolment):
    attempt = sat(enrolment, seconds=160.0, policy=Policy())
    film(attempt, [frame(at, SITTING) for at in range(160)])
    services.rebuild(attempt)
    ahead = timezone.now() + timedelta(minutes=30)
    Trust.objects.update(seen_changed_at=ahead, built_at=ahead, claimed_at=ahead)
    Attempt.objects.update(changed_at=timezone.now())
    assert services.rebuild_next() is True
    assert services.rebuild_next() is False
