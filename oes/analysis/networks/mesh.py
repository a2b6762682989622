"""478 landmarks of one face (MediaPipe Face Landmarker, Apache-2.0) and head pose without a network.

Landmark input: RGB 0..1, 1 x 256 x 256 x 3, the face upright, the square 1.5 times its box. Outputs by
their size: 1434 numbers (478 x (x, y, depth) in pixels of the cut-out), then presence as a logit. Pose: the
33 weighted points of the canonical face in the same task file are fitted to the landmarks (weighted
orthogonal Procrustes).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from oes.analysis.networks.protobuf import fields
from oes.analysis.networks.yunet import FoundFace
from oes.analysis.pictures import warped
from oes.analysis.sessions import SessionFactory

SIZE = 256
MARGIN = 1.5
YAW_GAIN = 1.15
"""The fit reads 10 to 20 % too little yaw between 20 and 50 degrees (AFLW2000): the depth is flattened."""


@dataclass(frozen=True, slots=True)
class HeadPose:
    """`presence` 0..1; degrees: yaw positive to the picture's right, pitch positive down, roll clockwise."""

    presence: float
    yaw: float
    pitch: float
    roll: float


@dataclass(frozen=True, slots=True)
class CanonicalFace:
    """`indices` (n) of landmarks, their `points` (n x 3; x right, y up, z to the viewer), `weights` (n)."""

    indices: np.ndarray
    points: np.ndarray
    weights: np.ndarray


class Mesh:
    """Presence and pose of one found face. 4.7 ms on one core."""

    def __init__(self, sessions: SessionFactory, *, canonical: CanonicalFace) -> None:
        self._sessions = sessions
        self._canonical = canonical

    def pose(self, rgb: np.ndarray, face: FoundFace) -> HeadPose:
        matrix, roll = _upright_square(face)
        cut = warped(rgb, size=SIZE, matrix=matrix)
        tensor = cut[np.newaxis].astype(np.float32) / 255.0
        outputs = self._sessions.session("mesh", shape=tensor.shape).run(tensor)
        landmarks, presence = _read(outputs)
        yaw, pitch, extra_roll = head_angles(landmarks, self._canonical)
        return HeadPose(presence, yaw * YAW_GAIN, pitch, roll + extra_roll)


def head_angles(landmarks: np.ndarray, canonical: CanonicalFace) -> tuple[float, float, float]:
    """Return (yaw, pitch, roll) in degrees, uncalibrated, of landmarks (478 x 3; y down, depth away)."""
    seen = landmarks[canonical.indices] * np.array([1.0, -1.0, -1.0])
    share = canonical.weights[:, np.newaxis] / canonical.weights.sum()
    model = canonical.points - (canonical.points * share).sum(axis=0)
    seen = seen - (seen * share).sum(axis=0)
    left, _, right = np.linalg.svd((seen * share).T @ model)
    turn = left @ np.diag([1.0, 1.0, np.linalg.det(left @ right)]) @ right
    nose = turn[:, 2]
    yaw = np.degrees(np.arctan2(nose[0], nose[2]))
    pitch = np.degrees(np.arctan2(-nose[1], np.hypot(nose[0], nose[2])))
    roll = np.degrees(np.arctan2(-turn[1, 0], turn[1, 1]))
    return float(yaw), float(pitch), float(roll)


def read_canonical_face(path: Path) -> CanonicalFace:
    """Read the face that MediaPipe's geometry file holds (protocol buffers, read by field number).

    Message: 1 = the mesh (3: vertex numbers as floats, five per vertex: x, y, z, u, v), 2 = repeated
    (1: landmark, 2: weight).
    """
    notes = list(fields(path.read_bytes()))
    mesh = next(value for number, value in notes if number == 1)
    numbers = b"".join(value for number, value in fields(mesh) if number == 3)
    vertices = np.frombuffer(numbers, dtype="<f4").reshape(-1, 5)[:, :3].astype(np.float64)
    pairs = [dict(fields(value)) for number, value in notes if number == 2]
    indices = np.array([int.from_bytes(pair.get(1, b""), "little") for pair in pairs])
    weights = np.array([np.frombuffer(pair[2], dtype="<f4")[0] for pair in pairs], dtype=np.float64)
    return CanonicalFace(indices, vertices[indices], weights)


def _upright_square(face: FoundFace) -> tuple[np.ndarray, float]:
    """Return the matrix from the cut-out to the picture, and the roll (degrees) that it takes out.

    Seen from the side the eyes lie too close together to tell the roll; then the square stays straight.
    """
    x, y, width, height = face.box
    eyes = face.points[1] - face.points[0]
    tellable = np.hypot(*eyes) > 0.2 * width
    angle = float(np.arctan2(eyes[1], eyes[0])) if tellable else 0.0
    step = MARGIN * max(width, height) / SIZE
    turn = step * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    centre = np.array([x + width / 2, y + height / 2])
    return np.column_stack([turn, centre - turn @ np.array([SIZE / 2, SIZE / 2])]), float(np.degrees(angle))


def _read(outputs: Mapping[str, np.ndarray]) -> tuple[np.ndarray, float]:
    """Return landmarks (478 x 3) and presence; `Identity_1` is the logit of presence."""
    landmarks = next(value for value in outputs.values() if value.size == 478 * 3)
    logit = float(outputs["Identity_1"].ravel()[0])
    return landmarks.reshape(478, 3).astype(np.float64), float(1.0 / (1.0 + np.exp(-np.clip(logit, -60, 60))))
