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
from oes.analysis.tracking import MOST_OTHERS, Memory, Tracker
from oes.domain.measures import Face, FrameMeasures, Thing


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
        seen, comparing = segment.seen, segment.comparing
        light, before = light_of(picture), seen.light
        self._tracker.look(picture, light, seen, search=comparing.due(seen.likely_faces))
        pose = seen.pose
        embeddings = self._embeddings(picture, seen.likely_faces, segment)
        return FrameMeasures(
            at_seconds=picture.at_seconds,
            faces=_shares(picture, seen),
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
            borders=borders(picture.rgb, seen.faces[0].box, picture.luma) if seen.moved else None,
        )

    def _things(self, picture: Picture, light: np.ndarray, segment: _Segment) -> tuple[Thing, ...] | None:
        if self.things is None:
            return None
        return self.things.look(picture, light=light, faces=segment.seen.faces, looks=segment.looks)

    def _embeddings(
        self, picture: Picture, faces: tuple[FoundFace, ...], segment: _Segment
    ) -> tuple[tuple[float, ...], ...]:
        comparing = segment.comparing
        if not (faces and comparable(faces[0]) and comparing.due(faces)):
            comparing.passed(faces)
            return ()
        if not segment.compares:
            comparing.looked_at(faces)
            return ()
        compared = [face for face in faces[:MOST_OTHERS] if comparable(face)]
        found = [self.sface.embedding(picture.rgb, points=face.points) for face in compared]
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


def _shares(picture: Picture, seen: Memory) -> tuple[Face, ...]:
    """Return the faces as shares of the picture."""
    presences = (seen.pose.presence if seen.pose else None, *seen.presences)
    return tuple(_share(face, picture, presence) for face, presence in zip(seen.faces, presences, strict=False))


def _share(face: FoundFace, picture: Picture, presence: float | None) -> Face:
    height, width = picture.shape
    x, y, w, h = face.box
    return Face(x / width, y / height, w / width, h / height, face.score, presence)
