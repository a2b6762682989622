"""Was the request to turn the head or to blink followed? A dense series of numbers in, an answer per step out.

A picture held to the camera has no depth and no lids. Moved, tilted or bent it makes a pose fit report some yaw, so
a turn counts only with relief: what no flat surface, seen from any side, can do to the points of a face.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from oes.domain.identity import Sameness
from oes.domain.policy import Thresholds
from oes.domain.spans import Span

STRAIGHT_SECONDS = 1.5
"""So long the student looks straight ahead before the first step: the own pose and the own eyes."""
REACTION_SECONDS = 0.2
AFTER_SECONDS = 0.5
LEAST_FRAMES = 4
OPEN_AGAIN_SHARE = 0.75
SETTLED_SECONDS = 1.5
"""The head may still be on its way back from the step before. After that a turn that nobody asked for fails: else a
recording that turns both ways all the time would follow anything."""
BETWEEN_SHARES = (0.2, 0.8)
"""A head passes through these shares of its turn; a second picture of the person in profile does not."""


class Step(StrEnum):
    """What is asked. Left and right are the student's own."""

    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    BLINK = "blink"


class ChallengeResult(StrEnum):
    """NOT_SEEN: never shown, or its recording never came. WAITING: not judged yet. UNABLE: the student said so."""

    NOT_SEEN = "not_seen"
    WAITING = "waiting"
    PASSED = "passed"
    FAILED = "failed"
    UNABLE = "unable"


class Missed(StrEnum):
    """Why a step was not followed. FLAT: turned, but like something flat. OTHER_WAY: turned where nobody asked."""

    NO_FACE = "no_face"
    NOT_TURNED = "not_turned"
    FLAT = "flat"
    NOT_BLINKED = "not_blinked"
    OTHER_WAY = "other_way"
    OTHER_PERSON = "other_person"


@dataclass(frozen=True, slots=True)
class Look:
    """One frame of the face. `yaw` in degrees, positive to the picture's right, which is the student's left.

    `relief`: how far the points lie from where a flat face would have them, in eye distances. `left_open`,
    `right_open`: the gap between the lids, as a share of the height of the nose. `presence` 0..1.
    """

    at_seconds: float
    presence: float
    yaw: float
    relief: float
    left_open: float
    right_open: float


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """`value`: degrees turned the right way, or the share of their own opening that the eyes closed down to."""

    step: Step
    value: float | None
    missed: Missed | None = None

    @property
    def passed(self) -> bool:
        return self.missed is None


def draw_steps(chance: random.Random) -> tuple[Step, ...]:
    """Return two or three steps in random order: a blink, and a turn to one side or to both."""
    turns = [Step.TURN_LEFT, Step.TURN_RIGHT]
    steps = [Step.BLINK, *chance.sample(turns, chance.choice((1, 2)))]
    chance.shuffle(steps)
    return tuple(steps)


def step_windows(shown: Sequence[float], thresholds: Thresholds) -> tuple[Span, ...]:
    """Return when each step may be followed: from when it was shown until a moment after its time."""
    return tuple(Span(at, at + thresholds.challenge_step_seconds + AFTER_SECONDS) for at in shown)


def whole_window(shown: Sequence[float], thresholds: Thresholds) -> Span:
    """Return the seconds that have to be looked at: straight ahead before the first step, then all steps."""
    windows = step_windows(shown, thresholds)
    return Span(max(0.0, shown[0] - STRAIGHT_SECONDS), windows[-1].end)


def straight_window(shown: Sequence[float]) -> Span:
    """Return when the student looked straight ahead; nobody reacts within the first moment."""
    return Span(max(0.0, shown[0] - STRAIGHT_SECONDS), shown[0] + REACTION_SECONDS)


