"""Measures of clips, computed once per clip and condition: thresholds are then swept without decoding anything.

They are kept as the product keeps them (compact columns), in memory and in a folder of this run or of its user.
"""

import base64
import hashlib
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

import numpy as np

import oes.analysis
from bench.accuracy.conditions import AS_IT_IS
from bench.accuracy.footage import Footage, Photo
from bench.accuracy.tools import Tools
from bench.segments import encode
from oes.analysis.columns import from_columns, to_columns
from oes.analysis.detectors import camera_episodes
from oes.analysis.media import WHOLE_RECORDING, Picture, sampled
from oes.analysis.photos import embed_photo
from oes.analysis.segment import STEP_SECONDS
from oes.analysis.similarity import with_similarity
from oes.domain.measures import FrameMeasures
from oes.domain.observations import Episode
from oes.domain.policy import Thresholds
from oes.domain.spans import Span

Embedding = tuple[float, ...]
RECORDED_FRAMES_PER_SECOND = 10
SEGMENT_SECONDS = 8.0
OWN_REFERENCES = 3


@dataclass(frozen=True, slots=True)
class Condition:
    """How a clip is spoilt before it is measured: every picture changed, or encoded again as a browser would.

    `kbps` 0 leaves the encoding as it is.
    """

    name: str
    change: Callable[[np.ndarray], np.ndarray] | None = None
    kbps: int = 0


PLAIN = Condition(AS_IT_IS)
LOW_BITRATES = tuple(Condition(f"VP8 {kbps} kbit/s", kbps=kbps) for kbps in (400, 200, 160, 100))


@dataclass
class Measured:
    """Measures of footage under conditions. `folder` None keeps them in memory only."""

    tools: Tools
    folder: Path | None = None
    _known: dict[str, list[FrameMeasures]] = field(default_factory=dict)
    _keys: dict[tuple[Path, str, Path | None], str] = field(default_factory=dict)
    _photos: dict[Path, tuple[Embedding, ...]] = field(default_factory=dict)

    def frames(self, footage: Footage, condition: Condition = PLAIN, photo: Photo | None = None) -> list[FrameMeasures]:
        """Return the measures of a whole clip, without similarity. Some seconds for a minute of video at first.

        `photo` is the student's reference; without one a take's own first faces serve.
        """
        named = (footage.path, condition.name, photo.path if photo else None)
        key = self._keys.get(named) or self._keys.setdefault(named, self._key(*named))
        if key not in self._known:
            stored = self.folder / f"{key}.json" if self.folder else None
            if stored and stored.is_file():
                self._known[key] = _read(stored)
            else:
                takes = (self._take(footage.path, take, condition, photo) for take in footage.takes)
                self._known[key] = _through_columns([frame for take in takes for frame in take])
                if stored:
                    _write(stored, self._known[key])
        return self._known[key]

    def prepare(self, footage: Footage, condition: Condition = PLAIN) -> None:
        """Measure a clip now, by its first photo, so that a progress bar shows it."""
        self.frames(footage, condition, next(iter(footage.photos), None))

    def reference(self, photo: Path) -> tuple[Embedding, ...]:
        """Return the embedding of a reference photo, or nothing where it cannot serve."""
        if photo not in self._photos:
            facts = embed_photo(photo, measurer=self.tools.measurer)
            self._photos[photo] = (facts.embedding,) if facts.embedding else ()
        return self._photos[photo]

    def _take(self, path: Path, take: Span, condition: Condition, photo: Photo | None) -> Iterator[FrameMeasures]:
        """Yield the measures of a take as a server gets them: in segments, each from a fresh start."""
        known = self.reference(photo.path) if photo else ()
        for place, (start, pictures) in enumerate(_segments(path, take, condition)):
            if not (place or known):
                known = own_references(list(self.tools.measurer.measure(pictures)))
            settled = place % 2 == 1
            for frame in self.tools.measurer.measure(pictures, known=known, settled=settled, rested=not settled):
                yield replace(frame, at_seconds=start + frame.at_seconds)

    def _key(self, path: Path, condition: str, photo: Path | None) -> str:
        named = (condition, photo.name if photo else "", self.tools.model_version, _code())
        told = (hashlib.sha256(path.read_bytes()).hexdigest(), *named)
        return hashlib.sha256("|".join(told).encode()).hexdigest()[:32]


