"""What the recorder page hands to its modules: addresses, facts of the attempt, sentences."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from oes.attempts.models import Attempt
from oes.attempts.services import allowed_tiers
from oes.domain.policy import Policy
from oes.domain.violations import KINDS, Grade
from oes.lib.extensions import chromium_ids
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
        "reportUrl": f"{reverse('portal:problem_new')}?attempt={attempt.uuid}",
        "csrf": get_token(request),
        "ticker": static("recorder/ticker.js"),
        "state": attempt.state,
        "tiers": list(allowed_tiers(attempt)),
        "guard": policy.guard,
        "guardUrl": settings.OES_GUARD_URL,
        "phones": phones_may(attempt.enrolment.exam, policy),
        "title": attempt.enrolment.exam.title,
        "graceSeconds": policy.grace_seconds,
        "endedSecondsAgo": ended,
        "extension": _extension(policy),
        "captions": {key: gettext(kind.label) for key, kind in KINDS.items() if kind.grade != Grade.TECHNICAL},
        "text": {key: str(text) for key, text in sentences().items()},
    }


def _extension(policy: Policy) -> dict[str, Any]:
    """Return whether the browser extension is asked for, how Chromium knows it, and where it is explained."""
    return {
        "mode": str(policy.extension),
        "ids": chromium_ids(),
        "page": reverse("extension:install"),
        "language": get_language() or "",
    }
