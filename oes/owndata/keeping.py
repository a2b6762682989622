"""What keeps an attempt from being erased. Later stages add their reasons: a hold, the time that the rules promise."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from oes.attempts.models import Attempt
from oes.domain.erasure import Kept

Keeper = Callable[[Attempt, datetime], Sequence[Kept]]

_keepers: list[str] = []
_relations: set[str] = set()


def register(path: str, *, relation: str) -> None:
    """Add a function by its dotted path, in `AppConfig.ready`: it returns why an attempt is kept at a moment.

    `relation`: the attempt's rows that it reads, so that a list fetches them all at once.
    """
    _relations.add(relation)
    if path not in _keepers:
        _keepers.append(path)


def fetch_reasons(attempts: Iterable[Attempt]) -> None:
    """Fetch what `reasons_to_keep` reads of many attempts."""
    prefetch_related_objects(list(attempts), *_relations)


def reasons_to_keep(attempt: Attempt, now: datetime) -> list[Kept]:
    """Return all that stands in the way of erasing an attempt; empty where nothing does."""
    reasons = [] if attempt.has_ended else [Kept(_("The exam is still running."))]
    for path in _keepers:
        keeper: Keeper = import_string(path)
        reasons += keeper(attempt, now)
    return reasons
