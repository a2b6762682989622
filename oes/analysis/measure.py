"""Pictures to FrameMeasures: what is computed on which frame, and no thresholds of the policy.

Every sampled frame: light and face boxes. The mesh (half of the cost) on every second frame, and when the
five points moved. The embedding on every third frame, and when a face appears, jumps, or looks like another.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from oes.analysis.media import Picture
from oes.analysis.model_files import model_path
from oes.analysis.networks.mesh import HeadPose, Mesh, read_canonical_face
from oes.analysis.networks.sface import SFace
from oes.analysis.networks.yunet import LONG_SIDE, FoundFace, YuNet
from oes.analysis.pictures import luma, resized
from oes.analysis.recogniser import Recogniser
from oes.analysis.sessions import OpenVinoSessions
from oes.domain.measures import Face, FrameMeasures

CLEAR_SCORE = 0.6
WEAK_SCORE = 0.3
"""Boxes from here on are kept: a lowered or turned head scores little, and continuity may confirm it."""
SMALLEST_FOR_IDENTITY_PIXELS = 40
FRONTAL_TURN = 0.45
"""Largest sideways offset of the nose, in eye distances, of a face that is compared (about 40 degrees)."""
POSE_EVERY = 2
IDENTITY_EVERY = 3
MOVED_POINTS = 0.06
JUMPED_WIDTHS = 0.5
LIKE_BEFORE_COSINE = 0.6
LIGHT_REDUCTION = 2
MOST_OTHERS = 3
SECOND_SCORE = 0.5
SECOND_SHARE = 0.2
"""Further faces from this share of the main one's width on are looked at by the mesh."""


@dataclass(slots=True)
class _Memory:
    """What the frame before left behind, within one segment."""

    light: np.ndarray | None = None
    faces: tuple[FoundFace, ...] = ()
    pose: HeadPose | None = None
    pose_shape: np.ndarray | None = None
    frames_since_pose: int = 0
    embedding: np.ndarray | None = None
    frames_since_embedding: int = 0
    look_again: bool = False


class Measurer:
    """Measures pictures of one camera. Keep one per process: it holds the networks."""

    def __init__(self, *, yunet: YuNet, mesh: Mesh, sface: SFace | Recogniser) -> None:
        self.yunet = yunet
        self.mesh = mesh
        self.sface = sface

    def measure(self, pictures: Iterable[Picture]) -> Iterator[FrameMeasures]:
        """Yield the measures of consecutive pictures of one segment or clip."""
        memory = _Memory()
        for picture in pictures:
            yield self._frame(picture, memory)

    def _frame(self, picture: Picture, memory: _Memory) -> FrameMeasures:
        rgb = picture.rgb
        scale = LONG_SIDE / max(rgb.shape[:2])
        small = resized(rgb, width=round(rgb.shape[1] * scale), height=round(rgb.shape[0] * scale))
        light = luma(small[::LIGHT_REDUCTION, ::LIGHT_REDUCTION])
        faces = main_first(self.yunet.faces_of_small(small, scale=scale, least_score=WEAK_SCORE))
        pose = self._pose(rgb, faces, memory)
        embeddings = self._embeddings(rgb, faces, memory)
        measures = FrameMeasures(
            at_seconds=picture.at_seconds,
            faces=self._shares(rgb, faces, pose),
            brightness=float(light.mean()),
            contrast=float(light.std()),
            detail=float(np.abs(np.diff(light, axis=1)).mean()),
            motion=None if memory.light is None else float(np.abs(light - memory.light).mean()),
            presence=pose.presence if pose else None,
            yaw=pose.yaw if pose else None,
            pitch=pose.pitch if pose else None,
            roll=pose.roll if pose else None,
            embedding=embeddings[0] if embeddings else None,
            other_embeddings=embeddings[1:],
        )
        memory.light, memory.faces = light, tuple(faces)
        return measures

    def _pose(self, rgb: np.ndarray, faces: list[FoundFace], memory: _Memory) -> HeadPose | None:
        if not faces:
            memory.pose = None
            return None
        shape = _shape(faces[0])
        memory.frames_since_pose += 1
        still = memory.pose_shape is not None and np.abs(shape - memory.pose_shape).max() < MOVED_POINTS
        if memory.pose is None or memory.frames_since_pose >= POSE_EVERY or not still:
            memory.pose = self.mesh.pose(rgb, faces[0])
            memory.pose_shape, memory.frames_since_pose = shape, 0
        return memory.pose

    def _shares(self, rgb: np.ndarray, faces: list[FoundFace], pose: HeadPose | None) -> tuple[Face, ...]:
        """Faces as shares of the picture; the mesh looks at each further one that is not tiny."""
        shares = []
        for number, face in enumerate(faces):
            presence = pose.presence if pose and number == 0 else None
            if 0 < number <= MOST_OTHERS and _may_be_second(face, faces[0]):
                presence = self.mesh.pose(rgb, face).presence
            shares.append(_share(face, rgb, presence))
        return tuple(shares)

    def _embeddings(self, rgb: np.ndarray, faces: list[FoundFace], memory: _Memory) -> tuple[tuple[float, ...], ...]:
        memory.frames_since_embedding += 1
        if not (faces and comparable(faces[0]) and _identity_due(faces, memory)):
            return ()
        found = [self.sface.embedding(rgb, points=face.points) for face in faces[:MOST_OTHERS] if comparable(face)]
        before, memory.embedding = memory.embedding, found[0]
        memory.look_again = before is None or float(before @ found[0]) < LIKE_BEFORE_COSINE
        memory.frames_since_embedding = 0
        return tuple(tuple(float(number) for number in numbers) for numbers in found)


