"""Where the faces of one segment are: looked for when something may have changed, followed in between.

Looking for faces and fitting the full landmarks are the two dear steps. A face that the cheap landmarks still find
where it was needs no new search, unless the picture changed elsewhere: somebody who comes in changes it there.
"""

from dataclasses import dataclass, replace

import numpy as np

from oes.analysis.networks.mesh import HeadPose, Mesh
from oes.analysis.networks.yunet import LONG_SIDE, FoundFace, YuNet
from oes.analysis.pictures import resized, similarity_matrix

CLEAR_SCORE = 0.6
WEAK_SCORE = 0.3
"""Boxes from here on are kept: a lowered or turned head scores little, and continuity may confirm it."""
SEARCH_EVERY = 8
"""A followed face is searched anew on every eighth frame at the latest."""
SURE_PRESENCE = 0.9999
"""Above it the cheap landmarks are believed (277 honest frames: at least 0.99999; profiles: less, or much yaw)."""
NO_PRESENCE = 0.02
"""Below it a further box is no face (36 of 37 such boxes by the full landmarks)."""
PLAIN_YAW = 18.0
PLAIN_PITCH = 15.0
"""Degrees beyond which the full landmarks look a second time: near straight ahead both networks agree."""
SAME_POSE = 5.0
MOVED_WIDTHS = 0.2
"""A face that moved further, in widths of its box, is searched anew."""
CHANGED_LUMA = 5.0
"""Of a block outside the face, since the last search: more than noise."""
CHANGED_BLOCKS = 2
BLOCK = 10
TORSO_WIDTHS = 1.2
"""Shoulders and chest, so many widths of the face to either side below it, move without anybody coming."""
STILL = ((3.0, 7), (8.0, 3))
"""Where the luma inside the face changed less than this on average, its pose is kept for so many frames. Of 251 pairs
of frames with less than 8 none differed by more than 5.4 degrees."""


@dataclass(slots=True)
class Memory:
    """What the frames before left behind, within one segment."""

    light: np.ndarray | None = None
    searched_light: np.ndarray | None = None
    posed_light: np.ndarray | None = None
    frames_since_pose: int = 0
    faces: tuple[FoundFace, ...] = ()
    presences: tuple[float | None, ...] = ()
    """Of the further faces, as of the last search."""
    frames_since_search: int = 0
    pose: HeadPose | None = None
    light_pose: HeadPose | None = None
    """What the cheap landmarks said when the full ones looked a second time, and what these said."""
    full_pose: HeadPose | None = None

    @property
    def moved(self) -> bool:
        """Whether there is a face whose place and pose were measured on the last frame, not kept from before."""
        return bool(self.faces) and self.frames_since_pose == 0


class Tracker:
    """Faces and the main one's pose, frame by frame."""

    def __init__(self, *, yunet: YuNet, mesh: Mesh, light_mesh: Mesh) -> None:
        self._yunet = yunet
        self._mesh = mesh
        self._light_mesh = light_mesh

    def look(self, rgb: np.ndarray, light: np.ndarray, memory: Memory, *, search: bool) -> bool:
        """Bring `memory.faces` (main one first) and `memory.pose` up to this picture; return whether it searched."""
        memory.frames_since_search += 1
        memory.frames_since_pose += 1
        memory.light = light
        scale = light.shape[1] / rgb.shape[1]
        if not (search or _must_search(light, memory, scale)):
            if _still(light, memory, scale):
                return False
            if self._follow(rgb, memory):
                memory.posed_light, memory.frames_since_pose = light, 0
                return False
        memory.faces = tuple(self.search(rgb))
        memory.pose = self._pose(rgb, memory) if memory.faces else None
        memory.searched_light = memory.posed_light = light
        memory.frames_since_search = memory.frames_since_pose = 0
        return True

    def search(self, rgb: np.ndarray) -> list[FoundFace]:
        """Return the faces of a picture, the main one first."""
        scale = LONG_SIDE / max(rgb.shape[:2])
        small = resized(rgb, width=round(rgb.shape[1] * scale), height=round(rgb.shape[0] * scale))
        return main_first(self._yunet.faces_of_small(small, scale=scale, least_score=WEAK_SCORE))

    def presence(self, rgb: np.ndarray, face: FoundFace) -> float:
        """Return how surely a further box is a face: the full landmarks decide where the cheap ones are not sure."""
        cheap = self._light_mesh.pose(rgb, face).presence
        sure = cheap >= SURE_PRESENCE or cheap <= NO_PRESENCE
        return cheap if sure else self._mesh.pose(rgb, face).presence

    def _follow(self, rgb: np.ndarray, memory: Memory) -> bool:
        """Move the main face to where its landmarks are now; return False where that is not sure."""
        before, face = memory.pose, memory.faces[0]
        pose = self._pose(rgb, memory)
        if pose.presence < SURE_PRESENCE or pose.points is None or before is None or before.points is None:
            return False
        moved = moved_face(face, before.points, pose.points)
        if _shift(face, moved) > MOVED_WIDTHS:
            return False
        memory.faces, memory.pose = (moved, *memory.faces[1:]), pose
        return True

    def _pose(self, rgb: np.ndarray, memory: Memory) -> HeadPose:
        """Return the pose by the cheap landmarks where the head is straight, by the full ones where it is not."""
        face = memory.faces[0]
        cheap = self._light_mesh.pose(rgb, face)
        sure = cheap.presence >= SURE_PRESENCE
        if sure and abs(cheap.yaw) <= PLAIN_YAW and abs(cheap.pitch) <= PLAIN_PITCH:
            return cheap
        if not (sure and memory.light_pose and _alike(cheap, memory.light_pose)):
            memory.light_pose, memory.full_pose = cheap, self._mesh.pose(rgb, face)
        full, was = memory.full_pose, memory.light_pose
        if full is None or was is None:
            return cheap
        yaw, pitch = full.yaw + cheap.yaw - was.yaw, full.pitch + cheap.pitch - was.pitch
        return replace(cheap, presence=full.presence, yaw=yaw, pitch=pitch, roll=full.roll)


