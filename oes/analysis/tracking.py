"""Where the faces of one segment are: looked for when something may have changed, followed in between.

Looking for faces and fitting the full landmarks are the two dear steps. A face that the cheap landmarks still find
where it was needs no new search, unless the picture changed elsewhere: somebody who comes in changes it there.
"""

from dataclasses import dataclass, replace

import numpy as np

from oes.analysis.changes import changed_elsewhere, changed_inside, luma_inside
from oes.analysis.decoded import Picture
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
MOVED_WIDTHS = 0.35
"""A face that moved further, in widths of its box, is searched anew."""
STILL = ((3.0, 7), (8.0, 3))
"""Where the luma inside the face changed less than this on average, its pose is kept for so many frames. Of 251 pairs
of frames with less than 8 none differed by more than 5.4 degrees."""
STILL_STRAIGHT = ((0.09, 3), (0.15, 1))
"""The same for a head that was straight, as shares of the face's own luma: in the dark every change is small. Of 115
pairs with 9 to 15 % none was turned by more than 22 degrees or bent by more than 15, and all kept their landmarks."""
SAME_FACE_LUMA = 8.0
"""A further box that changed less since the last search needs no new look at whether it is a face."""
MOST_OTHERS = 3
SECOND_SCORE = 0.5
SECOND_SHARE = 0.2
"""Further faces from this share of the main one's width on are looked at by the mesh."""
SAME_PLACE_WIDTHS = 0.15
SAME_SIZE = 1.15
"""A face that a search finds again at its place, in nearly its size, keeps the pose that still holds."""


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
    def likely_faces(self) -> tuple[FoundFace, ...]:
        """Return the faces without the further boxes that have no landmarks at all."""
        presences = (None, *self.presences)
        return tuple(f for f, p in zip(self.faces, presences, strict=False) if p is None or p > NO_PRESENCE)

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

    def look(self, picture: Picture, light: np.ndarray, memory: Memory, *, search: bool) -> bool:
        """Bring `memory` (faces, main one first; pose; presences) up to this picture; return whether it searched."""
        memory.frames_since_search += 1
        memory.frames_since_pose += 1
        memory.light = light
        scale = light.shape[1] / picture.width
        still = bool(memory.faces) and _still(light, memory, scale)
        followed = None
        if not (search or _must_search(light, memory, scale)):
            if still:
                return False
            followed = self._followed(picture.rgb, memory)
            if followed and _shift(memory.faces[0], followed[0]) <= MOVED_WIDTHS:
                _posed(memory, followed[1])
                memory.faces = (followed[0], *memory.faces[1:])
                return False
        self._search_anew(picture.rgb, memory, scale, followed=followed, still=still)
        return True

    def _search_anew(
        self, rgb: np.ndarray, memory: Memory, scale: float, *, followed: tuple[FoundFace, HeadPose] | None, still: bool
    ) -> None:
        """Search the faces; the pose is measured only where neither what was kept nor what was followed still holds."""
        before, others = memory.faces, _steady_others(memory, scale)
        memory.faces = tuple(self.search(rgb))
        memory.searched_light, memory.frames_since_search = memory.light, 0
        main = memory.faces[0] if memory.faces else None
        if main is None:
            _posed(memory, None)
        elif still and memory.pose is not None and _same_place(before[0], main):
            memory.pose = _shifted(memory.pose, before[0], main)
        elif followed and _same_place(followed[0], main):
            _posed(memory, followed[1])
        else:
            _posed(memory, self._pose(rgb, memory))
        memory.presences = self._presences(rgb, memory.faces, others)

    def _presences(
        self, rgb: np.ndarray, faces: tuple[FoundFace, ...], known: list[tuple[FoundFace, float]]
    ) -> tuple[float | None, ...]:
        """Return how surely each further box is a face; None for those that are tiny."""
        told: list[float | None] = []
        for number, face in enumerate(faces[1:]):
            same = next((presence for other, presence in known if _same_place(other, face)), None)
            looked = _may_be_second(face, faces[0]) and number < MOST_OTHERS
            told.append((self.presence(rgb, face) if same is None else same) if looked else None)
        return tuple(told)

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

    def _followed(self, rgb: np.ndarray, memory: Memory) -> tuple[FoundFace, HeadPose] | None:
        """Return the main face where its landmarks are now, and its pose; None where that is not sure."""
        before, face = memory.pose, memory.faces[0]
        pose = self._pose(rgb, memory)
        if pose.presence < SURE_PRESENCE or pose.points is None or before is None or before.points is None:
            return None
        return moved_face(face, before.points, pose.points), pose

    def _pose(self, rgb: np.ndarray, memory: Memory) -> HeadPose:
        """Return the pose by the cheap landmarks where the head is straight, by the full ones where it is not."""
        face = memory.faces[0]
        cheap = self._light_mesh.pose(rgb, face)
        if _straight(cheap):
            return cheap
        sure = cheap.presence >= SURE_PRESENCE
        if not (sure and memory.light_pose and _alike(cheap, memory.light_pose)):
            memory.light_pose, memory.full_pose = cheap, self._mesh.pose(rgb, face)
        full, was = memory.full_pose, memory.light_pose
        if full is None or was is None:
            return cheap
        yaw, pitch = full.yaw + cheap.yaw - was.yaw, full.pitch + cheap.pitch - was.pitch
        return replace(cheap, presence=full.presence, yaw=yaw, pitch=pitch, roll=full.roll)


