"""Passive hints that a print or a screen is held to the camera. They accuse nobody: they weigh nothing.

Two hints, both of the kind that has an innocent explanation only seldom:

- Upright straight lines on both sides of the face that move with it (`Borders`). The borders of a print stay at the
  same place beside the face while it moves through the picture; a door, a shelf or a window stay where they are and the
  face moves between them. A face that does not move decides nothing.
- The box of a phone or a laptop that holds the whole face.

What was tried on the labelled data and does not separate: the play of eyelids and mouth over 10 s (people who read play
less than a shaken print), the depth of the mesh, fine detail and contrast of the face.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from statistics import fmean, median, pstdev

from oes.analysis.detectors.looks import shared
from oes.domain.measures import Borders, Face, FrameMeasures, Thing
from oes.domain.observations import Observation
from oes.domain.policy import Thresholds

KIND = "presentation_attack"
SCREENS = ("phone", "laptop")
INSIDE_SHARE = 0.95
"""So much of a face lies in the box of the screen that shows it."""
ALONG_SHARE = 0.6
"""Of the frames with lines in a stretch: in so many the lines move with the face."""


def presentation_attack(frames: Sequence[FrameMeasures], thresholds: Thresholds) -> list[Observation]:
    """Return the frames that either hint names, with the face as the box to look at."""
    hinted: dict[float, Observation] = {}
    for frame in (*_framed(frames, thresholds), *_on_a_screen(frames, thresholds)):
        hinted[frame.at_seconds] = Observation(frame.at_seconds, KIND, box=frame.faces[0])
    return [hinted[at] for at in sorted(hinted)]


def _framed(frames: Sequence[FrameMeasures], thresholds: Thresholds) -> Iterator[FrameMeasures]:
    """Yield the frames with a face from the first to the last one of each stretch in which borders move with it."""
    lined = [frame for frame in frames if _has_lines(frame, thresholds)]
    spans = []
    for number, first in enumerate(lined):
        until = first.at_seconds + thresholds.border_seconds
        stretch = lined[number : bisect_right(lined, until, key=lambda frame: frame.at_seconds)]
        if len(stretch) >= thresholds.border_least_frames and _move_together(stretch, thresholds):
            spans.append((first.at_seconds, stretch[-1].at_seconds))
    for frame in frames:
        if frame.faces and any(start <= frame.at_seconds <= end for start, end in spans):
            yield frame


def _has_lines(frame: FrameMeasures, thresholds: Thresholds) -> bool:
    lines = frame.borders
    return bool(frame.faces) and lines is not None and min(lines.left, lines.right) >= thresholds.border_score


def _move_together(stretch: Sequence[FrameMeasures], thresholds: Thresholds) -> bool:
    """Return whether the face moved, and its lines with it, in most of the frames. All in widths of the face."""
    left = median(line.left_distance for _, line in _pairs(stretch))
    right = median(line.right_distance for _, line in _pairs(stretch))
    slip = thresholds.border_slip_share
    along = [
        frame.faces[0]
        for frame, line in _pairs(stretch)
        if abs(line.left_distance - left) <= slip and abs(line.right_distance - right) <= slip
    ]
    if len(along) < max(thresholds.border_least_frames, ALONG_SHARE * len(stretch)):
        return False
    width = fmean(face.width for face in along)
    return pstdev(face.centre[0] / width for face in along) >= thresholds.border_moved_share


def _pairs(stretch: Sequence[FrameMeasures]) -> list[tuple[FrameMeasures, Borders]]:
    return [(frame, frame.borders) for frame in stretch if frame.borders]


def _on_a_screen(frames: Sequence[FrameMeasures], thresholds: Thresholds) -> Iterator[FrameMeasures]:
    for frame in frames:
        screens = [thing for thing in frame.things or () if thing.kind in SCREENS]
        if frame.faces and any(_holds(thing, frame.faces[0], thresholds) for thing in screens):
            yield frame


def _holds(thing: Thing, face: Face, thresholds: Thresholds) -> bool:
    return shared(face, thing)[1] >= INSIDE_SHARE and thing.score >= thresholds.shown_screen_score