def main_first(faces: list[FoundFace]) -> list[FoundFace]:
    """Order faces: clearly found before weak, large before small."""
    return sorted(faces, key=lambda face: (face.score < CLEAR_SCORE, -face.box[2] * face.box[3]))


def moved_face(face: FoundFace, before: np.ndarray, now: np.ndarray) -> FoundFace:
    """Return the face with box and points moved as its landmarks moved (both n x 2, pixels)."""
    matrix = similarity_matrix(before, now)
    x, y, width, height = face.box
    grown = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    centre = matrix[:, :2] @ np.array([x + width / 2, y + height / 2]) + matrix[:, 2]
    size = grown * np.array([width, height])
    box = (*(centre - size / 2).tolist(), *size.tolist())
    return FoundFace(box, face.points @ matrix[:, :2].T + matrix[:, 2], face.score)


def changed_elsewhere(light: np.ndarray, before: np.ndarray, face: FoundFace, scale: float) -> bool:
    """Return whether blocks of the picture beside the face and its body changed since `before` by more than noise.

    `light`, `before`: luma, height x width; `scale`: their width over that of the picture with the face.
    """
    change = light - before
    change[_inside(face, scale, margin=0.5)] = 0.0
    change[_torso(face, scale)] = 0.0
    rows, columns = change.shape[0] // BLOCK, change.shape[1] // BLOCK
    blocks = change[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK).mean(axis=(1, 3))
    return int((np.abs(blocks) > CHANGED_LUMA).sum()) >= CHANGED_BLOCKS


def _still(light: np.ndarray, memory: Memory, scale: float) -> bool:
    """Return whether the face changed so little since its pose was measured that this still holds."""
    if memory.posed_light is None:
        return False
    place = _inside(memory.faces[0], scale, margin=0.0)
    change = np.abs(light[place] - memory.posed_light[place])
    mean = float(change.mean()) if change.size else float("inf")
    return any(mean < luma and memory.frames_since_pose <= frames for luma, frames in STILL)


def _torso(face: FoundFace, scale: float) -> tuple[slice, slice]:
    x, y, width, height = (number * scale for number in face.box)
    left, right = max(0, int(x - TORSO_WIDTHS * width)), max(0, int(x + (1 + TORSO_WIDTHS) * width))
    return slice(max(0, int(y + height)), None), slice(left, right)


def _inside(face: FoundFace, scale: float, *, margin: float) -> tuple[slice, slice]:
    """Return rows and columns of a face in the small picture, with `margin` widths of the box around it."""
    x, y, width, height = (number * scale for number in face.box)
    top, left = max(0, int(y - margin * height)), max(0, int(x - margin * width))
    return slice(top, max(0, int(y + (1 + margin) * height))), slice(left, max(0, int(x + (1 + margin) * width)))


def _must_search(light: np.ndarray, memory: Memory, scale: float) -> bool:
    if not memory.faces or memory.searched_light is None or memory.searched_light.shape != light.shape:
        return True
    pose = memory.pose
    clear = memory.faces[0].score >= CLEAR_SCORE and pose is not None and pose.presence >= SURE_PRESENCE
    if not clear or memory.frames_since_search >= SEARCH_EVERY:
        return True
    return changed_elsewhere(light, memory.searched_light, memory.faces[0], scale)


def _shift(a: FoundFace, b: FoundFace) -> float:
    dx = a.box[0] + a.box[2] / 2 - b.box[0] - b.box[2] / 2
    dy = a.box[1] + a.box[3] / 2 - b.box[1] - b.box[3] / 2
    return float(np.hypot(dx, dy)) / a.box[2]


def _alike(a: HeadPose, b: HeadPose) -> bool:
    return abs(a.yaw - b.yaw) <= SAME_POSE and abs(a.pitch - b.pitch) <= SAME_POSE
