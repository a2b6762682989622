"""OpenCV's FaceDetectorYN and FaceRecognizerSF on every picture, with the values of its own example.

The network files are those that OES uses, so the row shows what the code around them does.
"""

from typing import Any

import cv2
import harness
import numpy as np

SCORE, OVERLAP, MOST_BOXES = 0.9, 0.3, 5000
SAME_COSINE = 0.363


class Yunet:
    def __init__(self, yunet: str, sface: str) -> None:
        cv2.setNumThreads(1)
        self._find = cv2.FaceDetectorYN.create(yunet, "", (320, 320), SCORE, OVERLAP, MOST_BOXES)
        self._know = cv2.FaceRecognizerSF.create(sface, "")

    def begin(self, rgb: np.ndarray) -> None:
        """Nothing is kept from picture to picture."""

    def look(self, pictures: list[np.ndarray], *, second: int) -> list[Any]:
        return [len(self._embedded(rgb)[0]) for rgb in pictures]

    def counts(self, seen: list[Any]) -> list[int]:
        return list(seen)

    def same(self, one: np.ndarray, other: np.ndarray) -> bool | None:
        return bool(self._know.match(one, other, cv2.FaceRecognizerSF_FR_COSINE) >= SAME_COSINE)

    def _embedded(self, rgb: np.ndarray) -> tuple[np.ndarray, list[np.ndarray]]:
        bgr = np.ascontiguousarray(rgb[:, :, ::-1])
        self._find.setInputSize((bgr.shape[1], bgr.shape[0]))
        faces = self._find.detect(bgr)[1]
        faces = np.empty((0, 15), np.float32) if faces is None else faces
        # `feature` returns its own memory, which the next call overwrites
        return faces, [self._know.feature(self._know.alignCrop(bgr, face)).copy() for face in faces]

    def portrait(self, rgb: np.ndarray) -> np.ndarray | None:
        faces, embeddings = self._embedded(rgb)
        boxes = [tuple(float(number) for number in face[:4]) for face in faces]
        return embeddings[harness.in_the_middle(boxes, rgb)] if boxes else None


if __name__ == "__main__":
    harness.main(lambda job: Yunet(job["yunet"], job["sface"]))
