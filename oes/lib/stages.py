"""The worker's stages. An app names a function that does one piece of waiting work, in `AppConfig.ready`."""

from collections.abc import Callable

from django.utils.module_loading import import_string

Stage = Callable[[], bool]

_paths: dict[str, str] = {}


def register(name: str, path: str) -> None:
    """Add a stage by the dotted path of its function; only a worker loads it (networks are heavy).

    The function does one piece of work and returns True, or returns False when none waits.
    """
    _paths[name] = path


def stages() -> dict[str, Stage]:
    """Return the stages' functions by name, in the order of the apps."""
    return {name: import_string(path) for name, path in _paths.items()}
