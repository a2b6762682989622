"""Where later apps say which weights of the rules a person should look at: the form of new rules shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Proposal:
    """A kind of violation that should weigh nothing: so many of its events were denied, of so many decided."""

    kind: str
    label: str
    """Its English caption, translated where it is shown."""
    denied: int
    decided: int


Source = Callable[[Any], list[Proposal]]
"""Takes an institution; a fixed number of queries."""
_SOURCES: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source; an app calls this when it is ready. The same name again replaces the one before."""
    _SOURCES[name] = source


def told(organisation: Any) -> list[Proposal]:
    """Return what all sources propose."""
    return [one for source in _SOURCES.values() for one in source(organisation)]
