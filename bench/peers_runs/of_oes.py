"""OES itself: all that the worker measures on camera pictures, people and things included, without decoding."""

from pathlib import Path
from typing import Any

import harness
import numpy as np

from bench.accuracy.face_pictures import in_the_middle
from oes.analysis.comparing import comparable
from oes.analysis.detectors.faces import sitting
from oes.analysis.detectors.second_person import second_person
from oes.analysis.measure import Measurer, load_measurer
from oes.analysis.media import Picture
from oes.analysis.photos import faces_of_photo
from oes.domain.identity import Sameness, sameness
from oes.domain.policy import Thresholds

STEP_SECONDS = 1.0


class Product:
    def __init__(self, models: Path, *, things: bool = True) -> None:
        self._measurer: Measurer = load_measurer(models)
        if not things:
            self._measurer.things = None
        self._thresholds = Thresholds()
        self._known: tuple[tuple[float, ...], ...] = ()

    def begin(self, rgb: np.ndarray) -> None:
        """The first picture serves as the reference photo."""
        seen = self._measurer.measure([Picture(0.0, rgb)])
        self._known = tuple(frame.embedding for frame in seen if frame.embedding)

    def look(self, pictures: list[np.ndarray], *, second: int) -> list[Any]:
        """As the worker takes turns: every second segment is compared, the others are searched for things."""
        settled = (second // harness.AT_ONCE) % 2 == 1
        taken = [Picture(float(second + i), rgb) for i, rgb in enumerate(pictures)]
        return list(self._measurer.measure(taken, known=self._known, settled=settled, rested=not settled))

    def counts(self, seen: list[Any]) -> list[int]:
        """One for who sits there by face, one more where the rules see a second person in that second."""
        there = sitting(seen, self._thresholds)
        more = second_person(seen, there, self._thresholds, step_seconds=STEP_SECONDS)
        second = {observation.at_seconds for observation in more}
        return [(face is not None) + (frame.at_seconds in second) for face, frame in zip(there, seen, strict=True)]

    def same(self, one: tuple[np.ndarray, bool], other: tuple[np.ndarray, bool]) -> bool | None:
        """The first serves as the reference; the second has to be a face that the product would compare."""
        if not other[1]:
            return None
        cosine = float(one[0] @ other[0])
        answer = sameness([cosine, cosine], self._thresholds)
        return None if answer is Sameness.CANNOT_TELL else answer is Sameness.SAME

    def portrait(self, rgb: np.ndarray) -> tuple[np.ndarray, bool] | None:
        """Return the embedding of whom a portrait shows, and whether the product would compare the face."""
        used, faces = faces_of_photo(rgb, self._measurer)
        if not faces:
            return None
        face = in_the_middle(faces, used)
        return self._measurer.sface.embedding(used, points=face.points), comparable(face)


if __name__ == "__main__":
    harness.main(lambda job: Product(Path(job["models"]), things=job["things"]))
