"""When to look for people and objects, and how: a look costs five times as much as finding a face.

Quiet footage is looked at every ten seconds. At once where something outside the face changed since the last look, or
the face came or went; and again at the next frame while what was found is new or doubtful. What stays as it was is
looked at ever less often, up to every eight seconds: an empty chair must not cost a look a frame.
Nor must somebody who never sits still, or a thing that is a little like a phone: where changes show nothing, the next
one has to wait two or three seconds.
A second look goes to a doubtful phone, or to a small part of the picture that changed: there small things are
twice as large.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from oes.analysis.decoded import Picture
from oes.analysis.detectors.looks import shared
from oes.analysis.networks.objects import Objects
from oes.analysis.networks.yunet import FoundFace
from oes.domain.measures import Thing

QUIET_SECONDS = 10.0
LONGEST_SECONDS = 8.0
PATIENCE_SECONDS = 2.0
MOST_PATIENCE_SECONDS = 3.0
AT_ONCE_SECONDS = 0.0
BLOCK = 10
"""Pixels of a side of a block of the small luma picture (160 wide): what is compared between looks."""
CHANGED_LIGHT = 0.15
CHANGED_LUMA = 6.0
CHANGED_SHARE = 0.015
"""Something moved into view where this share of all blocks changed: their mean luma by the first share of that of the
whole picture, and at least by so much (0..255)."""
FACE_MARGIN = 0.3
"""The face moves all the time: it and this share of it on each side are left out."""
CLEAR_SCORE = 0.6
"""A face from here on is one; without one it is asked who else is there."""
DOUBTFUL_SCORE = 0.15
"""From here on a phone gets a second look."""
LIKELY_SCORE = 0.4
"""A phone from here on is looked at on every frame that changes: just below the policy's usual score for one. What is
none reached 0.37 in a busy room."""
LEAST_SCORE = 0.2
"""From here on a thing is told."""
CLEAR_BODY = 0.5
ZOOM = 2.0
"""Sides of the part for the second look, in sides of the phone: one that fills the part is not found."""
LEAST_PART = 0.6
"""As a share of the picture's shorter side."""
MOST_PART = 0.8
"""A part that changed and is larger shows nothing new."""
SECOND_LOOK = 0.75
"""What the second look sees counts so much where the first one saw little: small things are hard to see at first."""
SAME_OVERLAP = 0.3


@dataclass(slots=True)
class Looks:
    """What the last look of this segment left behind. `rested`: a face in the first frame needs no look at once."""

    rested: bool = False
    at_seconds: float | None = None
    wait_seconds: float = 0.0
    patience_seconds: float = PATIENCE_SECONDS
    blocks: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))
    counted: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), bool))
    had_face: bool = False
    found: tuple[Thing, ...] = ()