def _posed(memory: Memory, pose: HeadPose | None) -> None:
    """Take note of a pose that was measured on this frame."""
    memory.pose, memory.posed_light, memory.frames_since_pose = pose, memory.light, 0


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


def _still(light: np.ndarray, memory: Memory, scale: float) -> bool:
    """Return whether the face changed so little since its pose was measured that this still holds."""
    if memory.posed_light is None or memory.posed_light.shape != light.shape:
        return False
    change, since = changed_inside(light, memory.posed_light, memory.faces[0], scale), memory.frames_since_pose
    if any(change < luma and since <= frames for luma, frames in STILL):
        return True
    share = change / max(luma_inside(light, memory.faces[0], scale), 1.0)
    return _straight(memory.pose) and any(share < most and since <= frames for most, frames in STILL_STRAIGHT)


def _steady_others(memory: Memory, scale: float) -> list[tuple[FoundFace, float]]:
    """Return the further faces that look as at the last search, with their presences."""
    light, before = memory.light, memory.searched_light
    if light is None or before is None or light.shape != before.shape:
        return []
    told = zip(memory.faces[1:], memory.presences, strict=False)
    return [(f, p) for f, p in told if p is not None and changed_inside(light, before, f, scale) < SAME_FACE_LUMA]


def _straight(pose: HeadPose | None) -> bool:
    """Return whether a face surely looks ahead, as far as the cheap landmarks can tell."""
    if pose is None or pose.presence < SURE_PRESENCE:
        return False
    return abs(pose.yaw) <= PLAIN_YAW and abs(pose.pitch) <= PLAIN_PITCH


def _may_be_second(face: FoundFace, main: FoundFace) -> bool:
    return face.score >= SECOND_SCORE and face.box[2] >= SECOND_SHARE * main.box[2]


def _shifted(pose: HeadPose, before: FoundFace, now: FoundFace) -> HeadPose:
    """Return a pose that still holds, its points moved with the face."""
    if pose.points is None:
        return pose
    moved = np.array(_middle(now)) - np.array(_middle(before))
    return replace(pose, points=pose.points + moved)


def _middle(face: FoundFace) -> tuple[float, float]:
    return face.box[0] + face.box[2] / 2, face.box[1] + face.box[3] / 2


def _same_place(before: FoundFace, now: FoundFace) -> bool:
    """Return whether two boxes are one face that hardly moved."""
    grown = now.box[2] / max(before.box[2], 1e-6)
    return _shift(before, now) <= SAME_PLACE_WIDTHS and 1 / SAME_SIZE <= grown <= SAME_SIZE


def _must_search(light: np.ndarray, memory: Memory, scale: float) -> bool:
    if not memory.faces or memory.searched_light is None or memory.searched_light.shape != light.shape:
        return True
    pose = memory.pose
    clear = memory.faces[0].score >= CLEAR_SCORE and pose is not None and pose.presence >= SURE_PRESENCE
    if not clear or memory.frames_since_search >= SEARCH_EVERY:
        return True
    return changed_elsewhere(light, memory.searched_light, memory.faces[0], scale)


def _shift(a: FoundFace, b: FoundFace) -> float:
    (ax, ay), (bx, by) = _middle(a), _middle(b)
    return float(np.hypot(ax - bx, ay - by)) / a.box[2]


def _alike(a: HeadPose, b: HeadPose) -> bool:
    return abs(a.yaw - b.yaw) <= SAME_POSE and abs(a.pitch - b.pitch) <= SAME_POSE
