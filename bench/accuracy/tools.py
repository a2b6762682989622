"""What every suite gets: the product's networks, the policy, a progress bar, the size of the subset."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np
from PIL import Image
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from oes.analysis.measure import Measurer, load_measurer
from oes.analysis.model_files import model_files
from oes.domain.policy import Policy, Thresholds

T = TypeVar("T")
VERSION_DIGITS = 12
FILE_COLUMNS = 200
"""Characters of a line where the output goes into a file or a log."""


@dataclass
class Tools:
    """Networks are loaded at first use and kept. `threads` per network; `quick` asks for bounded subsets.

    `cache`: a folder that keeps the measures of clips for the next run of the same code.
    """

    models: Path
    threads: int = 1
    quick: bool = False
    cache: Path | None = None
    policy: Policy = field(default_factory=Policy)

    @property
    def thresholds(self) -> Thresholds:
        return self.policy.thresholds

    @cached_property
    def measurer(self) -> Measurer:
        return load_measurer(self.models, threads=self.threads)

    def some(self, items: Sequence[T], *, most: int) -> Sequence[T]:
        """Return all items, or with `quick` at most `most` of them, evenly spread."""
        if not self.quick or len(items) <= most:
            return items
        return [items[int(i * len(items) / most)] for i in range(most)]

    @property
    def policy_version(self) -> str:
        """Return a name for the thresholds: of the rules, only they change what is measured here."""
        return _digest(json.dumps(asdict(self.policy.thresholds), sort_keys=True))

    @property
    def model_versions(self) -> dict[str, str]:
        return {key: entry.sha256[:VERSION_DIGITS] for key, entry in model_files().items()}

    @property
    def model_version(self) -> str:
        return _digest("".join(sorted(entry.sha256 for entry in model_files().values())))


class Terminal:
    """A progress bar and sentences, or nothing where `quiet`."""

    def __init__(self, *, quiet: bool = False) -> None:
        console = Console(quiet=quiet)
        self.console = console if console.is_terminal else Console(quiet=quiet, width=FILE_COLUMNS)

    def say(self, text: str) -> None:
        self.console.print(text, highlight=False)

    def steps(self, items: Iterable[T], about: str, *, total: int | None = None) -> Iterator[T]:
        """Yield the items and draw how far it is."""
        if total is None and isinstance(items, Sequence):
            total = len(items)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        still = self.console.quiet or not self.console.is_terminal
        shown = nullcontext() if still else Progress(*columns, console=self.console, transient=True)
        with shown as bar:
            task = bar.add_task(about, total=total) if bar else None
            for item in items:
                yield item
                if bar and task is not None:
                    bar.advance(task)


def read_rgb(path: Path) -> np.ndarray:
    """Return a picture file as RGB (uint8, height x width x 3)."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:VERSION_DIGITS]
