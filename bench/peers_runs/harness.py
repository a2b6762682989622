"""The same loop for every system: pictures in, counts of faces and decisions about pairs out, one thread.

Runs in the environment of a peer: standard library and NumPy only. The argument of a script is a JSON file,
{"films": [[PICTURE, ...], ...], "stills": [PICTURE, ...], "pairs": [[PICTURE, PICTURE], ...], ...}; pictures are .npy
files (RGB, uint8, height x width x 3), those of a film one second apart. The last line printed is the result as JSON.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any, Protocol

import numpy as np

AT_ONCE = 8
"""Pictures per call: one segment of a recording."""


class System(Protocol):
    """What a script gives."""

    def begin(self, rgb: np.ndarray) -> None:
        """Start a film, whose first picture this is. Not timed."""
        ...

    def look(self, pictures: list[np.ndarray], *, second: int) -> list[Any]:
        """Return something for each picture of a segment that begins at this second of the film. Timed."""
        ...

    def counts(self, seen: list[Any]) -> list[int]:
        """Return how many faces each picture of a film shows, from all that `look` returned. Timed."""
        ...

    def portrait(self, rgb: np.ndarray) -> Any:
        """Return what is known of whom a portrait shows; None where no face is found. Not timed."""
        ...

    def same(self, one: Any, other: Any) -> bool | None:
        """Return whether two portraits are of one person; None where it cannot tell. Not timed."""
        ...


def main(make: Any, *, pairs: bool = True) -> None:
    """Run the system that `make(job)` returns over the job that the command line names, and print the result."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    print("\n" + json.dumps(run(make(job), job, pairs=pairs)))  # noqa: T201


def run(system: System, job: dict[str, Any], *, pairs: bool) -> dict[str, Any]:
    """Return {"cpu_seconds", "pictures", "faces": counts per film, "stills": counts, "same": decisions or None}."""
    _warm(system, job["films"])
    spent, faces = 0.0, []
    for film in job["films"]:
        seconds, counts = _film(system, film)
        spent += seconds
        faces.append(counts)
    same = _decisions(system, job["pairs"]) if pairs else None
    stills = [_film(system, [path])[1][0] for path in job["stills"]]
    return {
        "cpu_seconds": spent,
        "pictures": sum(map(len, faces)),
        "faces": faces,
        "stills": stills,
        "same": same,
    }


def _film(system: System, film: list[str]) -> tuple[float, list[int]]:
    """Return processor seconds of all threads, without reading the files, and the counts."""
    spent, seen = 0.0, []
    system.begin(_picture(film[0]))
    for second in range(0, len(film), AT_ONCE):
        pictures = [_picture(path) for path in film[second : second + AT_ONCE]]
        before = time.process_time()
        seen += system.look(pictures, second=second)
        spent += time.process_time() - before
    before = time.process_time()
    counts = system.counts(seen)
    return spent + time.process_time() - before, counts


def _decisions(system: System, pairs: list[tuple[str, str]]) -> list[bool | None]:
    known = {path: system.portrait(_picture(path)) for path in sorted({path for pair in pairs for path in pair})}
    found = [(known[one], known[other]) for one, other in pairs]
    return [None if one is None or other is None else system.same(one, other) for one, other in found]


def _warm(system: System, films: list[list[str]]) -> None:
    """Look once at the first film's beginning: loading and compiling is no cost of a picture."""
    for film in films[:1]:
        _film(system, film[:AT_ONCE])


def _picture(path: str) -> np.ndarray:
    return np.load(path)


def in_the_middle(boxes: list[tuple[float, float, float, float]], rgb: np.ndarray) -> int:
    """Return the number of the box (left, top, width, height) nearest to the middle: whom a portrait names."""
    middle = np.array([rgb.shape[1], rgb.shape[0]]) / 2
    off = [float(np.hypot(*(np.array([x + w / 2, y + h / 2]) - middle))) for x, y, w, h in boxes]
    return int(np.argmin(off))
