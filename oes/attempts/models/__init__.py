"""One sitting of one exam by one student, and what belongs to it: consent, checks, allowances, tokens, marks."""

from oes.attempts.models.allowances import Allowance, Pause
from oes.attempts.models.attempts import Attempt, AttemptMark, AttemptQuerySet, AttemptRelease, Consent, ConsentText
from oes.attempts.models.checks import (
    MOST_TRIES,
    PICTURED,
    Challenge,
    Check,
    IdentityCheck,
    SafeBrowserCheck,
    ScreenCheck,
)
from oes.attempts.models.deletions import Deletion
from oes.attempts.models.tokens import AccessToken

__all__ = [
    "MOST_TRIES",
    "PICTURED",
    "AccessToken",
    "Allowance",
    "Attempt",
    "AttemptMark",
    "AttemptQuerySet",
    "AttemptRelease",
    "Challenge",
    "Check",
    "Consent",
    "ConsentText",
    "Deletion",
    "IdentityCheck",
    "Pause",
    "SafeBrowserCheck",
    "ScreenCheck",
]
