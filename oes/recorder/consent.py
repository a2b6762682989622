"""The text that a student agrees to."""

from oes.domain.policy import Biometrics, Policy, ProgramUse
from oes.domain.tiers import Tier

CONSENT_TEXT_VERSION = "2027-02"
"""Changes with every change of meaning in `recorder/_consent_text.html`; kept with each answer."""


def consent_facts(policy: Policy, *, safe_browser: bool = False) -> dict[str, bool]:
    """Return which parts of the text these rules make true. `safe_browser`: the exam uses Safe Exam Browser."""
    return {
        "sound": policy.sound_kbps > 0,
        "speech": policy.listens,
        "movements": policy.challenge_at_start or policy.random_challenges > 0,
        "pictures": Tier.STILLS in policy.tiers,
        "extension": policy.extension != ProgramUse.OFF,
        "words": any(policy.read_words().values()),
        "guard": policy.guard != ProgramUse.OFF,
        "seb": safe_browser,
        "face_choice": policy.biometrics == Biometrics.CHOICE,
        "no_faces": policy.biometrics == Biometrics.OFF,
    }


def consent_version(policy: Policy, *, safe_browser: bool = False) -> str:
    """Return the version of the text as these rules make it, such as 2027-02+sound+movements."""
    facts = consent_facts(policy, safe_browser=safe_browser)
    return "+".join([CONSENT_TEXT_VERSION, *(name for name, said in facts.items() if said)])