class Things:
    """Looks for things where a look is due."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    def look(
        self, picture: Picture, *, light: np.ndarray, faces: Sequence[FoundFace], looks: Looks
    ) -> tuple[Thing, ...] | None:
        """Return what is there, or None where nobody looked. `light`: small luma picture of the frame."""
        at_seconds = picture.at_seconds
        face = faces[0] if faces and faces[0].score >= CLEAR_SCORE else None
        blocks, counted = _blocks(light), _outside(face, picture, light)
        if looks.rested and looks.at_seconds is None and face is not None:
            looks.at_seconds, looks.wait_seconds, looks.had_face = at_seconds, QUIET_SECONDS, True
            looks.blocks, looks.counted = blocks, counted  # what changes from here on is looked at
            return None
        changed = _changed(blocks, counted, looks)
        moved = bool(changed.mean() >= CHANGED_SHARE)
        waited = float("inf") if looks.at_seconds is None else at_seconds - looks.at_seconds
        came_or_went = (face is not None) != looks.had_face
        if not (waited >= looks.wait_seconds or came_or_went or (moved and waited >= looks.patience_seconds)):
            return None
        fresh = moved and looks.patience_seconds == AT_ONCE_SECONDS
        found = self._found(picture.rgb, _part_of(changed) if fresh else None)
        doubtful = face is None or any(thing.kind == "phone" for thing in found)
        came = _kinds(found) - _kinds(looks.found)
        news = doubtful and (came_or_went or looks.at_seconds is None or bool(came))
        _plan(looks, news=news, doubtful=doubtful, moved=moved)
        if any(thing.kind == "phone" and thing.score >= LIKELY_SCORE for thing in found):
            looks.patience_seconds = AT_ONCE_SECONDS  # so that its end is not missed
        looks.at_seconds, looks.blocks, looks.counted = at_seconds, blocks, counted
        looks.had_face, looks.found = face is not None, found
        return tuple(thing for thing in found if thing.score >= LEAST_SCORE)

    def _found(self, rgb: np.ndarray, moved_part: Thing | None) -> tuple[Thing, ...]:
        whole = self._objects.things(rgb, least_score=DOUBTFUL_SCORE)
        doubtful = next((t for t in whole if t.kind == "phone"), None)
        part = _window(doubtful, rgb, zoom=ZOOM) if doubtful else None
        if part is None and moved_part is not None:
            part = _window(moved_part, rgb, zoom=1.0)
            part = None if part[2] - part[0] > MOST_PART * min(rgb.shape[:2]) else part
        if part is None:
            return tuple(whole)
        left, top, right, bottom = part
        cut = np.ascontiguousarray(rgb[top:bottom, left:right])
        phones = (t for t in self._objects.things(cut, least_score=DOUBTFUL_SCORE) if t.kind == "phone")
        seen = [_placed(phone, part, rgb) for phone in phones]
        return _together(whole, seen, part=_placed(Thing("part", 0, 0, 1, 1, 1), part, rgb))


def _blocks(light: np.ndarray) -> np.ndarray:
    """Return the mean luma of blocks; a rest at the right and bottom is left out."""
    rows, columns = light.shape[0] // BLOCK, light.shape[1] // BLOCK
    cut = light[: rows * BLOCK, : columns * BLOCK]
    return np.asarray(cut.reshape(rows, BLOCK, columns, BLOCK).mean(axis=(1, 3)))


def _outside(face: FoundFace | None, picture: Picture, light: np.ndarray) -> np.ndarray:
    """Return which blocks lie outside the face."""
    rows, columns = light.shape[0] // BLOCK, light.shape[1] // BLOCK
    counted = np.ones((rows, columns), bool)
    if face is not None:
        x, y, width, height = face.box
        across, down = light.shape[1] / picture.width / BLOCK, light.shape[0] / picture.height / BLOCK
        left, right = (x - FACE_MARGIN * width) * across, (x + (1 + FACE_MARGIN) * width) * across
        top, bottom = (y - FACE_MARGIN * height) * down, (y + (1 + FACE_MARGIN) * height) * down
        counted[max(0, int(top)) : max(0, int(bottom)) + 1, max(0, int(left)) : max(0, int(right)) + 1] = False
    return counted


def _changed(blocks: np.ndarray, counted: np.ndarray, looks: Looks) -> np.ndarray:
    """Return which blocks differ from the last look. A light that changes everywhere alike is no change."""
    if looks.blocks.shape != blocks.shape:
        return np.zeros(blocks.shape, bool)
    both = counted & looks.counted
    if not both.any():
        return np.zeros(blocks.shape, bool)
    difference = blocks - looks.blocks
    least = max(CHANGED_LUMA, CHANGED_LIGHT * float(blocks.mean()))
    return np.asarray(both & (np.abs(difference - np.median(difference[both])) > least))


def _part_of(changed: np.ndarray) -> Thing:
    """Return the box around the blocks that changed."""
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    height, width = changed.shape
    x, y = columns[0] / width, rows[0] / height
    return Thing("part", x, y, (columns[-1] + 1) / width - x, (rows[-1] + 1) / height - y, 1.0)


def _window(thing: Thing, rgb: np.ndarray, *, zoom: float) -> tuple[int, int, int, int]:
    """Return a square in pixels (left, top, right, bottom) around a thing, inside the picture."""
    height, width = rgb.shape[:2]
    short = min(height, width)
    side = min(max(zoom * max(thing.width * width, thing.height * height), LEAST_PART * short), short)
    left = min(max(thing.centre[0] * width - side / 2, 0.0), width - side)
    top = min(max(thing.centre[1] * height - side / 2, 0.0), height - side)
    return int(left), int(top), int(left + side), int(top + side)


def _placed(thing: Thing, part: tuple[int, int, int, int], rgb: np.ndarray) -> Thing:
    """Return a thing that was seen in a part, as shares of the whole picture."""
    height, width = rgb.shape[:2]
    left, top, right, bottom = part
    across, down = (right - left) / width, (bottom - top) / height
    return replace(
        thing,
        x=left / width + thing.x * across,
        y=top / height + thing.y * down,
        width=thing.width * across,
        height=thing.height * down,
    )


def _together(whole: Iterable[Thing], seen: Sequence[Thing], *, part: Thing) -> tuple[Thing, ...]:
    """Join both looks: a phone has the mean of its scores, or most of the second one's where that is more."""
    out, used = [], set()
    for thing in whole:
        if thing.kind == "phone" and _inside(thing.centre, part):
            twin = next((t for t in seen if shared(t, thing)[0] >= SAME_OVERLAP), None)
            used.add(twin)
            closer = twin.score if twin else 0.0
            thing = replace(thing, score=max((thing.score + closer) / 2, SECOND_LOOK * closer))
        out.append(thing)
    out += [replace(t, score=SECOND_LOOK * t.score) for t in seen if t not in used]
    return tuple(sorted((t for t in out if t.score >= DOUBTFUL_SCORE), key=lambda t: -t.score))


def _inside(point: tuple[float, float], part: Thing) -> bool:
    return part.x <= point[0] <= part.x + part.width and part.y <= point[1] <= part.y + part.height


def _plan(looks: Looks, *, news: bool, doubtful: bool, moved: bool) -> None:
    """Set the seconds until the next look that needs no reason, and until one that a change may ask for."""
    if news:
        looks.wait_seconds = looks.patience_seconds = AT_ONCE_SECONDS
    elif moved:
        looks.patience_seconds = (
            PATIENCE_SECONDS if looks.patience_seconds < PATIENCE_SECONDS else MOST_PATIENCE_SECONDS
        )
        looks.wait_seconds = MOST_PATIENCE_SECONDS
    else:
        looks.patience_seconds = PATIENCE_SECONDS if looks.at_seconds is None else AT_ONCE_SECONDS
        looks.wait_seconds = min(LONGEST_SECONDS, max(1.0, 2 * looks.wait_seconds)) if doubtful else QUIET_SECONDS


def _kinds(found: Sequence[Thing]) -> set[str]:
    """Return what was found, as far as it asks for another look."""
    return {t.kind for t in found if t.kind == "phone" or (t.kind == "person" and t.score >= CLEAR_BODY)}
