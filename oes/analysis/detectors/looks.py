"""What the object detector saw, over time: shared by the detectors. Numbers only.

Nobody looks at every frame. What a look saw stands until the next look, because a change in the picture makes one at
once; and what is held against somebody has to be seen by more than one look.
"""

from collections.abc import Callable, Iterable, Sequence

from oes.domain.measures import Face, FrameMeasures, Thing
from oes.domain.observations import Observation
from oes.domain.policy import Thresholds

HOLD_SECONDS = 18.0
"""So long a look stands at most: a little more than two segments, of which one may go without a look."""
SAME_PLACE_OVERLAP = 0.4

Choice = Callable[[int], Thing | None]
"""Picks from the look at a frame's index the thing that counts, or None."""
Gone = Callable[[int, int], bool]
"""Whether what the look at the first index saw is no longer there at the second one."""


def standing(frames: Sequence[FrameMeasures]) -> list[int | None]:
    """Return for each frame the index of the look that stands for it, or None where nobody looked lately."""
    out: list[int | None] = []
    last: int | None = None
    for i, frame in enumerate(frames):
        if frame.things is not None:
            last = i
        if last is not None and frame.at_seconds - frames[last].at_seconds > HOLD_SECONDS:
            last = None
        out.append(last)
    return out


def lasting(
    frames: Sequence[FrameMeasures],
    choose: Choice,
    *,
    score: float,
    thresholds: Thresholds,
    gone: Gone = lambda look, i: False,
) -> dict[int, Thing]:
    """Return by frame index the thing that was chosen, where enough looks of a run gave it the `score`.

    A run is what looks see that follow each other, or lie apart no more than episodes that are joined.
    """
    looked = [i for i, frame in enumerate(frames) if frame.things is not None]
    chosen = {i: thing for i in looked if (thing := choose(i))}
    lasts: dict[int, Thing] = {}
    for run in _runs(frames, looked, chosen, thresholds.join_gap_seconds):
        if sum(chosen[i].score >= score for i in run) >= thresholds.thing_least_looks:
            lasts |= {i: chosen[i] for i in run}
    stands = standing(frames)
    return {i: lasts[look] for i, look in enumerate(stands) if look is not None and look in lasts and not gone(look, i)}


def told(frames: Sequence[FrameMeasures], kind: str, seen: dict[int, Thing]) -> list[Observation]:
    """Return the observations of a kind, each with the box that a reviewer should look at."""
    return [Observation(frames[i].at_seconds, kind, min(1.0, t.score), box_of(t)) for i, t in sorted(seen.items())]


def box_of(thing: Thing) -> Face:
    """Return a thing's box as what evidence shows."""
    return Face(thing.x, thing.y, thing.width, thing.height, thing.score)


def best(things: Iterable[Thing] | None, kind: str, *, score: float, most_share: float = 1.0) -> Thing | None:
    """Return the clearest thing of a kind that covers at most `most_share` of the picture."""
    fitting = [t for t in things or () if t.kind == kind and t.score >= score and t.width * t.height <= most_share]
    return max(fitting, key=lambda thing: thing.score, default=None)


def shared(a: Thing | Face, b: Thing | Face) -> tuple[float, float]:
    """Return the intersection of two boxes as a share of both together (IoU), and of the first."""
    width = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    height = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    both = max(0.0, width) * max(0.0, height)
    if not both:
        return 0.0, 0.0
    own = a.width * a.height
    return both / (own + b.width * b.height - both), both / own


def _runs(
    frames: Sequence[FrameMeasures], looked: Sequence[int], chosen: dict[int, Thing], join_gap_seconds: float
) -> list[list[int]]:
    runs: list[list[int]] = []
    before: int | None = None  # the look before this one
    for i in looked:
        if i in chosen:
            last = runs[-1][-1] if runs else None
            near = last is not None and frames[i].at_seconds - frames[last].at_seconds <= join_gap_seconds
            if last is not None and (last == before or near):
                runs[-1].append(i)
            else:
                runs.append([i])
        before = i
    return runs
