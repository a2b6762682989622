"""What keeps an attempt from being erased. Later stages add their reasons: a hold, the time that the rules promise."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from oes.attempts.models import Attempt
from oes.domain.erasure import Kept

Keeper = Callable[[Attempt, datetime], Sequence[Kept]]

_keepers: list[str] = []


def register(path: str) -> None:
    """Add a function by its dotted path, in `AppConfig.ready`: it returns why an attempt is kept at a moment."""
    if path not in _keepers:
        _keepers.append(path)


def reasons_to_keep(attempt: Attempt, now: datetime) -> list[Kept]:
    """Return all that stands in the way of erasing an attempt; empty where nothing does."""
    reasons = [] if attempt.has_ended else [Kept(_("The exam is still running."))]
    for path in _keepers:
        keeper: Keeper = import_string(path)
        reasons += keeper(attempt, now)
    return reasons
