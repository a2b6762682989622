"""What becomes of somebody's open work when the account is closed: each app that gives work out registers a way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Handed:
    """What was done with open work. `on`: given to others, or back to all; `left`: nobody else may take it."""

    on: int = 0
    left: int = 0

    def __add__(self, other: "Handed") -> "Handed":
        return Handed(self.on + other.on, self.left + other.left)


Way = Callable[[Any, Any], Handed]
"""Takes who leaves and who closed the account; called in the transaction of the closing."""

_WAYS: dict[str, Way] = {}


def register(name: str, way: Way) -> None:
    """Add a way; an app calls this when it is ready. The same name again replaces the one before."""
    _WAYS[name] = way


def hand_on(user: Any, by: Any) -> Handed:
    """Give all open work of somebody to others."""
    return sum((way(user, by) for way in _WAYS.values()), Handed())
