"""In place of a confined process: the same operations in the test's own process, where they can be replaced."""

import json
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from oes.lib.confined.limits import Limits
from oes.lib.confined.room import Died, Failed


class Here:
    """Asks without a child. What is told and answered goes through JSON, as it does on its way to one."""

    def __init__(self, module: str = "oes.analysis.operations", limits: Limits | None = None) -> None:
        self._module = module

    def ask(
        self,
        name: str,
        told: dict[str, Any],
        bodies: Sequence[bytes] = (),
        *,
        answers: Callable[[dict[str, Any]], Sequence[bytes]] | None = None,
    ) -> tuple[dict[str, Any], list[bytes]]:
        loaded = import_module(self._module)
        try:
            said, made = loaded.OPERATIONS[name](json.loads(json.dumps(told)), bodies, answers)
        except MemoryError as error:
            raise Died("it needs too much memory") from error
        except tuple(loaded.KINDS) as error:
            raise Failed(
                next(k for known, k in loaded.KINDS.items() if isinstance(error, known)), str(error)
            ) from error
        return json.loads(json.dumps(said)), list(made)

    def close(self) -> None:
        """Nothing was begun."""
