"""MediaPipe's FaceLandmarker in video mode, two faces at most, all else as it comes. It recognises nobody."""

from typing import Any

import harness
import mediapipe as mp
import numpy as np
from mediapipe.tasks import python as tasks
from mediapipe.tasks.python import vision

MOST_FACES = 2


class Landmarker:
    def __init__(self, task: str) -> None:
        self._task = task
        self._open: Any = None

    def begin(self, rgb: np.ndarray) -> None:
        """A landmarker of its own for each film: its clock only goes forward."""
        if self._open:
            self._open.close()
        options = vision.FaceLandmarkerOptions(
            base_options=tasks.BaseOptions(model_asset_path=self._task),
            running_mode=vision.RunningMode.VIDEO,
            num_faces=MOST_FACES,
        )
        self._open = vision.FaceLandmarker.create_from_options(options)

    def look(self, pictures: list[np.ndarray], *, second: int) -> list[Any]:
        return [self._faces(rgb, 1000 * (second + i)) for i, rgb in enumerate(pictures)]

    def counts(self, seen: list[Any]) -> list[int]:
        return list(seen)

    def portrait(self, rgb: np.ndarray) -> Any:
        return None

    def same(self, one: np.ndarray, other: np.ndarray) -> bool | None:
        return None

    def _faces(self, rgb: np.ndarray, milliseconds: int) -> int:
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(rgb))
        return len(self._open.detect_for_video(image, milliseconds).face_landmarks)


if __name__ == "__main__":
    harness.main(lambda job: Landmarker(job["task"]), pairs=False)