def load_measurer(directory: Path, *, threads: int = 1) -> Measurer:
    """Return a measurer with the networks of a models folder. Raises ModelFileError."""
    sessions = OpenVinoSessions(directory, threads=threads)
    canonical = read_canonical_face(model_path("canonical_face", directory))
    yunet = YuNet(sessions)
    return Measurer(
        yunet=yunet, mesh=Mesh(sessions, canonical=canonical), sface=Recogniser(SFace(sessions), yunet=yunet)
    )


def main_first(faces: Iterable[FoundFace]) -> list[FoundFace]:
    """Order faces: clearly found before weak, large before small."""
    return sorted(faces, key=lambda face: (face.score < CLEAR_SCORE, -face.box[2] * face.box[3]))


def comparable(face: FoundFace) -> bool:
    """Return whether a face is clear, large and frontal enough to say who it is."""
    large = face.box[2] >= SMALLEST_FOR_IDENTITY_PIXELS
    return face.score >= CLEAR_SCORE and large and abs(sideways(face)) <= FRONTAL_TURN


def sideways(face: FoundFace) -> float:
    """Return how far the nose lies beside the middle of the eyes, in eye distances, along the eyes' line."""
    left, right, nose = face.points[:3]
    eyes = right - left
    return float((nose - (left + right) / 2) @ eyes / max(float(eyes @ eyes), 1e-6))


def with_similarity(frames: Iterable[FrameMeasures], references: Iterable[Iterable[float]]) -> list[FrameMeasures]:
    """Return the frames with the best cosine of any face to any reference; None where nothing compares."""
    known = np.array([list(reference) for reference in references], dtype=np.float64)
    return [_compared(frame, known) for frame in frames]


def _compared(frame: FrameMeasures, known: np.ndarray) -> FrameMeasures:
    if frame.embedding is None or not known.size:
        return replace(frame, similarity=None)
    seen = np.array([frame.embedding, *frame.other_embeddings], dtype=np.float64)
    return replace(frame, similarity=float((seen @ known.T).max()))


def _identity_due(faces: list[FoundFace], memory: _Memory) -> bool:
    if memory.look_again or memory.frames_since_embedding >= IDENTITY_EVERY:
        return True
    if len(faces) != len(memory.faces) or memory.embedding is None:
        return True
    x, y, width, height = faces[0].box
    was_x, was_y, was_width, was_height = memory.faces[0].box
    dx, dy = x + width / 2 - was_x - was_width / 2, y + height / 2 - was_y - was_height / 2
    return bool(np.hypot(dx, dy) > JUMPED_WIDTHS * was_width)


def _shape(face: FoundFace) -> np.ndarray:
    """Return the five points relative to the box: what changes when a head turns, not when it moves."""
    x, y, width, height = face.box
    return np.asarray((face.points - np.array([x, y])) / np.array([width, height]))


def _may_be_second(face: FoundFace, main: FoundFace) -> bool:
    return face.score >= SECOND_SCORE and face.box[2] >= SECOND_SHARE * main.box[2]


def _share(face: FoundFace, rgb: np.ndarray, presence: float | None) -> Face:
    height, width = rgb.shape[:2]
    x, y, w, h = face.box
    return Face(x / width, y / height, w / width, h / height, face.score, presence)
