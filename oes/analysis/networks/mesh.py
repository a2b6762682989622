"""Landmarks of one face (MediaPipe, Apache-2.0) and head pose without a network.

Two networks of one family: 478 landmarks (Face Landmarker, 256 x 256) and 468 (the older one, 192 x 192), which costs a
quarter. Input: RGB 0..1, the face upright, the square 1.5 times its box. Outputs by their size: three numbers (x, y,
depth in pixels of the cut-out) a landmark, and presence as a logit. Pose: the 33 weighted points of the canonical face
in the task file are fitted to the landmarks (weighted orthogonal Procrustes); both networks number them alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from oes.analysis.networks.protobuf import fields
from oes.analysis.networks.yunet import FoundFace
from oes.analysis.pictures import Resampling, warped
from oes.analysis.sessions import SessionFactory

MARGIN = 1.5
YAW_GAIN = 1.15
"""The fit reads 10 to 20 % too little yaw between 20 and 50 degrees (AFLW2000): the depth is flattened."""
LIGHT_PITCH_GAIN = 0.88
"""The light network reads 14 % more pitch than the full one (277 frames of ten clips)."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One landmark network: its key in models.toml, side of its input, landmarks, outputs, and how it is cut out."""

    key: str
    size: int
    landmarks: int
    presence: str
    resampling: Resampling
    pitch_gain: float = 1.0


FULL = Variant("mesh", 256, 478, "Identity_1", Resampling.BILINEAR)
LIGHT = Variant("mesh_light", 192, 468, "conv2d_31", Resampling.NEAREST, LIGHT_PITCH_GAIN)


@dataclass(frozen=True, slots=True)
class HeadPose:
    """`presence` 0..1; degrees: yaw positive to the picture's right, pitch positive down, roll clockwise.

    `points` (n x 2): where the landmarks of the canonical face lie, in pixels of the picture; None where not kept.
    """

    presence: float
    yaw: float
    pitch: float
    roll: float
    points: np.ndarray | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class MeshFace:
    """A face with its landmarks: `points` (n x 2) in pixels of the picture it was found in."""

    pose: HeadPose
    points: np.ndarray


@dataclass(frozen=True, slots=True)
class CanonicalFace:
    """`indices` (n) of landmarks, their `points` (n x 3; x right, y up, z to the viewer), `weights` (n)."""

    indices: np.ndarray
    points: np.ndarray
    weights: np.ndarray


class Mesh:
    """Presence and pose of one found face: 6 ms with the full network, 1.3 ms with the light one."""

    def __init__(self, sessions: SessionFactory, *, canonical: CanonicalFace, variant: Variant = FULL) -> None:
        self._sessions = sessions
        self._canonical = canonical
        self._variant = variant

    def pose(self, rgb: np.ndarray, face: FoundFace) -> HeadPose:
        return self.look(rgb, face).pose

    def look(self, rgb: np.ndarray, face: FoundFace) -> MeshFace:
        """Return pose and landmarks of one found face."""
        variant = self._variant
        matrix, roll = _upright_square(face, variant.size)
        cut = warped(rgb, size=variant.size, matrix=matrix, resampling=variant.resampling)
        tensor = np.multiply(cut[np.newaxis], np.float32(1 / 255), dtype=np.float32)
        outputs = self._sessions.session(variant.key, shape=tensor.shape).run(tensor)
        landmarks, presence = _read(outputs, variant)
        yaw, pitch, extra_roll = head_angles(landmarks, self._canonical)
        points = landmarks[:, :2] @ matrix[:, :2].T + matrix[:, 2]
        steady = points[self._canonical.indices]
        pose = HeadPose(presence, yaw * YAW_GAIN, pitch * variant.pitch_gain, roll + extra_roll, steady)
        return MeshFace(pose, points)


def head_angles(landmarks: np.ndarray, canonical: CanonicalFace) -> tuple[float, float, float]:
    """Return (yaw, pitch, roll) in degrees, uncalibrated, of landmarks (n x 3; y down, depth away)."""
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


def _upright_square(face: FoundFace, size: int) -> tuple[np.ndarray, float]:
    """Return the matrix from the cut-out to the picture, and the roll (degrees) that it takes out.

    Seen from the side the eyes lie too close together to tell the roll; then the square stays straight.
    """
    x, y, width, height = face.box
    eyes = face.points[1] - face.points[0]
    tellable = np.hypot(*eyes) > 0.2 * width
    angle = float(np.arctan2(eyes[1], eyes[0])) if tellable else 0.0
    step = MARGIN * max(width, height) / size
    turn = step * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    centre = np.array([x + width / 2, y + height / 2])
    return np.column_stack([turn, centre - turn @ np.array([size / 2, size / 2])]), float(np.degrees(angle))


def _read(outputs: Mapping[str, np.ndarray], variant: Variant) -> tuple[np.ndarray, float]:
    """Return landmarks (n x 3) and presence 0..1, which the network gives as a logit."""
    landmarks = next(value for value in outputs.values() if value.size == variant.landmarks * 3)
    logit = float(outputs[variant.presence].ravel()[0])
    return landmarks.reshape(-1, 3).astype(np.float64), float(1.0 / (1.0 + np.exp(-np.clip(logit, -60, 60))))
