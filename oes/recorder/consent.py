"""The text that a student agrees to."""

from oes.domain.policy import Policy, ProgramUse

CONSENT_TEXT_VERSION = "2027-01"
"""Changes with every change of meaning in `recorder/_consent_text.html`; kept with each answer."""


def consent_facts(policy: Policy) -> dict[str, bool]:
    """Return what the text says only where these rules have it, by the name that the template knows."""
    return {
        "sound": policy.sound_kbps > 0,
        "speech": policy.listens,
        "movements": policy.challenge_at_start or policy.random_challenges > 0,
        "extension": policy.extension != ProgramUse.OFF,
        "words": any(policy.read_words().values()),
        "guard": policy.guard != "off",
    }


def consent_version(policy: Policy) -> str:
    """Return the version of the text as these rules make it, such as 2027-01+sound+movements."""
    return "+".join([CONSENT_TEXT_VERSION, *(name for name, said in consent_facts(policy).items() if said)])
