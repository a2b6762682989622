"""The text that a student agrees to before a rehearsal."""

from oes.domain.policy import Policy

CONSENT_TEXT_VERSION = "2027-01-rehearsal"
"""Changes with every change of meaning in `rehearsals/begin.html`; kept with each answer."""


def consent_version(policy: Policy) -> str:
    """Return the version of the text as these rules make it, such as 2027-01-rehearsal+sound."""
    return CONSENT_TEXT_VERSION + ("+sound" if policy.sound_kbps > 0 else "")