_SHARED: dict[tuple[Path, Path | None], Measured] = {}


def measured_by(tools: Tools) -> Measured:
    """Return the measures that all suites of a run share."""
    return _SHARED.setdefault((tools.models, tools.cache), Measured(tools, tools.cache))


def _segments(path: Path, take: Span, condition: Condition) -> Iterator[tuple[float, list[Picture]]]:
    """Yield start and sampled pictures of each segment of a take, encoded again where the condition says so."""
    rate = RECORDED_FRAMES_PER_SECOND if condition.kbps else 1 / STEP_SECONDS
    every = sampled(path, per_second=rate, limits=WHOLE_RECORDING)
    for place, group in groupby(
        (p for p in every if take.start <= p.at_seconds < take.end),
        key=lambda picture: int((picture.at_seconds - take.start) // SEGMENT_SECONDS),
    ):
        start, pictures = take.start + place * SEGMENT_SECONDS, list(group)
        if condition.kbps:
            body = encode([p.rgb for p in pictures], frames_per_second=_rate_of(pictures), kbps=condition.kbps)
            yield start, list(sampled(body, per_second=1 / STEP_SECONDS))
        else:
            yield start, [_placed(picture, start, condition) for picture in pictures]


def _rate_of(pictures: Sequence[Picture]) -> int:
    """Return how many pictures a second there are: a film may hold fewer than are asked for."""
    lasts = pictures[-1].at_seconds - pictures[0].at_seconds
    rate = round((len(pictures) - 1) / lasts) if lasts > 0 else RECORDED_FRAMES_PER_SECOND
    return min(RECORDED_FRAMES_PER_SECOND, max(1, rate))


def _placed(picture: Picture, start: float, condition: Condition) -> Picture:
    """Return the picture on its segment's clock. A changed one has lost the brightness that its decoder gave."""
    placed = replace(picture, at_seconds=picture.at_seconds - start)
    if condition.change is None:
        return placed
    return Picture(placed.at_seconds, np.ascontiguousarray(condition.change(placed.rgb)))


def own_references(frames: Sequence[FrameMeasures]) -> tuple[Embedding, ...]:
    """Return the first faces of a take, as an entry without a roster photo gives them."""
    return tuple(f.embedding for f in frames if f.embedding and len(f.faces) == 1)[:OWN_REFERENCES]


def judged(
    frames: Sequence[FrameMeasures],
    take: Span,
    thresholds: Thresholds,
    references: Sequence[Embedding] | None = None,
) -> list[Episode]:
    """Judge one take of a clip as an attempt of its own; the episodes are on the clip's clock.

    Without references its own first faces serve.
    """
    own = [replace(f, at_seconds=f.at_seconds - take.start) for f in frames if take.start <= f.at_seconds < take.end]
    known = own_references(own) if references is None else references
    found = camera_episodes(with_similarity(own, known), thresholds, step_seconds=STEP_SECONDS)
    placed = (replace(e, span=Span(e.span.start + take.start, e.span.end + take.start)) for e in found)
    return [replace(e, span=part) for e in placed if (part := e.span.clipped(take))]


def _through_columns(frames: list[FrameMeasures]) -> list[FrameMeasures]:
    columns, embeddings = to_columns(frames)
    return from_columns(columns, embeddings, with_embeddings=True)


def _write(path: Path, frames: Sequence[FrameMeasures]) -> None:
    columns, embeddings = to_columns(frames)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps({"columns": columns, "embeddings": base64.b64encode(embeddings).decode()}))
    part.replace(path)


def _read(path: Path) -> list[FrameMeasures]:
    stored = json.loads(path.read_text())
    return from_columns(stored["columns"], base64.b64decode(stored["embeddings"]), with_embeddings=True)


def _code() -> str:
    """Return a digest of everything that measures: other code measures other numbers."""
    folder = Path(oes.analysis.__file__).parent
    files = [p for p in sorted(folder.rglob("*.py")) if not {"tests", "migrations", "detectors"} & set(p.parts)]
    told = io.BytesIO()
    for file in [*files, Path(__file__)]:
        told.write(file.read_bytes())
    return hashlib.sha256(told.getvalue()).hexdigest()
