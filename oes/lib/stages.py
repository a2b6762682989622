"""The worker's stages. An app names a function that does one piece of waiting work, in `AppConfig.ready`."""

from collections.abc import Callable

from django.utils.module_loading import import_string

Stage = Callable[[], bool]

_stages: dict[str, tuple[str, float]] = {}


def register(name: str, path: str, *, every_seconds: float = 0.0) -> None:
    """Add a stage by the dotted path of its function; only a worker loads it (networks are heavy).

    The function does one piece of work and returns True, or returns False when none waits; then it is asked
    again after `every_seconds` at the earliest.
    """
    _stages[name] = (path, every_seconds)


def stages() -> list[tuple[str, Stage, float]]:
    """Return each stage's name, function and seconds between questions, in the order of the apps."""
    return [(name, import_string(path), seconds) for name, (path, seconds) in _stages.items()]


class CannotWork(Exception):
    """The worker lacks something without which no piece can be done; it stops and says this sentence."""


_checks: list[str] = []


def register_check(path: str) -> None:
    """Add a function that a worker calls before it begins; it raises CannotWork."""
    _checks.append(path)


def check() -> None:
    """Raise CannotWork where a worker would only do harm."""
    for path in _checks:
        import_string(path)()
