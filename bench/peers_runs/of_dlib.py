"""face_recognition as its README shows: HOG detector, one upsampling, an encoding of each face, tolerance 0.6."""

from typing import Any

import face_recognition
import harness
import numpy as np

TOLERANCE = 0.6


class FaceRecognition:
    def begin(self, rgb: np.ndarray) -> None:
        """Nothing is kept from picture to picture."""

    def look(self, pictures: list[np.ndarray], *, second: int) -> list[Any]:
        return [len(self._encoded(rgb)[0]) for rgb in pictures]

    def counts(self, seen: list[Any]) -> list[int]:
        return list(seen)

    def same(self, one: np.ndarray, other: np.ndarray) -> bool | None:
        return bool(face_recognition.compare_faces([one], other, tolerance=TOLERANCE)[0])

    def _encoded(self, rgb: np.ndarray) -> tuple[list[Any], list[np.ndarray]]:
        places = face_recognition.face_locations(rgb)
        return places, face_recognition.face_encodings(rgb, places)

    def portrait(self, rgb: np.ndarray) -> np.ndarray | None:
        places, encodings = self._encoded(rgb)
        boxes = [(left, top, right - left, bottom - top) for top, right, bottom, left in places]
        return encodings[harness.in_the_middle(boxes, rgb)] if boxes else None


if __name__ == "__main__":
    harness.main(lambda job: FaceRecognition())