def answers(
    looks: Sequence[Look], steps: Sequence[Step], shown: Sequence[float], thresholds: Thresholds
) -> tuple[StepAnswer, ...]:
    """Judge each step by the looks in its window, against the student's own straight look before the first."""
    seen = [look for look in looks if look.presence >= thresholds.turned_presence]
    before = straight_window(shown)
    straight = [look for look in seen if before.start <= look.at_seconds <= before.end]
    found = []
    for step, window in zip(steps, step_windows(shown, thresholds), strict=True):
        within = [look for look in seen if window.start <= look.at_seconds <= window.end]
        if len(straight) < LEAST_FRAMES or len(within) < LEAST_FRAMES:
            found.append(StepAnswer(step, None, Missed.NO_FACE))
        elif _strays(step, _settled(within, window), straight, thresholds):
            found.append(StepAnswer(step, None, Missed.OTHER_WAY))
        elif step == Step.BLINK:
            found.append(_blink(within, straight, thresholds))
        else:
            found.append(_turn(step, within, straight, thresholds))
    return tuple(found)


def _settled(within: Sequence[Look], window: Span) -> list[Look]:
    return [look for look in within if look.at_seconds >= window.start + SETTLED_SECONDS]


def _strays(step: Step, settled: Sequence[Look], straight: Sequence[Look], thresholds: Thresholds) -> bool:
    """Return whether the head turned where this step did not ask it to: two looks in a row."""
    own, most = median(look.yaw for look in straight), thresholds.challenge_turn_degrees
    left = [look.yaw - own >= most for look in settled]
    right = [own - look.yaw >= most for look in settled]
    unasked = {Step.TURN_LEFT: (right,), Step.TURN_RIGHT: (left,), Step.BLINK: (left, right)}[step]
    return any(a and b for turned in unasked for a, b in zip(turned, turned[1:], strict=False))


def _turn(step: Step, within: Sequence[Look], straight: Sequence[Look], thresholds: Thresholds) -> StepAnswer:
    """Two looks in a row must be turned, with relief, and some look must lie between straight and turned."""
    own, sign = median(look.yaw for look in straight), 1 if step == Step.TURN_LEFT else -1
    turned = [(sign * (look.yaw - own), look.relief) for look in within]
    pairs = [(min(a[0], b[0]), min(a[1], b[1])) for a, b in zip(turned, turned[1:], strict=False)]
    most = max(degrees for degrees, _ in pairs)
    value = round(most, 1)
    far = [relief for degrees, relief in pairs if degrees >= thresholds.challenge_turn_degrees]
    low, high = (share * most for share in BETWEEN_SHARES)
    if not far:
        return StepAnswer(step, value, Missed.NOT_TURNED)
    if max(far) < thresholds.challenge_relief_ratio or not any(low <= degrees <= high for degrees, _ in turned):
        return StepAnswer(step, value, Missed.FLAT)
    return StepAnswer(step, value)


def _blink(within: Sequence[Look], straight: Sequence[Look], thresholds: Thresholds) -> StepAnswer:
    """Both eyes close and open again; each is measured by its own opening."""
    left, right = (median(getattr(look, name) for look in straight) for name in ("left_open", "right_open"))
    if min(left, right) <= 0:
        return StepAnswer(Step.BLINK, None, Missed.NO_FACE)
    shares = [max(look.left_open / left, look.right_open / right) for look in within]
    least = min(shares)
    after = shares[shares.index(least) :]
    closed = least <= thresholds.challenge_closed_ratio and max(after) >= OPEN_AGAIN_SHARE
    return StepAnswer(Step.BLINK, round(least, 2), None if closed else Missed.NOT_BLINKED)


def judged(found: Sequence[StepAnswer], same: Sameness) -> tuple[ChallengeResult, list[dict[str, object]]]:
    """Return the result and what is kept of it: a picture may also be put away, and another person turn the head."""
    other = same == Sameness.DIFFERENT
    told: list[dict[str, object]] = []
    for answer in found:
        missed = Missed.OTHER_PERSON if other else answer.missed
        told.append(
            {"step": str(answer.step), "passed": missed is None, "value": answer.value, "missed": str(missed or "")}
        )
    passed = not other and all(answer.passed for answer in found)
    return (ChallengeResult.PASSED if passed else ChallengeResult.FAILED), told
