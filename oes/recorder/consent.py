"""The text that a student agrees to."""

from oes.domain.policy import Policy

CONSENT_TEXT_VERSION = "2026-11"
"""Changes with every change of meaning in `recorder/_consent_text.html`; kept with each answer."""
LISTENING = "+speech"


def consent_version(policy: Policy) -> str:
    """Return the version of the text as these rules make it: it says so where a program listens to the sound."""
    return CONSENT_TEXT_VERSION + (LISTENING if policy.listens else "")
