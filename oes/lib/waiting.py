"""Where apps say what waits for somebody: each registers a source, and the board of the exam session shows them all."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from oes.domain.open_states import OpenState

Source = Callable[[Any, datetime], Iterable[OpenState]]
"""Takes a period and the moment, and returns what is open in it: with a fixed number of queries, and few rows, since
things of one kind that wait for one owner are one state with a count."""

_SOURCES: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source; an app calls this when it is ready. The same name again replaces the one before."""
    _SOURCES[name] = source


def told(period: Any, at: datetime) -> list[OpenState]:
    """Return what all sources say."""
    return [state for source in _SOURCES.values() for state in source(period, at)]
