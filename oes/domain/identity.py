"""Is it the same person? Answers from several compared frames, never from one."""

from collections.abc import Sequence
from enum import StrEnum

from oes.domain.policy import Thresholds


class Sameness(StrEnum):
    """CANNOT_TELL covers no usable face, no reference and values between the two thresholds."""

    SAME = "same"
    DIFFERENT = "different"
    CANNOT_TELL = "cannot_tell"


def sameness(similarities: Sequence[float], thresholds: Thresholds) -> Sameness:
    """Judge cosines of several frames to the best reference by their median; at least two are needed."""
    if len(similarities) < 2:
        return Sameness.CANNOT_TELL
    ordered = sorted(similarities)
    middle = ordered[len(ordered) // 2]
    if middle >= thresholds.same_person_cosine:
        return Sameness.SAME
    if middle < thresholds.other_person_cosine:
        return Sameness.DIFFERENT
    return Sameness.CANNOT_TELL
