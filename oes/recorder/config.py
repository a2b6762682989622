"""What the recorder page hands to its modules: addresses, facts of the attempt, sentences."""

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from oes.attempts.models import Attempt
from oes.recorder.queries import phones_may
from oes.recorder.texts import sentences


def page_config(request: HttpRequest, attempt: Attempt) -> dict[str, Any]:
    """Return plain data; no secret but the CSRF token, which any page of a form carries."""
    policy = attempt.policy.value()
    ended = (timezone.now() - attempt.ended_at).total_seconds() if attempt.ended_at else None
    return {
        "attempt": str(attempt.uuid),
        "api": f"/api/v1/attempts/{attempt.uuid}/",
        "tokenUrl": reverse("recorder:token", args=[attempt.uuid]),
        "csrf": get_token(request),
        "ticker": static("recorder/ticker.js"),
        "state": attempt.state,
        "tiers": list(policy.tiers),
        "phones": phones_may(attempt.enrolment.exam, policy),
        "title": attempt.enrolment.exam.title,
        "graceSeconds": policy.grace_seconds,
        "endedSecondsAgo": ended,
        "text": {key: str(text) for key, text in sentences().items()},
    }
