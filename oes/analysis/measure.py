"""Pictures to FrameMeasures: what is computed on which frame, and no thresholds of the policy.

Every sampled frame: light, the faces and the pose of the main one (`tracking`). The embedding once in eight frames, and
at once when a face appears, jumps, looks like another, or is not surely one of the references.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from oes.analysis.borders import borders
from oes.analysis.comparing import IDENTITY_EVERY, Comparing, comparable
from oes.analysis.fingerprints import fingerprint
from oes.analysis.media import Picture
from oes.analysis.model_files import model_path
from oes.analysis.networks.mesh import LIGHT, Mesh, read_canonical_face
from oes.analysis.networks.objects import Objects
from oes.analysis.networks.sface import SFace
from oes.analysis.networks.yunet import FoundFace, YuNet
from oes.analysis.pictures import light_of
from oes.analysis.recogniser import Recogniser
from oes.analysis.sessions import OpenVinoSessions
from oes.analysis.similarity import stacked
from oes.analysis.things import Looks, Things
from oes.analysis.tracking import Memory, Tracker
from oes.domain.measures import Face, FrameMeasures, Thing

MOST_OTHERS = 3
SECOND_SCORE = 0.5
SECOND_SHARE = 0.2
"""Further faces from this share of the main one's width on are looked at by the mesh."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """What the frames before left behind, within one segment."""

    seen: Memory
    comparing: Comparing
    looks: Looks
    compares: bool
    """Whether embeddings are computed at all."""


class Measurer:
    """Measures pictures of one camera. Keep one per process: it holds the networks."""

    def __init__(
        self, *, yunet: YuNet, mesh: Mesh, light_mesh: Mesh, sface: SFace | Recogniser, things: Things | None = None
    ) -> None:
        self.yunet = yunet
        self.mesh = mesh
        self.sface = sface
        self.things = things
        self._tracker = Tracker(yunet=yunet, mesh=mesh, light_mesh=light_mesh)

    def measure(
        self,
        pictures: Iterable[Picture],
        *,
        known: Iterable[Iterable[float]] = (),
        identity_every: int = IDENTITY_EVERY,
        settled: bool = False,
        rested: bool = False,
        compares: bool = True,
    ) -> Iterator[FrameMeasures]:
        """Yield the measures of consecutive pictures of one segment or clip.

        `known`: embeddings of the references, so that a face unlike all of them is compared on every frame.
        `settled`: the segment goes on from one that was compared, so its first face needs no comparison.
        `rested`: it goes on from one that began with a look for people and things, so it needs none at its beginning.
        `compares`: False computes no embedding of any face; everything else is measured on the same frames.
        """
        comparing = Comparing(stacked(known), every=identity_every, settled=settled)
        segment = _Segment(Memory(), comparing, Looks(rested=rested), compares)
        for picture in pictures:
            yield self._frame(picture, segment)

    def _frame(self, picture: Picture, segment: _Segment) -> FrameMeasures:
        rgb, seen, comparing = picture.rgb, segment.seen, segment.comparing
        light, before = light_of(rgb, picture.luma), seen.light
        if self._tracker.look(rgb, light, seen, search=comparing.due(seen.faces)):
            seen.presences = self._presences(rgb, seen.faces)
        pose = seen.pose
        embeddings = self._embeddings(rgb, seen.faces, segment)
        return FrameMeasures(
            at_seconds=picture.at_seconds,
            faces=_shares(rgb, seen),
            brightness=float(light.mean()),
            contrast=float(light.std()),
            detail=float(np.abs(np.diff(light, axis=1)).mean()),
            motion=None if before is None else float(np.abs(light - before).mean()),
            presence=pose.presence if pose else None,
            yaw=pose.yaw if pose else None,
            pitch=pose.pitch if pose else None,
            roll=pose.roll if pose else None,
            embedding=embeddings[0] if embeddings else None,
            other_embeddings=embeddings[1:],
            things=self._things(picture, light, segment),
            fingerprint=fingerprint(light),
            borders=borders(rgb, seen.faces[0].box, picture.luma) if seen.moved else None,
        )

    def _things(self, picture: Picture, light: np.ndarray, segment: _Segment) -> tuple[Thing, ...] | None:
        if self.things is None:
            return None
        at, faces = picture.at_seconds, segment.seen.faces
        return self.things.look(picture.rgb, at_seconds=at, light=light, faces=faces, looks=segment.looks)

    def _presences(self, rgb: np.ndarray, faces: tuple[FoundFace, ...]) -> tuple[float | None, ...]:
        """Return how surely each further box is a face; None for those that are tiny."""
        looked = [_may_be_second(face, faces[0]) and number < MOST_OTHERS for number, face in enumerate(faces[1:])]
        return tuple(
            self._tracker.presence(rgb, face) if look else None for face, look in zip(faces[1:], looked, strict=True)
        )

    def _embeddings(
        self, rgb: np.ndarray, faces: tuple[FoundFace, ...], segment: _Segment
    ) -> tuple[tuple[float, ...], ...]:
        comparing = segment.comparing
        if not (faces and comparable(faces[0]) and comparing.due(faces)):
            comparing.passed(faces)
            return ()
        if not segment.compares:
            comparing.looked_at(faces)
            return ()
        found = [self.sface.embedding(rgb, points=face.points) for face in faces[:MOST_OTHERS] if comparable(face)]
        comparing.compared(faces, found)
        return tuple(tuple(float(number) for number in numbers) for numbers in found)


def load_measurer(directory: Path, *, threads: int = 1) -> Measurer:
    """Return a measurer with the networks of a models folder. Raises ModelFileError."""
    sessions = OpenVinoSessions(directory, threads=threads)
    canonical = read_canonical_face(model_path("canonical_face", directory))
    yunet = YuNet(sessions)
    return Measurer(
        yunet=yunet,
        mesh=Mesh(sessions, canonical=canonical),
        light_mesh=Mesh(sessions, canonical=canonical, variant=LIGHT),
        sface=Recogniser(SFace(sessions), yunet=yunet),
        things=Things(Objects(sessions)),
    )


def _shares(rgb: np.ndarray, seen: Memory) -> tuple[Face, ...]:
    """Return the faces as shares of the picture."""
    presences = (seen.pose.presence if seen.pose else None, *seen.presences)
    return tuple(_share(face, rgb, presence) for face, presence in zip(seen.faces, presences, strict=False))


def _may_be_second(face: FoundFace, main: FoundFace) -> bool:
    return face.score >= SECOND_SCORE and face.box[2] >= SECOND_SHARE * main.box[2]


def _share(face: FoundFace, rgb: np.ndarray, presence: float | None) -> Face:
    height, width = rgb.shape[:2]
    x, y, w, h = face.box
    return Face(x / width, y / height, w / width, h / height, face.score, presence)
