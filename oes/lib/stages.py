"""The worker's stages. An app registers a function that does one piece of waiting work, in `AppConfig.ready`."""

from collections.abc import Callable

Stage = Callable[[], bool]

_stages: dict[str, Stage] = {}


def register(name: str, run_once: Stage) -> None:
    """Add a stage. `run_once` does one piece of work and returns True, or returns False when none waits."""
    _stages[name] = run_once


def stages() -> dict[str, Stage]:
    """Return the stages by name, in the order of the apps."""
    return dict(_stages)
