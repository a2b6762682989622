"""Processor time by step, each moment counted once: for the innermost step that runs."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from inspect import isgeneratorfunction
from typing import Any
from unittest.mock import patch

REST = "everything else"


class Clock:
    """Seconds of processor time (all threads of the process) by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._steps = [REST]
        self._since = time.process_time()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count what happens inside for `name`."""
        self._turn()
        self._steps.append(name)
        try:
            yield
        finally:
            self._turn()
            self._steps.pop()

    def total(self) -> float:
        """Return all seconds so far."""
        self._turn()
        return sum(self.seconds.values())

    def _turn(self) -> None:
        now = time.process_time()
        self.seconds[self._steps[-1]] += now - self._since
        self._since = now

    @contextmanager
    def watching(self, *places: tuple[str, Any, str]) -> Iterator[None]:
        """Count every call of the functions `(step, owner, name)` while inside."""
        with ExitStack() as stack:
            for step, owner, name in places:
                stack.enter_context(patch.object(owner, name, self._watched(step, getattr(owner, name))))
            yield

    def _watched(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def called(*args: Any, **options: Any) -> Any:
            with self.step(step):
                return function(*args, **options)

        @wraps(function)
        def drawn(*args: Any, **options: Any) -> Iterator[Any]:
            items = function(*args, **options)
            while True:
                with self.step(step):
                    item = next(items, None)
                if item is None:
                    return
                yield item

        return drawn if isgeneratorfunction(function) else called
